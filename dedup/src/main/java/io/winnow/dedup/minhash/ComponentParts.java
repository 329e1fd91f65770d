package io.winnow.dedup.minhash;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Row;
import io.winnow.dedup.minhash.SurvivorSearch.Member;
import io.winnow.dedup.sketch.Sketch;
import io.winnow.dedup.sketch.SketchStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members and pairs of some components as they arrive, and what becomes of them. */
final class ComponentParts implements AutoCloseable {
  private final double threshold;
  private final int ownShards;
  private final SketchStore sketches = new SketchStore();
  private final Map<DocumentId, Integer> numbers = new HashMap<>(); // of sketches, by digest
  private final List<Member> members = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();

  private record Pair(long rowId, long other, long bands) {}

  /**
   * @param ownShards from this number on shards are those of earlier runs
   */
  ComponentParts(double threshold, int ownShards) {
    this.threshold = threshold;
    this.ownShards = ownShards;
  }

  /** Adds a row of {@link CompareMembers#MEMBERS}. */
  void addMember(Row row) throws IOException {
    int sketch = numbers.computeIfAbsent(row.get(CompareMembers.DIGEST), d -> numbers.size());
    byte[] bytes = row.getOrNull(CompareMembers.SKETCH);
    if (bytes != null) {
      sketches.put(sketch, bytes);
    }
    long rowId = row.get(CompareMembers.ROW_ID);
    members.add(
        new Member(
            row.get(CompareMembers.COMPONENT),
            rowId,
            row.get(DocumentTable.ID),
            row.get(CompareMembers.ORDER),
            sketch,
            row.get(CompareMembers.COPIES),
            RowId.shard(rowId) >= ownShards));
  }

  /** Adds a row of {@link CompareMembers#PAIRS}. */
  void addPair(Row row) {
    pairs.add(
        new Pair(
            row.get(CompareMembers.ROW_ID), row.get(FindPairs.OTHER), row.get(FindPairs.BANDS)));
  }

  /** Searches all components and writes what was found. */
  void describe(PackedRows clusters, PackedRows edges) throws IOException {
    members.sort(Comparator.comparingLong(Member::component).thenComparing(Member::compareTo));
    SurvivorSearch search = new SurvivorSearch(sketches, threshold);
    int start = 0;
    for (int end = 1; end <= members.size(); end++) {
      if (end == members.size() || members.get(end).component() != members.get(start).component()) {
        List<Member> component = members.subList(start, end);
        writeClusters(component, search.search(component), clusters);
        start = end;
      }
    }
    members.sort(Comparator.comparingLong(Member::rowId).thenComparingLong(Member::component));
    writeEdges(edges);
  }

  private void writeClusters(
      List<Member> component, SurvivorSearch.Result result, PackedRows clusters) {
    int count = component.size();
    long[] sizes = new long[count];
    long[] copies = new long[count];
    @Nullable DocumentId[] names = new @Nullable DocumentId[count];
    for (int i = 0; i < count; i++) {
      int of = result.survivor()[i];
      Member member = component.get(i);
      DocumentId name = names[of];
      sizes[of]++;
      copies[of] += member.copies();
      // By a document of this run, so that it has a row of that name.
      if (!member.earlier() && (name == null || member.id().compareTo(name) < 0)) {
        names[of] = member.id();
      }
    }
    for (int i = 0; i < count; i++) {
      Member member = component.get(i);
      int of = result.survivor()[i];
      if (sizes[of] > 1 && !member.earlier()) {
        clusters.add(
            RowId.shard(member.rowId()),
            (long) RowId.row(member.rowId()),
            member.id(),
            names[of],
            component.get(of).id(),
            sizes[of],
            copies[of],
            result.similarity()[i],
            of == i);
      }
    }
  }

  private void writeEdges(PackedRows edges) throws IOException {
    int[] first = new int[Sketch.SIZE];
    int[] second = new int[Sketch.SIZE];
    for (Pair pair : pairs) {
      Member a = member(pair.rowId);
      Member b = member(pair.other);
      if (a != null && b != null) {
        double similarity = 1;
        if (a.sketch() != b.sketch()) {
          int sizeA = sketches.read(a.sketch(), first);
          int sizeB = sketches.read(b.sketch(), second);
          similarity = Sketch.similarity(first, sizeA, second, sizeB);
        }
        edges.add(
            RowId.shard(pair.rowId),
            (long) RowId.row(pair.rowId),
            a.id(),
            b.id(),
            similarity,
            pair.bands,
            similarity >= threshold);
      }
    }
  }

  /** The member at a row, while members are sorted by rows; null if it is not kept any more. */
  private @Nullable Member member(long rowId) {
    int low = 0;
    int high = members.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Member member = members.get(middle);
      if (member.rowId() == rowId) {
        return member;
      }
      if (member.rowId() < rowId) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    sketches.close();
  }
}
