package io.winnow.mixtures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.condition.ConditionException;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.mixtures.MixCorpus.Doc;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.epochs.Copies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixTest {
  private static final List<Component> COMPONENTS =
      List.of(
          new Component("everything", null, 3.2),
          new Component("code", Condition.parse("kind = code"), 0.5));

  @TempDir Path folder;

  @Test
  void totalsAreThoseThatBruteForceCounts() throws IOException {
    List<Doc> docs = MixCorpus.docs(400);
    Map<String, ComponentTotals> totals = corpus("a", docs, 3).copies("m", 45, COMPONENTS);
    for (Component component : COMPONENTS) {
      Copies copies = new Copies("m", component, 45);
      long documents = 0;
      long tokens = 0;
      long bytes = 0;
      long copied = 0;
      long copiedTokens = 0;
      long copiedBytes = 0;
      for (Doc doc : docs) {
        if (doc.kept() && (component.where() == null || doc.kind().equals("code"))) {
          long times = copies.of(doc.id());
          documents++;
          tokens += tokens(doc);
          bytes += doc.textBytes();
          copied += times;
          copiedTokens += times * tokens(doc);
          copiedBytes += times * doc.textBytes();
        }
      }
      ComponentTotals expected =
          new ComponentTotals(documents, tokens, bytes, copied, copiedTokens, copiedBytes);
      assertEquals(expected, totals.get(component.name()));
      assertEquals(
          expected, ComponentTotals.read(expected.counts(component.name()), component.name()));
      assertEquals((double) copiedTokens / tokens, expected.achievedEpochs());
    }
    assertEquals(3.2, totals.get("everything").achievedEpochs(), 0.1);
  }

  private static long tokens(Doc doc) {
    Long tokens = doc.tokens();
    return tokens == null ? 0 : tokens;
  }

  @Test
  void theMixtureHoldsEveryCopyOnce() throws IOException {
    List<Doc> docs = MixCorpus.docs(300);
    MixCorpus corpus = corpus("a", docs, 4);
    Map<String, ComponentTotals> totals = corpus.copies("m", 45, COMPONENTS);
    Mixture mixture = new Mixture("m", 45, 5);
    corpus.mix(mixture);
    List<String> expected = new ArrayList<>();
    for (Component component : COMPONENTS) {
      Copies copies = new Copies("m", component, 45);
      for (Doc doc : docs) {
        if (doc.kept() && (component.where() == null || doc.kind().equals("code"))) {
          for (long copy = 0; copy < copies.of(doc.id()); copy++) {
            String title = doc.kind().equals("code") ? null : "Title of " + doc.name();
            expected.add(
                line(
                    doc.id(),
                    copy,
                    component.name(),
                    "source",
                    doc.kind(),
                    "http://example.org/" + doc.name(),
                    title,
                    "en",
                    doc.tokens(),
                    doc.text()));
          }
        }
      }
    }
    List<String> found = new ArrayList<>(lines(corpus, mixture));
    long documents = 0;
    long tokens = 0;
    for (int part = 0; part < 5; part++) {
      Receipt receipt = corpus.receipt(mixture, part);
      assertEquals("the key", receipt.key());
      assertEquals(corpus.rows(mixture, part).size(), receipt.counts().get(MixTexts.DOCUMENTS));
      documents += receipt.counts().get(MixTexts.DOCUMENTS);
      tokens += receipt.counts().get(MixTexts.TOKENS);
    }
    assertEquals(found.size(), documents);
    assertEquals(totals.values().stream().mapToLong(ComponentTotals::copiedTokens).sum(), tokens);
    assertNotEquals(expected, found);
    Collections.sort(expected);
    Collections.sort(found);
    assertEquals(expected, found);
  }

  @Test
  void theSplitIntoShardsDoesNotChangeABit() throws IOException {
    Mixture mixture = new Mixture("m", 45, 3);
    List<Doc> docs = new ArrayList<>(MixCorpus.docs(200));
    MixCorpus one = corpus("one", docs, 1);
    one.copies("m", 45, COMPONENTS);
    one.mix(mixture);
    Collections.shuffle(docs, new Random(5));
    MixCorpus many = corpus("many", docs, 6);
    many.copies("m", 45, COMPONENTS);
    many.mix(mixture);
    for (int part = 0; part < 3; part++) {
      assertArrayEquals(one.bytes(mixture, part), many.bytes(mixture, part));
      assertEquals(one.receipt(mixture, part), many.receipt(mixture, part));
    }
  }

  @Test
  void theNumberOfPartsDoesNotChangeTheOrder() throws IOException {
    MixCorpus corpus = corpus("a", MixCorpus.docs(100), 2);
    corpus.copies("m", 45, COMPONENTS);
    List<List<String>> orders = new ArrayList<>();
    for (int parts : new int[] {1, 2, 7}) {
      Mixture mixture = new Mixture("m", 45, parts);
      corpus.mix(mixture);
      orders.add(lines(corpus, mixture));
    }
    assertEquals(orders.get(0), orders.get(1));
    assertEquals(orders.get(0), orders.get(2));
  }

  @Test
  void anotherSeedIsAnotherOrder() throws IOException {
    MixCorpus corpus = corpus("a", MixCorpus.docs(100), 2);
    corpus.copies("m", 45, List.of(new Component("all", null, 1)));
    corpus.mix(new Mixture("m", 45, 1));
    List<String> first = new ArrayList<>(lines(corpus, new Mixture("m", 45, 1)));
    corpus.mix(new Mixture("m", 46, 1));
    List<String> second = new ArrayList<>(lines(corpus, new Mixture("m", 46, 1)));
    assertNotEquals(first, second);
    Collections.sort(first);
    Collections.sort(second);
    assertEquals(first, second);
  }

  @Test
  void partsGetEqualSharesAndOrderDependsOnNothingElse() {
    int parts = 20;
    int documents = 20_000;
    Mixture mixture = new Mixture("m", 45, parts);
    long[] counts = new long[parts];
    long[] second = new long[parts];
    for (Doc doc : MixCorpus.docs(documents)) {
      int first = mixture.partOf(mixture.keyHigh(doc.id(), "all", 0));
      counts[first]++;
      // Where the second copy falls says nothing about the first.
      if (first == 0) {
        second[mixture.partOf(mixture.keyHigh(doc.id(), "all", 1))]++;
      }
    }
    // Chi-square with 19 degrees of freedom is below 43.8 in 999 of 1000 cases; the seed is fixed.
    assertTrue(chiSquare(counts) < 43.8, "chi-square " + chiSquare(counts));
    assertTrue(chiSquare(second) < 43.8, "chi-square " + chiSquare(second));
  }

  private static double chiSquare(long[] counts) {
    double all = 0;
    for (long count : counts) {
      all += count;
    }
    double expected = all / counts.length;
    double sum = 0;
    for (long count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  @Test
  void copiesOfOneDocumentAreNeighboursOnlyByChance() throws IOException {
    MixCorpus corpus = corpus("a", MixCorpus.docs(250), 2);
    corpus.copies("m", 45, List.of(new Component("all", null, 10)));
    Mixture mixture = new Mixture("m", 45, 2);
    corpus.mix(mixture);
    List<Row> rows = corpus.rows(mixture);
    assertEquals(2000, rows.size());
    int neighbours = 0;
    for (int i = 1; i < rows.size(); i++) {
      neighbours +=
          rows.get(i).get(DocumentTable.ID).equals(rows.get(i - 1).get(DocumentTable.ID)) ? 1 : 0;
    }
    // Of 1999 pairs, 9 in 1999 are of one document: 9 on average, standard deviation 3.
    assertTrue(neighbours < 25, "neighbours: " + neighbours);
  }

  @Test
  void aLargeDocumentArrivesWhole() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    while (text.length() < 5_000_000) {
      text.appendCodePoint(
          random.nextInt(10) == 0 ? 0x1F600 + random.nextInt(50) : ' ' + random.nextInt(90));
    }
    List<Doc> docs = new ArrayList<>(MixCorpus.docs(20));
    Doc large = new Doc("large", "web", true, 9L, text.toString());
    docs.add(10, large);
    MixCorpus corpus = corpus("a", docs, 2);
    corpus.copies("m", 45, List.of(new Component("all", null, 2)));
    Mixture mixture = new Mixture("m", 45, 2);
    corpus.mix(mixture);
    List<Row> found =
        corpus.rows(mixture).stream()
            .filter(row -> large.id().equals(row.get(DocumentTable.ID)))
            .toList();
    assertEquals(2, found.size());
    for (Row row : found) {
      assertTrue(large.text().equals(row.get(DocumentTable.TEXT)), "the text is the same");
    }
  }

  @Test
  void blocksAreAtMostAMegabyteAndPiecesMeetAgain() {
    Random random = new Random(4);
    List<byte[]> blocks = new ArrayList<>();
    PieceBlocks packer = new PieceBlocks((part, block) -> blocks.add(block));
    List<byte[]> documents = new ArrayList<>();
    String component = "c".repeat(60_000);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[i % 10 == 0 ? random.nextInt(4 << 20) : random.nextInt(300_000)];
      random.nextBytes(bytes);
      documents.add(bytes);
      packer.add(
          random.nextInt(3),
          new Piece(i, 0, new DocumentId(0, i), component, 0, 0, 1, bytes, 0, bytes.length));
    }
    packer.flush();
    List<Piece> pieces = new ArrayList<>();
    for (byte[] block : blocks) {
      assertTrue(block.length <= PieceBlocks.BLOCK_BYTES, "block of " + block.length);
      Piece.readAll(block, pieces::add);
    }
    pieces.sort(Piece.ORDER);
    for (byte[] document : documents) {
      int at = 0;
      for (int left = Math.max(1, pieces.get(0).pieces()); left > 0; left--) {
        Piece piece = pieces.remove(0);
        for (int i = 0; i < piece.length(); i++) {
          if (document[at++] != piece.block()[piece.offset() + i]) {
            throw new AssertionError("byte " + at + " differs");
          }
        }
      }
      assertEquals(document.length, at);
    }
    assertEquals(List.of(), pieces);
  }

  @Test
  void anEmptyMixtureHasItsPartsAllTheSame() throws IOException {
    assertEquals(1, Mixture.parts(0, 64));
    MixCorpus corpus = corpus("a", MixCorpus.docs(10), 2);
    Map<String, ComponentTotals> totals =
        corpus.copies("m", 45, List.of(new Component("none", Condition.parse("kind = book"), 1)));
    assertEquals(ComponentTotals.NONE, totals.get("none"));
    assertEquals(0.0, totals.get("none").achievedEpochs());
    Mixture mixture = new Mixture("m", 45, 3);
    corpus.mix(mixture);
    for (int part = 0; part < 3; part++) {
      assertEquals(List.of(), corpus.rows(mixture, part));
      assertEquals(0, corpus.receipt(mixture, part).file().rows());
    }
  }

  @Test
  void partsAreCountedFromTheBytesOfText() {
    assertEquals(1, Mixture.parts(64, 64));
    assertEquals(2, Mixture.parts(65, 64));
    assertEquals(16, Mixture.parts(1000, 64));
    assertEquals("part-00007", Shard.part(7));
    Mixture mixture = new Mixture("m", 1, 3);
    assertEquals(0, mixture.partOf(0));
    assertEquals(1, mixture.partOf(Long.MIN_VALUE));
    assertEquals(2, mixture.partOf(-1));
  }

  @Test
  void conditionsSeeMeasuresAndGradesButNoText() {
    Schema columns = ChooseCopies.schema(MixCorpus.OFFERS);
    assertFalse(columns.has("text"));
    assertTrue(columns.names().containsAll(List.of("kind", "tokens", "bucket", "tier")));
    assertThrows(
        ConditionException.class,
        () ->
            new ChooseCopies(
                "m",
                List.of(new Component("a", Condition.parse("text = x"), 1)),
                45,
                MixCorpus.SIGNALS,
                MixCorpus.OFFERS,
                false));
  }

  @Test
  void aTableIsReadOnlyIfAConditionAsksForIt() {
    Offer scores = Offer.all(ScoreTable.of(List.of("quality")), false);
    for (String where : List.of("kind = web", "quality > 0.5")) {
      ChooseCopies stage =
          new ChooseCopies(
              "m",
              List.of(new Component("a", Condition.parse(where), 1)),
              45,
              MixCorpus.SIGNALS,
              List.of(scores),
              true);
      List<String> read = stage.reads().stream().map(Table::name).toList();
      assertTrue(read.containsAll(List.of("documents", "ids", "decisions", "signals", "edited")));
      assertEquals(where.contains("quality"), read.contains("scores"));
    }
  }

  @Test
  void aMissingGradeMatchesOnlyWhereItIsAskedForAsMissing() throws IOException {
    MixCorpus corpus = corpus("a", MixCorpus.docs(10), 1);
    Map<String, ComponentTotals> totals =
        corpus.copies(
            "m",
            45,
            List.of(
                new Component("graded", Condition.parse("bucket > 3 or tier != low"), 1),
                new Component("ungraded", Condition.parse("bucket is missing"), 1)));
    assertEquals(0, totals.get("graded").availableDocuments());
    assertEquals(8, totals.get("ungraded").availableDocuments());
    assertNull(totals.get("other"));
  }

  private static List<String> lines(MixCorpus corpus, Mixture mixture) throws IOException {
    return corpus.rows(mixture).stream().map(row -> line(row.values())).toList();
  }

  private static String line(@Nullable Object... row) {
    StringBuilder line = new StringBuilder();
    for (Object value : row) {
      line.append(value).append('|');
    }
    return line.toString();
  }

  private MixCorpus corpus(String name, List<Doc> docs, int shards) throws IOException {
    List<List<Doc>> split = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      split.add(new ArrayList<>());
    }
    for (int i = 0; i < docs.size(); i++) {
      split.get(i % shards).add(docs.get(i));
    }
    return new MixCorpus(folder.resolve(name), split);
  }
}
