package io.winnow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.report.Moves.Move;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MovesTest {
  private static final List<String> FATES = List.of("kept", "rules short", "exact url");

  /** A run of which decisions alone are known, and what documents are called. */
  private record Decided(Map<DocumentId, String> fates) implements RunTables {
    @Override
    public CorpusFolder folder() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Shard> shards() {
      return List.of(new Shard(0, "one", fates.size(), 0));
    }

    @Override
    public List<String> tables() {
      return List.of("decisions");
    }

    @Override
    public boolean has(String table) {
      return tables().contains(table);
    }

    @Override
    public List<String> readableColumns(String table) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void visit(
        String table, List<String> columns, @Nullable Condition where, RowVisitor visitor)
        throws IOException {
      assertEquals(List.of("id", "kept", "stage", "reason"), columns);
      for (Map.Entry<DocumentId, String> fate : fates.entrySet()) {
        String[] why = fate.getValue().split(" ");
        boolean kept = why.length == 1;
        visitor.visit(
            new @Nullable Object[] {
              fate.getKey(), kept, kept ? null : why[0], kept ? null : why[1]
            });
      }
    }

    @Override
    public void visitDocuments(
        Set<DocumentId> wanted, List<String> columns, DocumentVisitor visitor) throws IOException {
      for (DocumentId id : wanted) {
        assertTrue(fates.containsKey(id));
        visitor.visit(id, new Object[] {"crawl", "http://a.example/" + id, null});
      }
    }
  }

  private static Decided run(Random random, int ids) {
    Map<DocumentId, String> fates = new HashMap<>();
    for (int i = 0; i < ids; i++) {
      if (random.nextInt(5) > 0) {
        fates.put(new DocumentId(i, 7L * i), FATES.get(random.nextInt(FATES.size())));
      }
    }
    return new Decided(fates);
  }

  private static String fate(Moves.Fate fate) {
    return switch (fate.outcome()) {
      case KEPT -> "kept";
      case DROPPED -> fate.stage() + " " + fate.reason();
      case ABSENT -> "absent";
    };
  }

  @Test
  void movesAreThoseOfEveryDocumentInEitherRun() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Decided before = run(random, 400);
    Decided after = run(random, 400);
    Map<String, TreeSet<DocumentId>> expected = new TreeMap<>();
    Set<DocumentId> all = new TreeSet<>(before.fates().keySet());
    all.addAll(after.fates().keySet());
    long same = 0;
    for (DocumentId id : all) {
      String old = before.fates().getOrDefault(id, "absent");
      String now = after.fates().getOrDefault(id, "absent");
      if (old.equals(now)) {
        same++;
      } else {
        expected.computeIfAbsent(old + " > " + now, way -> new TreeSet<>()).add(id);
      }
    }
    Moves moves = Moves.read(before, after);
    assertEquals(1, moves.oneIn());
    assertEquals(all.size(), moves.compared(), "seed " + seed);
    assertEquals(same, moves.same(), "seed " + seed);
    Map<String, String> found = new TreeMap<>();
    List<Long> sizes = new ArrayList<>();
    for (Move move : moves.moves()) {
      String examples =
          move.examples().stream().map(Moves.Example::id).collect(Collectors.joining(" "));
      found.put(
          fate(move.before()) + " > " + fate(move.after()), move.documents() + ": " + examples);
      sizes.add(move.documents());
      assertEquals(
          "http://a.example/" + move.examples().get(0).id(), move.examples().get(0).name());
    }
    Map<String, String> wanted = new TreeMap<>();
    expected.forEach(
        (way, ids) ->
            wanted.put(
                way,
                ids.size()
                    + ": "
                    + ids.stream()
                        .limit(3)
                        .map(DocumentId::toString)
                        .collect(Collectors.joining(" "))));
    assertEquals(wanted, found, "seed " + seed);
    assertEquals(sizes.stream().sorted((a, b) -> Long.compare(b, a)).toList(), sizes);
  }

  @Test
  void ofManyDocumentsTheSameShareOfBothRunsIsCompared() throws IOException {
    Map<DocumentId, String> fates = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      fates.put(new DocumentId(i, i), "kept");
    }
    Moves moves = Moves.read(new Decided(fates), new Decided(fates), 1_000);
    assertEquals(4, moves.oneIn());
    assertEquals(1_000, moves.compared(), 150, "a quarter, give or take five deviations");
    assertEquals(moves.compared(), moves.same());
    assertEquals(List.of(), moves.moves());
  }
}
