package io.winnow.dedup.repeats;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.runners.Runner;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Random documents that share parts, in shards, and what a search says of them. */
final class RepeatCorpus {
  private static final List<String> SENTENCES =
      List.of(
          "The river rose in the night.",
          "Nobody saw it!",
          "Who, if not Dr. Brown, could know?",
          "All rights reserved",
          "Click here to subscribe",
          "He paid 3.50 for it, e.g. on Monday.",
          "He paid 3.51 for it, e.g. on Monday.",
          "Ça coûte 20 € à l'été.",
          "今日は雨が降りました。",
          "我们明天再去那里吧！",
          "ฝนตกหนักเมื่อคืนนี้",
          "नदी रात में बढ़ गई।",
          "😀 Well done 👩‍🚀 indeed!",
          "𝒜 is a set and 𝓑 another.",
          "ПРИВЕТ, как дела?",
          "}",
          "    return x;",
          "int total = add(a, b);",
          "x",
          "Ünïcödé ſtraße İstanbul.",
          "```");

  private RepeatCorpus() {}

  record Doc(DocumentId id, Kind kind, boolean kept, String text) {}

  /** Documents with different ids. */
  static List<Doc> random(Random random, int documents) {
    List<Doc> docs = new ArrayList<>();
    Set<DocumentId> ids = new HashSet<>();
    while (docs.size() < documents) {
      StringBuilder text = new StringBuilder();
      for (int paragraphs = random.nextInt(4); paragraphs >= 0; paragraphs--) {
        for (int lines = random.nextInt(3); lines >= 0; lines--) {
          for (int sentences = random.nextInt(4); sentences >= 0; sentences--) {
            text.append(spelled(random, SENTENCES.get(random.nextInt(SENTENCES.size()))));
            text.append(sentences > 0 ? random.nextInt(9) == 0 ? " \u00a0" : " " : "");
          }
          text.append(random.nextInt(12) == 0 ? "\r\n" : "\n");
        }
        text.append(random.nextInt(5) == 0 ? " \n\n" : "\n");
      }
      if (random.nextBoolean()) {
        text.setLength(text.length() - 1 - random.nextInt(2));
      }
      DocumentId id = Digest.ofText(text + " " + random.nextInt(3));
      if (ids.add(id)) {
        Kind kind =
            random.nextInt(6) == 0 ? Kind.CODE : random.nextInt(6) == 0 ? Kind.BOOK : Kind.WEB;
        docs.add(new Doc(id, kind, random.nextInt(7) > 0, text.toString()));
      }
    }
    return docs;
  }

  private static String spelled(Random random, String sentence) {
    return switch (random.nextInt(12)) {
      case 0 -> sentence.replace(" ", "  ");
      case 1 -> sentence.replace('T', 't').replace('r', 'R');
      default -> sentence;
    };
  }

  /** Writes documents into some shards. */
  static List<Shard> write(CorpusFolder folder, List<Doc> docs, int shards) throws IOException {
    List<Shard> written = new ArrayList<>();
    for (int number = 0; number < shards; number++) {
      List<Doc> here =
          docs.subList(docs.size() * number / shards, docs.size() * (number + 1) / shards);
      String name = "s" + number;
      try (ShardOutput output =
          new ShardOutput(
              folder,
              name,
              List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS, DecisionTables.DECISIONS))) {
        for (Doc doc : here) {
          @Nullable Object[] row = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
          row[DocumentTable.DOCUMENTS.schema().indexOf("kind")] = doc.kind.word();
          row[DocumentTable.DOCUMENTS.schema().indexOf("text")] = doc.text;
          output.write(DocumentTable.DOCUMENTS, row);
          output.write(DocumentTable.IDS, doc.id);
          output.write(
              DecisionTables.DECISIONS,
              null,
              doc.kind.word(),
              doc.kept,
              null,
              null,
              null,
              null,
              null,
              doc.id);
        }
        output.commit("");
      }
      written.add(new Shard(number, name, here.size(), 1));
    }
    return written;
  }

  /** Runs searches, one after another. */
  static void search(Runner runner, CorpusFolder folder, List<Shard> shards, FindRepeats... stages)
      throws IOException {
    StageRun run = new StageRun(folder, shards, runner);
    for (FindRepeats stage : stages) {
      run.run(stage);
    }
  }

  /**
   * The characters that {@link RepeatCuts} cuts out of each document that is kept, by id, going by
   * what the searches have found.
   */
  static Map<DocumentId, BitSet> cut(
      RepeatParameters parameters, CorpusFolder corpus, List<Doc> docs, List<Shard> shards)
      throws IOException {
    Map<DocumentId, BitSet> cuts = new TreeMap<>();
    int at = 0;
    for (Shard shard : shards) {
      RepeatCuts cutter = RepeatCuts.of(parameters, new ShardInput(corpus, shard, shard, false));
      for (int row = 0; row < shard.rows(); row++) {
        Doc doc = docs.get(at++);
        if (doc.kept) {
          BitSet cut = new BitSet();
          cutter.cut(row, doc.text(), doc.kind(), (start, end, reason) -> cut.set(start, end));
          cuts.put(doc.id, cut);
        }
      }
    }
    return cuts;
  }

  static String left(String text, BitSet cut) {
    StringBuilder left = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!cut.get(i)) {
        left.append(text.charAt(i));
      }
    }
    return left.toString();
  }
}
