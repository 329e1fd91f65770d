package io.winnow.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.Breakdowns;
import io.winnow.report.sections.CutsSection;
import io.winnow.report.sections.DeadLettersSection;
import io.winnow.report.sections.ExamplesSection;
import io.winnow.report.sections.FunnelSection;
import io.winnow.report.sections.GradesSection;
import io.winnow.report.sections.LossesSection;
import io.winnow.report.sections.MixturesSection;
import io.winnow.report.sections.Overview;
import io.winnow.report.sections.RecipeSection;
import io.winnow.report.sections.RulesSection;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.SignalsSection;
import io.winnow.report.sections.StagesSection;
import io.winnow.report.sections.likeness.ClustersSection;
import io.winnow.report.sections.likeness.CopiesSection;
import io.winnow.report.sections.likeness.EmbeddingsSection;
import io.winnow.report.sections.likeness.RecallSection;
import io.winnow.report.sections.thresholds.ThresholdsSection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that the report's page shows, as data: {@code report/report.json}.
 *
 * @param sections in the order of the page
 */
public record Report(List<Section> sections) {
  /** All sections, in the order of the page. */
  static final List<Kind<?>> KINDS =
      List.of(
          new Kind<>("overview", "Overview", Overview.class, Overview::read),
          new Kind<>("funnel", "Funnel", FunnelSection.class, FunnelSection::read),
          new Kind<>("breakdown", "Kinds and languages", Breakdowns.class, Breakdowns::read),
          new Kind<>("rules", "Rules", RulesSection.class, RulesSection::read),
          new Kind<>("signals", "Signals", SignalsSection.class, SignalsSection::read),
          new Kind<>(
              "thresholds", "At the limits", ThresholdsSection.class, ThresholdsSection::read),
          new Kind<>("grades", "Buckets and tiers", GradesSection.class, GradesSection::read),
          new Kind<>("clusters", "Duplicates", ClustersSection.class, ClustersSection::read),
          new Kind<>("copies", "Copies side by side", CopiesSection.class, CopiesSection::read),
          new Kind<>("cuts", "Cuts", CutsSection.class, CutsSection::read),
          new Kind<>("embeddings", "Embeddings", EmbeddingsSection.class, EmbeddingsSection::read),
          new Kind<>(
              "embedding-recall", "Cheap embeddings", RecallSection.class, RecallSection::read),
          new Kind<>("losses", "Losses", LossesSection.class, LossesSection::read),
          new Kind<>("mixtures", "Mixtures", MixturesSection.class, MixturesSection::read),
          new Kind<>("examples", "Examples", ExamplesSection.class, ExamplesSection::read),
          new Kind<>(
              "dead-letters", "Dead letters", DeadLettersSection.class, DeadLettersSection::read),
          new Kind<>("stages", "Stages", StagesSection.class, StagesSection::read),
          new Kind<>("recipe", "Recipe", RecipeSection.class, RecipeSection::read));

  /** Keys of the file that come first, in this order; those of other sections follow. */
  private static final List<String> KEYS =
      List.of(
          "run",
          "digest",
          "version",
          "time",
          "sources",
          "kinds",
          "languages",
          "grades",
          "cells",
          "embeddingRecall",
          "thresholds",
          "rules",
          "signals",
          "clusters",
          "cuts",
          "losses",
          "mixtures",
          "examples",
          "deadLetters",
          "stages",
          "warnings");

  // Java's own Double.toString gives other digits before version 19 than after.
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build());

  private interface Reader<S extends Section> {
    S read(FinishedRun run) throws IOException;
  }

  /**
   * A sort of section.
   *
   * @param place where a link in the page leads
   * @param heading that stands above it, and in the table of contents
   */
  record Kind<S extends Section>(String place, String heading, Class<S> type, Reader<S> reader) {}

  /** Reads the sections of a finished run. */
  public static Report read(FinishedRun run) throws IOException {
    List<Section> sections = new ArrayList<>();
    for (Kind<?> kind : KINDS) {
      sections.add(kind.reader().read(run));
    }
    return new Report(sections);
  }

  /**
   * A section of this report.
   *
   * @throws IllegalArgumentException if it has none of this type
   */
  public <S extends Section> S section(Class<S> type) {
    return sections.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the report has no " + type.getSimpleName()));
  }

  /** This report as JSON: equal reports give equal bytes. */
  public byte[] toJson() {
    ObjectNode found = MAPPER.createObjectNode();
    for (Section section : sections) {
      found.setAll(MAPPER.<ObjectNode>valueToTree(section));
    }
    ObjectNode sorted = MAPPER.createObjectNode();
    for (String key : KEYS) {
      JsonNode value = found.remove(key);
      if (value != null) {
        sorted.set(key, value);
      }
    }
    sorted.setAll(found);
    return json(sorted);
  }

  /** What is made of records, texts and numbers as JSON: equal ones give equal bytes. */
  static byte[] json(Object record) {
    try {
      return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of records, texts and numbers", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is no JSON, or has other fields than a report
   */
  public static Report fromJson(byte[] json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      List<Section> sections = new ArrayList<>();
      for (Kind<?> kind : KINDS) {
        sections.add(MAPPER.treeToValue(tree, kind.type()));
      }
      return new Report(sections);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a report: " + e.getMessage(), e);
    }
  }
}
