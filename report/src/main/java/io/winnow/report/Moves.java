package io.winnow.report;

import static io.winnow.corpus.documents.DecisionTables.DECISIONS;
import static io.winnow.corpus.documents.DecisionTables.KEPT;
import static io.winnow.corpus.documents.DecisionTables.REASON;
import static io.winnow.corpus.documents.DecisionTables.STAGE;
import static io.winnow.corpus.documents.DocumentTable.ID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.report.run.Described;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of documents in one run that another run treats otherwise, by their ids.
 *
 * <p>Memory: 100 bytes for each document that is compared, of which there are at most {@value
 * #MOST} of the first run. Of more, a share is compared that is chosen by the hashes of their ids.
 *
 * @param oneIn one in so many documents was compared; 1: all
 * @param compared documents of either run that were
 * @param same of them, those with the same fate in both
 * @param moves of the others, the largest group first
 */
public record Moves(int oneIn, long compared, long same, List<Move> moves) {
  static final long MOST = 1_000_000;

  private static final int EXAMPLES = 3;
  private static final List<Column<?>> DECISION = List.of(ID, KEPT, STAGE, REASON);

  /** What became of a document in a run. */
  public enum Outcome {
    KEPT,
    DROPPED,
    ABSENT
  }

  /**
   * What became of a document in a run, and why.
   *
   * @param stage that dropped it; null if nothing did
   * @param reason that this gave; null if nothing did
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Fate(Outcome outcome, @Nullable String stage, @Nullable String reason)
      implements Comparable<Fate> {
    static final Fate NOT_THERE = new Fate(Outcome.ABSENT, null, null);

    private static final Comparator<Fate> ORDER =
        Comparator.comparing(Fate::outcome)
            .thenComparing(Fate::stage, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Fate::reason, Comparator.nullsFirst(Comparator.naturalOrder()));

    private static Fate of(Row decision) {
      return new Fate(
          decision.is(KEPT) ? Outcome.KEPT : Outcome.DROPPED,
          decision.getOrNull(STAGE),
          decision.getOrNull(REASON));
    }

    boolean isKept() {
      return outcome == Outcome.KEPT;
    }

    @Override
    public int compareTo(Fate other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Documents that went the same way.
   *
   * @param before what became of them in the first run
   * @param after what became of them in the second
   * @param examples those with the smallest ids
   */
  public record Move(Fate before, Fate after, long documents, List<Example> examples) {}

  /**
   * One document.
   *
   * @param id of it
   * @param name its title, or else where it is from
   */
  public record Example(String id, String source, String name) {}

  /** No run is compared with any. */
  static final Moves NONE = new Moves(1, 0, 0, List.of());

  private record Way(Fate before, Fate after) implements Comparable<Way> {
    boolean isSame() {
      return before.equals(after);
    }

    @Override
    public int compareTo(Way other) {
      int order = before.compareTo(other.before);
      return order == 0 ? after.compareTo(other.after) : order;
    }
  }

  /** Documents of one way while they are counted. */
  private static final class Found {
    private long documents;
    private final TreeSet<DocumentId> examples = new TreeSet<>();

    void add(DocumentId id) {
      documents++;
      examples.add(id);
      if (examples.size() > EXAMPLES) {
        examples.pollLast();
      }
    }
  }

  /** Compares two runs document by document. */
  public static Moves read(RunTables before, RunTables after) throws IOException {
    return read(before, after, MOST);
  }

  static Moves read(RunTables before, RunTables after, long most) throws IOException {
    int oneIn = 1;
    while (documents(before) / oneIn > most) {
      oneIn *= 2;
    }
    int every = oneIn;
    Map<Fate, Fate> known = new HashMap<>();
    Map<DocumentId, Fate> left = new HashMap<>();
    visit(
        before,
        every,
        (id, fate) -> left.put(id, Objects.requireNonNull(known.computeIfAbsent(fate, f -> f))));
    TreeMap<Way, Found> found = new TreeMap<>();
    visit(
        after,
        every,
        (id, fate) -> {
          Fate old = left.remove(id);
          add(found, new Way(old == null ? Fate.NOT_THERE : old, fate), id);
        });
    left.forEach((id, fate) -> add(found, new Way(fate, Fate.NOT_THERE), id));
    return of(every, found, before, after);
  }

  private static Moves of(int oneIn, TreeMap<Way, Found> found, RunTables before, RunTables after)
      throws IOException {
    long compared = 0;
    long same = 0;
    Set<DocumentId> gone = new HashSet<>();
    Set<DocumentId> there = new HashSet<>();
    for (Map.Entry<Way, Found> way : found.entrySet()) {
      compared += way.getValue().documents;
      if (way.getKey().isSame()) {
        same += way.getValue().documents;
      } else {
        boolean isGone = way.getKey().after().equals(Fate.NOT_THERE);
        (isGone ? gone : there).addAll(way.getValue().examples);
      }
    }
    Map<DocumentId, Described> described = new HashMap<>(Described.names(after, there));
    described.putAll(Described.names(before, gone));
    List<Move> moves = new ArrayList<>();
    found.forEach(
        (way, documents) -> {
          if (!way.isSame()) {
            moves.add(move(way, documents, described));
          }
        });
    moves.sort(Comparator.comparingLong(Move::documents).reversed());
    return new Moves(oneIn, compared, same, moves);
  }

  private static Move move(Way way, Found found, Map<DocumentId, Described> described) {
    List<Example> examples = new ArrayList<>();
    for (DocumentId id : found.examples) {
      Described document = described.get(id);
      if (document != null) {
        examples.add(new Example(id.toString(), document.source(), document.name()));
      }
    }
    return new Move(way.before(), way.after(), found.documents, examples);
  }

  @FunctionalInterface
  private interface FateTaker {
    void take(DocumentId id, Fate fate);
  }

  /** Meets the documents of a run of which one in so many is compared. */
  private static void visit(RunTables run, int oneIn, FateTaker taker) throws IOException {
    run.visit(
        DECISIONS,
        DECISION,
        row -> {
          DocumentId id = row.get(ID);
          if ((Chance.bits(id, "comparison", 0) & (oneIn - 1)) == 0) {
            taker.take(id, Fate.of(row));
          }
        });
  }

  private static void add(TreeMap<Way, Found> found, Way way, DocumentId id) {
    found.computeIfAbsent(way, w -> new Found()).add(id);
  }

  private static long documents(RunTables run) {
    return run.shards().stream().mapToLong(Shard::rows).sum();
  }
}
