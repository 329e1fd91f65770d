package io.winnow.mixtures;

import io.winnow.corpus.table.Receipt;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.sequences.SequenceForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mixture was to have, and what was written.
 *
 * @param mixture its name
 * @param documents copies that were to be written
 * @param tokens in them
 * @param components in the order of the recipe
 * @param sequences what it is written as; null: documents
 * @param written copies in the files
 * @param writtenTokens in them
 */
public record MixtureBooks(
    String mixture,
    long documents,
    long tokens,
    List<ComponentBook> components,
    @Nullable SequenceBook sequences,
    long written,
    long writtenTokens) {
  /**
   * One component.
   *
   * @param requestedEpochs as the recipe says
   * @param totals what it draws from and what it takes
   */
  public record ComponentBook(String name, double requestedEpochs, ComponentTotals totals) {}

  /**
   * The sequences.
   *
   * @param form what they are
   * @param count of the sequences
   * @param tokens in all of them
   * @param texts in them, each of which one more token ends
   * @param pathTokens in lines with paths
   */
  public record SequenceBook(
      SequenceForm form, long count, long tokens, long texts, long pathTokens) {}

  /**
   * Adds up receipts.
   *
   * @param tokenizer of sequences
   * @param copies receipts of the table of copies
   * @param parts receipts of the mixture
   */
  public static MixtureBooks of(
      MixtureSettings settings, String tokenizer, List<Receipt> copies, List<Receipt> parts) {
    List<ComponentBook> components = new ArrayList<>();
    long documents = 0;
    long tokens = 0;
    for (Component component : settings.named()) {
      ComponentTotals totals = ComponentTotals.sum(copies, component.name());
      documents += totals.copiedDocuments();
      tokens += totals.copiedTokens();
      components.add(new ComponentBook(component.name(), component.epochs(), totals));
    }
    SequenceForm form = MixTexts.form(settings, tokenizer);
    SequenceBook sequences =
        form == null
            ? null
            : new SequenceBook(
                form,
                parts.stream().mapToLong(part -> part.file().rows()).sum(),
                count(parts, MixTexts.WRITTEN),
                count(parts, MixTexts.TEXTS),
                count(parts, MixTexts.PATHS));
    return new MixtureBooks(
        settings.name(),
        documents,
        tokens,
        List.copyOf(components),
        sequences,
        count(parts, MixTexts.DOCUMENTS),
        count(parts, MixTexts.TOKENS));
  }

  private static long count(List<Receipt> parts, String name) {
    return parts.stream().mapToLong(part -> part.counts().getOrDefault(name, 0L)).sum();
  }

  /** What does not balance, as a sentence; empty where all does. */
  public Optional<String> fault() {
    if (written != documents || writtenTokens != tokens) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "mixture %s was to have %,d documents and %,d tokens, but has %,d and %,d",
              mixture,
              documents,
              tokens,
              written,
              writtenTokens));
    }
    SequenceBook own = sequences;
    if (own != null && own.tokens() != tokens + own.texts() + own.pathTokens()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the sequences of mixture %s hold %,d tokens, but documents have %,d, paths %,d, and"
                  + " ends %,d",
              mixture,
              own.tokens(),
              tokens,
              own.pathTokens(),
              own.texts()));
    }
    return Optional.empty();
  }
}
