package io.winnow.dedup.repeats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.repeats.RepeatCorpus.Doc;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindRepeatsTest {
  private static final Set<Kind> PROSE = Set.of(Kind.WEB, Kind.BOOK);

  private static final Set<Unit> ALL = Set.of(Unit.LINE, Unit.PARAGRAPH, Unit.THREE_SENTENCES);

  @TempDir Path folder;
  private int corpora;

  private Map<DocumentId, BitSet> cut(RepeatParameters parameters, List<Doc> docs, int shards)
      throws IOException {
    CorpusFolder corpus = new CorpusFolder(folder.resolve("corpus-" + corpora++).toString());
    List<Shard> written = RepeatCorpus.write(corpus, docs, shards);
    RepeatCorpus.search(Runners.direct(2), corpus, written, FindRepeats.units(parameters));
    return RepeatCorpus.cut(parameters, corpus, docs, written);
  }

  /** Against strings in a map; and whatever was repeated is still there as a whole. */
  @Test
  void allButOneCopyOfWhatIsRepeatedGoes() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 12; round++) {
      EnumSet<Unit> units = EnumSet.complementOf(EnumSet.of(Unit.PASSAGE));
      units.removeIf(unit -> random.nextInt(3) == 0);
      RepeatParameters parameters =
          new RepeatParameters(
              units,
              1,
              random.nextInt(3) * 12,
              2 + random.nextInt(2),
              1 + random.nextInt(3),
              50,
              random.nextBoolean() ? PROSE : EnumSet.allOf(Kind.class));
      List<Doc> docs = RepeatCorpus.random(random, 1 + random.nextInt(60));
      String at = "seed " + seed + ", round " + round + ", " + parameters;
      Map<DocumentId, BitSet> cuts = cut(parameters, docs, 1 + random.nextInt(4));
      ReferenceRepeats reference = new ReferenceRepeats(parameters, docs);
      Map<DocumentId, BitSet> expected = reference.cuts();
      List<String> left = new ArrayList<>();
      for (Doc doc : docs) {
        if (doc.kept()) {
          BitSet cut = cuts.get(doc.id());
          assertEquals(
              ReferenceRepeats.signs(doc.text(), expected.getOrDefault(doc.id(), new BitSet())),
              ReferenceRepeats.signs(doc.text(), cut),
              () -> at + ": " + doc.text());
          String rest = RepeatCorpus.left(doc.text(), cut);
          assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(rest), at);
          left.add(ReferenceRepeats.normal(rest));
        }
      }
      for (String unit : reference.repeated()) {
        assertTrue(left.stream().anyMatch(text -> text.contains(unit)), at + ": lost " + unit);
      }
    }
  }

  /** The spaces between what stays: paragraphs stay apart, lines do not run into each other. */
  @Test
  void whatIsLeftIsStillText() throws IOException {
    List<String> left =
        left(
            Set.of(Unit.LINE),
            "One of a kind here.\nShared line of words.\n\nThe last words are mine.",
            "Shared line of words.\nTwo of a kind here.\n\nShared line of words.\n\nMore of it.");
    assertTrue(left.contains("One of a kind here.\n\nThe last words are mine."), left.toString());
    List<String> sentences =
        left(
            Set.of(Unit.THREE_SENTENCES),
            "Mine alone. The sun rose. The cock crew. The day began. Mine again.",
            "Yours alone. The sun rose. The cock\u00a0 crew. THE day began.\n\nYours again.");
    assertTrue(
        sentences.contains("Mine alone. Mine again.")
            || sentences.contains("Yours alone.\n\nYours again."),
        sentences.toString());
  }

  /** Cuts two documents; gives what is left of them. */
  private List<String> left(Set<Unit> units, String one, String two) throws IOException {
    List<Doc> docs =
        List.of(
            new Doc(new DocumentId(7, 1), Kind.WEB, true, one),
            new Doc(new DocumentId(6, 1), Kind.WEB, true, two));
    RepeatParameters parameters = new RepeatParameters(units, 3, 9, 2, 2, 50, PROSE);
    Map<DocumentId, BitSet> cuts = cut(parameters, docs, 2);
    return docs.stream().map(doc -> RepeatCorpus.left(doc.text(), cuts.get(doc.id()))).toList();
  }

  /** The copy that stays must not be one that goes with its document. */
  @Test
  void aDroppedDocumentKeepsNothing() throws IOException {
    String shared = "This is a line that both of the documents have.";
    List<Doc> docs =
        List.of(
            new Doc(new DocumentId(1, 0), Kind.WEB, false, shared),
            new Doc(new DocumentId(2, 0), Kind.WEB, true, shared));
    RepeatParameters parameters = new RepeatParameters(ALL, 3, 9, 2, 1, 50, PROSE);
    assertTrue(cut(parameters, docs, 1).get(new DocumentId(2, 0)).isEmpty());
  }

  @Test
  void codeIsLeftAloneAmongProseAndCutOnlyInWholeBlocks() throws IOException {
    String snippet =
        "Use this:\n\n```\nfor all of the things do it\nthen do it all again now\n```\n";
    RepeatParameters parameters =
        new RepeatParameters(ALL, 1, 1, 2, 1, 50, EnumSet.allOf(Kind.class));
    Map<DocumentId, BitSet> prose =
        cut(
            parameters,
            List.of(
                new Doc(new DocumentId(1, 0), Kind.SOCIAL, true, snippet),
                new Doc(new DocumentId(2, 0), Kind.SOCIAL, true, "Hm. " + snippet + "Right.")),
            2);
    assertTrue(prose.values().stream().allMatch(BitSet::isEmpty), prose.toString());
    String header = "/* Copyright of all of us.\n   All rights reserved. */\n\n";
    String first = header + "int one() {\n  return 1;\n\n}\n";
    String second = header + "int two() {\n  return 1;\n\n}\n";
    Map<DocumentId, BitSet> code =
        cut(
            parameters,
            List.of(
                new Doc(new DocumentId(1, 0), Kind.CODE, true, first),
                new Doc(new DocumentId(2, 0), Kind.CODE, true, second)),
            1);
    assertEquals(
        "int two() {\n  return 1;\n\n}\n",
        RepeatCorpus.left(second, code.get(new DocumentId(2, 0))));
  }

  @Test
  void whatGoesOnBehindABlankLineIsNotCutOutOfCode() throws IOException {
    String[] beginnings = {
      "def load(path, mode):\n    handle = open(path, mode)\n\n",
      "/*\nCopyright of all of us.\n\n",
      "\"\"\"What this module does.\n\n",
      "'''What this module does.\n\n",
      "#ifdef ALL_OF_US\nint all_of_us = 1;\n\n",
      "#endif\nint all_of_us = 1;\n#if ALL_OF_US\n\n"
    };
    String[] endings = {
      "    return handle.%s()\n", "%s */\n", "%s\"\"\"\n", "%s'''\n", "#endif\n%s", "%s"
    };
    RepeatParameters parameters =
        new RepeatParameters(ALL, 1, 1, 2, 1, 50, EnumSet.allOf(Kind.class));
    for (int i = 0; i < beginnings.length; i++) {
      List<Doc> docs = new ArrayList<>();
      for (String word : List.of("read", "write")) {
        String text = beginnings[i] + String.format(endings[i], word);
        docs.add(new Doc(new DocumentId(docs.size(), 0), Kind.CODE, true, text));
      }
      Map<DocumentId, BitSet> cuts = cut(parameters, docs, 1);
      assertTrue(cuts.values().stream().allMatch(BitSet::isEmpty), beginnings[i] + cuts);
    }
  }

  /** Strangers write texts: one line of megabytes, marks alone, halves of surrogates. */
  @Test
  void strangeTextsAreTakenAsTheyAre() throws IOException {
    List<Doc> docs = new ArrayList<>();
    String[] texts = {
      "",
      "\n\n\n",
      "a".repeat(1 << 20),
      "。".repeat(1 << 16),
      ". ".repeat(1 << 16),
      "word ".repeat(1 << 18),
      "\n".repeat(1 << 18),
      "\ud83d\n\ude00 ? \ud83d",
      "```\n".repeat(5000),
      "(".repeat(100_000),
      "Mr. ".repeat(50_000),
      "x.\n".repeat(100_000)
    };
    for (String text : texts) {
      for (int copy = 0; copy < 2; copy++) {
        docs.add(new Doc(new DocumentId(docs.size(), 5), Kind.of("web"), true, text));
      }
    }
    RepeatParameters parameters =
        new RepeatParameters(ALL, 1, 1, 2, 1, 50, EnumSet.allOf(Kind.class));
    Map<DocumentId, BitSet> cuts = cut(parameters, docs, 3);
    for (int i = 0; i < docs.size(); i += 2) {
      assertFalse(
          docs.get(i).text().length() > 3
              && cuts.get(docs.get(i).id()).cardinality() == docs.get(i).text().length(),
          "the first copy of something stays: " + i);
    }
  }

  /** A part of very many copies is one row a shard; the counts say how many there were. */
  @Test
  void aPartOfManyCopiesIsCountedInFull() throws IOException {
    List<Doc> docs = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String text = "This very line is in all of the many documents.\nAnd " + i + " is a number.";
      docs.add(new Doc(new DocumentId(i, 1), Kind.WEB, true, text));
    }
    CorpusFolder corpus = new CorpusFolder(folder.resolve("many").toString());
    List<Shard> shards = RepeatCorpus.write(corpus, docs, 3);
    RepeatParameters parameters = new RepeatParameters(Set.of(Unit.LINE), 5, 20, 2, 2, 50, PROSE);
    RepeatCorpus.search(Runners.direct(2), corpus, shards, FindRepeats.units(parameters));
    for (Shard shard : shards) {
      try (TableReader rows = TableReader.open(FindRepeats.REPEATS.file(corpus, shard.name()))) {
        Row row = rows.row();
        assertEquals(shard.number() == 0 ? 0L : null, row.getOrNull(FindRepeats.KEPT_ROW));
        assertEquals(3000L, row.get(FindRepeats.OCCURRENCES));
        assertEquals(3000L, row.get(FindRepeats.DOCUMENTS));
        assertNull(rows.row(), "one row a shard");
      }
    }
  }
}
