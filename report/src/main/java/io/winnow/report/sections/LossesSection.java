package io.winnow.report.sections;

import io.winnow.corpus.DocumentId;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Described;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.ExamplesSection.Example;
import io.winnow.report.sections.LossSums.Surprising;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How well a GLM predicts what is kept.
 *
 * @param losses null where none was asked
 */
public record LossesSection(@Nullable Losses losses) implements Section {
  private static final int GROUPS = 20;
  private static final int SURPRISES = 3;

  /**
   * How well a GLM predicts kept documents.
   *
   * @param groups documents by source, language, grade and loss bucket, and sequences by mixture,
   *     in the order of the page
   * @param positions of tokens in the window, the first ones first
   * @param least documents that it finds least surprising, the least first
   * @param most documents that it finds most surprising, the most first
   */
  public record Losses(
      List<LossGroup> groups,
      List<PositionLoss> positions,
      List<Surprise> least,
      List<Surprise> most) {}

  /**
   * Tokens of kept documents with about as much before them.
   *
   * @param from tokens before them in the window, at least
   * @param to the same, at most
   * @param tokens that were scored
   * @param nllMean nats a token
   */
  public record PositionLoss(int from, int to, long tokens, double nllMean) {}

  /**
   * Scored documents or sequences that have something in common.
   *
   * @param by what that is: source, language, grade, loss bucket or mixture
   * @param tokens of the model that were scored
   * @param bitsPerByte of all their text together
   * @param nllMean nats a token, over all their tokens
   * @param acceptance mean share of drafts that greedy decoding keeps; null where the model drafts
   *     nothing
   */
  public record LossGroup(
      String by,
      String name,
      long documents,
      long tokens,
      double bitsPerByte,
      double nllMean,
      @Nullable Double acceptance) {}

  /** A document and how much it surprises a model. */
  public record Surprise(
      String id,
      String source,
      String uri,
      @Nullable String title,
      double bitsPerByte,
      long tokens,
      String excerpt) {
    public Surprise {
      excerpt = Excerpt.of(excerpt, Described.EXCERPT_CHARACTERS);
    }

    private static Surprise of(Surprising document, Map<DocumentId, Described> described) {
      Described known = Objects.requireNonNull(described.get(document.id()));
      return new Surprise(
          document.id().toString(),
          known.source(),
          known.uri(),
          known.title(),
          document.bitsPerByte(),
          document.tokens(),
          known.excerpt());
    }

    private Example example() {
      return new Example(id, source, uri, title, excerpt, List.of());
    }
  }

  /** Adds up what the model said, if one was asked. */
  public static LossesSection read(FinishedRun run) throws IOException {
    if (!run.tables().has(LossSums.SCORES)) {
      return new LossesSection(null);
    }
    LossSums sums = LossSums.read(run.tables());
    Set<DocumentId> shown = new HashSet<>();
    sums.least().forEach(document -> shown.add(document.id()));
    sums.most().forEach(document -> shown.add(document.id()));
    Map<DocumentId, Described> described = Described.beginnings(run.tables(), shown);
    return new LossesSection(
        new Losses(
            sums.groups(),
            sums.positions(),
            sums.least().stream().map(document -> Surprise.of(document, described)).toList(),
            sums.most().stream().map(document -> Surprise.of(document, described)).toList()));
  }

  @Override
  public List<Element> draw(Whole whole) {
    return losses == null ? List.of() : draw(losses, whole);
  }

  private static List<Element> draw(Losses losses, Whole whole) {
    List<Element> content = new ArrayList<>();
    content.add(
        Element.lead(
            "How well the GLM predicts kept documents: the fewer bits a byte, the less they"
                + " surprise it. Acceptance is the share of tokens that its second head drafts"
                + " as the first one would choose them."));
    double highest = losses.groups().stream().mapToDouble(LossGroup::bitsPerByte).max().orElse(0);
    Map<String, List<LossGroup>> parts = new LinkedHashMap<>();
    losses.groups().forEach(g -> parts.computeIfAbsent(g.by(), b -> new ArrayList<>()).add(g));
    parts.forEach((by, groups) -> content.add(groupTable(by, groups, highest)));
    if (!losses.positions().isEmpty()) {
      content.add(positionTable(losses.positions()));
    }
    content.add(surprises("Most surprising", losses.most(), whole));
    content.add(surprises("Least surprising", losses.least(), whole));
    return content;
  }

  private static Element groupTable(String by, List<LossGroup> groups, double highest) {
    String heading = "By " + by;
    PageTable table =
        new PageTable(heading)
            .words(heading)
            .bars("Bits a byte")
            .numbers("Bits")
            .numbers("Nats a token")
            .numbers("Acceptance")
            .numbers(by.equals("mixture") ? "Sequences" : "Documents")
            .numbers("Tokens");
    for (LossGroup group : Bounds.first(groups, GROUPS)) {
      Double acceptance = group.acceptance();
      table
          .row()
          .foreign(group.name())
          .add(
              Charts.bar(
                  Numbers.fixed(group.bitsPerByte(), 3) + " bits a byte",
                  highest,
                  new Charts.Part(group.bitsPerByte(), "kept")))
          .words(Numbers.fixed(group.bitsPerByte(), 3))
          .words(Numbers.fixed(group.nllMean(), 3))
          .words(acceptance == null ? "–" : Numbers.fixed(100 * acceptance, 1) + " %")
          .number(group.documents())
          .number(group.tokens());
    }
    Element part = Element.of(Tag.DIV, table.element());
    Bounds.more(part, Tag.P, groups.size(), GROUPS, "groups");
    return part;
  }

  private static Element positionTable(List<PositionLoss> positions) {
    double highest = positions.stream().mapToDouble(PositionLoss::nllMean).max().orElse(0);
    PageTable table =
        new PageTable("By position in the window")
            .words("By position in the window")
            .bars("Nats a token")
            .numbers("Nats")
            .numbers("Tokens");
    for (PositionLoss position : positions) {
      table
          .row()
          .words(
              position.from() == position.to()
                  ? Numbers.grouped(position.from())
                  : Numbers.grouped(position.from()) + " to " + Numbers.grouped(position.to()))
          .add(
              Charts.bar(
                  Numbers.fixed(position.nllMean(), 3) + " nats a token",
                  highest,
                  new Charts.Part(position.nllMean(), "kept")))
          .words(Numbers.fixed(position.nllMean(), 3))
          .number(position.tokens());
    }
    return Element.of(Tag.DIV, table.element());
  }

  private static Element surprises(String heading, List<Surprise> surprises, Whole whole) {
    Element part = Element.of(Tag.DIV, Element.of(Tag.H3, heading));
    for (Surprise surprise : Bounds.first(surprises, SURPRISES)) {
      String name = surprise.title() == null ? surprise.uri() : surprise.title();
      Element summary =
          Element.of(
              Tag.SUMMARY,
              Element.of(Tag.STRONG, Numbers.fixed(surprise.bitsPerByte(), 3)),
              Element.of(Tag.SPAN).foreign(name, Bounds.NAME));
      part.add(
          Element.of(Tag.DETAILS, summary, ExamplesSection.article(surprise.example(), whole)));
    }
    return part;
  }
}
