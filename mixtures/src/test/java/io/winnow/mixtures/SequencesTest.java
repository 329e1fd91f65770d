package io.winnow.mixtures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.mixtures.MixCorpus.Doc;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.sequences.Packing;
import io.winnow.mixtures.sequences.SequenceWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequencesTest {
  private static final TokenCounter TOKENIZER = TokenCounter.of("o200k");

  private static final Column<int[]> STARTS = Column.numbers("starts", "");
  private static final Column<int[]> SKIPPED = Column.numbers("skipped", "");
  private static final Column<String[]> DOCUMENTS = Column.texts("documents", "");

  @TempDir Path folder;

  @Test
  void theTokensReadAsTheDocumentsInTheirOrder() throws IOException {
    Mixture mixture = SequencesConformanceTest.mixture("m", Packing.BEST_FIT, 1024);
    MixCorpus corpus = new MixCorpus(folder, List.of(SequencesConformanceTest.docs()));
    corpus.copies("m", 45, SequencesConformanceTest.COMPONENTS);
    corpus.mix(mixture);
    Map<String, Doc> docs = new HashMap<>();
    SequencesConformanceTest.docs().forEach(doc -> docs.put(doc.id().toString(), doc));
    Map<String, Integer> times = new HashMap<>();
    for (Row row : corpus.rows(mixture)) {
      int[] ids = row.get(SequenceWriter.IDS);
      int[] starts = row.get(STARTS);
      Set<Integer> contexts = new HashSet<>();
      Arrays.stream(row.get(SequenceWriter.CONTEXTS)).forEach(contexts::add);
      String[] documents = row.get(DOCUMENTS);
      List<String> earlier = new ArrayList<>();
      for (int i = 0; i < starts.length; i++) {
        Doc doc = Objects.requireNonNull(docs.get(documents[i]));
        int end = i + 1 < starts.length ? starts[i + 1] : ids.length;
        String text = TOKENIZER.decode(Arrays.copyOfRange(ids, starts[i], end));
        boolean first = contexts.contains(starts[i]);
        boolean last = end == ids.length || contexts.contains(end);
        String expected =
            (doc.repository() == null ? "" : doc.name() + ".py\n")
                + doc.text()
                + (last ? "<|endoftext|>" : "\n\n");
        assertEquals(expected, text);
        earlier = first ? new ArrayList<>() : earlier;
        if (doc.repository() != null) {
          // file 7 imports file 11, which is of the same repository, as all before it in the text
          assertTrue(earlier.stream().allMatch(doc.repository()::equals));
          earlier.add(doc.repository());
        }
        times.merge(documents[i], 1, Integer::sum);
      }
    }
    // 1.5 epochs of repositories: all files of one as often as the others.
    Map<String, Integer> ofRepository = new HashMap<>();
    docs.forEach(
        (id, doc) -> {
          int count = times.getOrDefault(id, 0);
          if (doc.repository() == null) {
            assertEquals(1, count);
          } else {
            assertEquals(ofRepository.computeIfAbsent(doc.repository(), r -> count), count);
            assertTrue(count == 1 || count == 2);
          }
        });
    assertEquals(Set.of(1, 2), new HashSet<>(ofRepository.values()));
  }

  @Test
  void theCountsOfTheReceiptsBalance() throws IOException {
    MixCorpus corpus = new MixCorpus(folder, List.of(SequencesConformanceTest.docs()));
    for (Packing packing : Packing.values()) {
      Mixture mixture = SequencesConformanceTest.mixture(packing.word(), packing, 100);
      Map<String, ComponentTotals> totals =
          corpus.copies(mixture.name(), 45, SequencesConformanceTest.COMPONENTS);
      corpus.mix(mixture);
      Map<String, Long> sums = new HashMap<>();
      for (int part = 0; part < mixture.parts(); part++) {
        corpus.receipt(mixture, part).counts().forEach((name, n) -> sums.merge(name, n, Long::sum));
      }
      long written =
          corpus.rows(mixture).stream().mapToLong(row -> row.get(SequenceWriter.IDS).length).sum();
      assertEquals(
          totals.values().stream().mapToLong(ComponentTotals::copiedTokens).sum(),
          sums.get(MixTexts.TOKENS));
      assertEquals(
          totals.values().stream().mapToLong(ComponentTotals::copiedDocuments).sum(),
          sums.get(MixTexts.DOCUMENTS));
      assertEquals(written, sums.get(MixTexts.WRITTEN));
      assertEquals(
          written, sums.get(MixTexts.TOKENS) + sums.get(MixTexts.TEXTS) + sums.get(MixTexts.PATHS));
    }
  }

  @Test
  void aFileFollowsWhatItImportsAndARepositoryIsCutBetweenFiles() throws IOException {
    Mixture mixture = SequencesConformanceTest.mixture("m", Packing.BEST_FIT, 200);
    MixCorpus corpus = new MixCorpus(folder, List.of(SequencesConformanceTest.docs()));
    corpus.copies("m", 45, SequencesConformanceTest.COMPONENTS);
    corpus.mix(mixture);
    Map<String, String> names = new HashMap<>();
    SequencesConformanceTest.docs().forEach(doc -> names.put(doc.id().toString(), doc.name()));
    int pairs = 0;
    for (Row row : corpus.rows(mixture)) {
      assertTrue(Arrays.stream(row.get(SKIPPED)).allMatch(skipped -> skipped == 0));
      String[] documents = row.get(DOCUMENTS);
      for (int i = 1; i < documents.length; i++) {
        String name = Objects.requireNonNull(names.get(documents[i]));
        String before = Objects.requireNonNull(names.get(documents[i - 1]));
        if (name.startsWith("file") && before.startsWith("file")) {
          int gap = Integer.parseInt(before.substring(4)) - Integer.parseInt(name.substring(4));
          pairs += gap == 4 ? 1 : 0;
        }
      }
    }
    assertTrue(pairs > 60, "files that follow what they import: " + pairs);
  }
}
