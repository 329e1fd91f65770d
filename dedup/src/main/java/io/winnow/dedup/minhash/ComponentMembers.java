package io.winnow.dedup.minhash;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Exchange.Lanes;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.EqualTexts;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.sketch.Hashes;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the members of components and the pairs among them, and sends them to the partitions of
 * their components.
 *
 * @param ownShards shards of the corpus; later ones are those of earlier runs
 * @param partitions into which components are dealt
 */
record ComponentMembers(int ownShards, Partitions partitions) implements Serializable {

  /** A row of an earlier run, and a component that asks for it. */
  private record Question(long row, long component) {
    static final Comparator<Question> ORDER =
        Comparator.comparingLong(Question::row).thenComparingLong(Question::component);
  }

  /** Sends members, each different sketch once to a partition. */
  private static final class Sender {
    private final PackedRows packed;
    private final Partitions partitions;
    private final Map<Integer, Set<DocumentId>> sent = new HashMap<>();

    Sender(Partitions partitions, Lanes out) {
      this.partitions = partitions;
      this.packed = out.to(CompareMembers.MEMBERS);
    }

    void send(long component, long rowId, long copies, DocumentId id, byte[] order, byte[] sketch) {
      DocumentId digest = new Digest().raw(sketch, 0, sketch.length).id();
      int partition = partitions.of(Hashes.mix(component));
      boolean first = sent.computeIfAbsent(partition, p -> new HashSet<>()).add(digest);
      packed.add(partition, component, rowId, copies, id, order, digest, first ? sketch : null);
    }
  }

  /** Sends what a shard of the corpus has, and asks for rows of earlier runs that it has met. */
  void read(ShardInput from, Lanes out) throws IOException {
    Map<Long, Long> components = new HashMap<>();
    from.forEach(
        FindComponents.COMPONENTS.columns(Table.ROW, FindComponents.COMPONENT),
        row -> components.put(row.get(Table.ROW), row.get(FindComponents.COMPONENT)));
    if (!components.isEmpty()) {
      Set<Long> living = readMembers(from, components, out);
      readPairs(from, components, living, out);
    }
  }

  /** Sends the documents of components that are kept; gives their rows. */
  private Set<Long> readMembers(ShardInput from, Map<Long, Long> components, Lanes out)
      throws IOException {
    Map<Long, Long> copies = EqualTexts.copies(from);
    Set<Long> living = new HashSet<>();
    Sender sender = new Sender(partitions, out);
    from.forEach(
        List.of(
            DecisionTables.DECIDED.columns(DecisionTables.KEPT, DecisionTables.SURVIVOR_ORDER),
            DocumentTable.IDS.columns(DocumentTable.ID),
            SignTexts.SIGNATURES.columns(SignTexts.SKETCH)),
        (number, row) -> {
          Long component = components.get(number);
          if (component != null && row.is(DecisionTables.KEPT)) {
            living.add(number);
            sender.send(
                component,
                from.rowId(number),
                copies.getOrDefault(number, 1L),
                row.get(DocumentTable.ID),
                row.get(DecisionTables.SURVIVOR_ORDER),
                row.get(SignTexts.SKETCH));
          }
        });
    return living;
  }

  private void readPairs(ShardInput from, Map<Long, Long> components, Set<Long> living, Lanes out)
      throws IOException {
    // Whom a dead document has met may have to do with the living of its component.
    Map<Integer, Set<Question>> asked = new TreeMap<>();
    PackedRows pairs = out.to(CompareMembers.PAIRS);
    from.forEach(
        FindPairs.PAIRS.columns(Table.ROW, FindPairs.OTHER, FindPairs.BANDS),
        row -> {
          long at = row.get(Table.ROW);
          long other = row.get(FindPairs.OTHER);
          long component = Objects.requireNonNull(components.get(at), "a pair of no component");
          if (RowId.shard(other) >= ownShards) {
            asked
                .computeIfAbsent(RowId.shard(other), s -> new TreeSet<>(Question.ORDER))
                .add(new Question(RowId.row(other), component));
          }
          if (living.contains(at)) {
            pairs.add(
                partitions.of(Hashes.mix(component)),
                from.rowId(at),
                other,
                row.get(FindPairs.BANDS));
          }
        });
    PackedRows questions = out.to(CompareMembers.QUESTIONS);
    asked.forEach(
        (to, rows) ->
            rows.forEach(question -> questions.add(to, question.row(), question.component())));
  }

  /** Sends the rows of a shard of an earlier run that components ask for. */
  void answer(ShardInput from, Rows questions, Lanes out) throws IOException {
    Map<Long, Set<Long>> asked = new HashMap<>();
    questions.forEach(
        row ->
            asked
                .computeIfAbsent(row.get(Table.ROW), r -> new TreeSet<>())
                .add(row.get(CompareMembers.COMPONENT)));
    Sender sender = new Sender(partitions, out);
    from.forEach(
        List.of(
            DocumentTable.IDS.columns(DocumentTable.ID),
            SignTexts.SIGNATURES.columns(SignTexts.SKETCH)),
        (number, row) -> {
          for (long component : asked.getOrDefault(number, Set.of())) {
            sender.send(
                component,
                from.rowId(number),
                1,
                row.get(DocumentTable.ID),
                new byte[0],
                row.get(SignTexts.SKETCH));
          }
        });
  }
}
