package io.winnow.dedup.semantic;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.dedup.semantic.SemanticCell.Member;
import io.winnow.dedup.semantic.SemanticClusters.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/*
 * Two documents of different cells that say the same are not found by the first look. At the second
 * one, those that are still kept visit the cells next to theirs. Who goes then, and for whom, must not
 * depend on who is asked first, and whoever a document goes for must stay. So:
 *
 * 1. A document for which others went at the first look stays: it is what is left of them.
 * 2. Of two that are similar enough, the less preferred wishes to go for the other.
 * 3. A document goes for the most similar one of those that it wishes to go for, and that wish nothing
 *    themselves. Those stay for sure, since only who wishes goes.
 *
 * Of a chain a > b > c of wishes, where c wishes for b alone, c stays although b goes: a little is left
 * that one worker, asking one after another, would find; but every worker decides by itself.
 */
/**
 * Compares the survivors of cells with those of neighbouring cells, and gives packed rows of {@link
 * SemanticTables#CLUSTERS}.
 *
 * <p>Memory: the survivors of the cells of one partition and their visitors, 6 bytes a dimension;
 * thin rows of one partition. Each survivor visits as many cells as it has neighbours, so that the
 * visitors of a partition are on average that many times its survivors; but a cell that is next to
 * many others is visited from all of them, whatever {@code cell-documents} says: all survivors of
 * the corpus at the very most.
 */
final class SecondLook extends PTransform<PCollectionTuple, PCollection<KV<Integer, byte[]>>> {
  /** Packed rows of {@link #LINK} by partition of the survivor. */
  static final TupleTag<KV<Integer, byte[]>> LINKS = new TupleTag<>("links of cells") {};

  /** Packed rows of {@link #VISIT} by partition of the cell. */
  static final TupleTag<KV<Integer, byte[]>> VISITS = new TupleTag<>("visits to cells") {};

  /**
   * A document and the one that it goes for; at the end without an id: the survivor goes itself.
   */
  static final Schema LINK =
      Schema.of(
          Column.number("survivor_row", ""),
          Column.id("survivor", ""),
          Column.number("row_id", ""),
          Column.id("id", ""),
          Column.real("similarity", ""));

  /** A survivor in a cell, its own or one that it visits. */
  static final Schema VISIT =
      Schema.of(
          Column.number("cell", ""),
          Column.flag("at_home", ""),
          Column.flag("followers", ""),
          Column.number("row_id", ""),
          Column.id("id", ""),
          Column.bytes("survivor_order", ""),
          Column.bytes("embedding", ""));

  /** That one document wishes to go for another; sent to both. */
  private static final Schema WISH =
      Schema.of(
          Column.number("of", ""),
          Column.id("of_id", ""),
          Column.number("for", ""),
          Column.id("for_id", ""),
          Column.real("similarity", ""));

  private final double threshold;
  private final int partitions;

  SecondLook(double threshold, int partitions) {
    this.threshold = threshold;
    this.partitions = partitions;
  }

  private static int partition(long rowId, int partitions) {
    return Math.floorMod(Long.hashCode(rowId * 0x9E3779B97F4A7C15L), partitions);
  }

  /** Gives out what the second look needs to know of a cell after the first one. */
  static void prepare(
      long cell,
      List<Member> members,
      SemanticClusters found,
      int partitions,
      PackedRows links,
      PackedRows visits) {
    for (int i = 0; i < members.size(); i++) {
      Link link = found.links().get(i);
      add(links, partitions, link);
      if (link.rowId() == link.survivorRow()) {
        Member member = members.get(i);
        boolean followers = found.hasFollowers(member.rowId());
        visit(visits, partitions, cell, true, followers, member);
        for (int neighbour : member.neighbours()) {
          if (neighbour != cell) {
            visit(visits, partitions, neighbour, false, followers, member);
          }
        }
      }
    }
  }

  private static void visit(
      PackedRows visits,
      int partitions,
      long cell,
      boolean home,
      boolean followers,
      Member member) {
    visits.add(
        (int) (cell % partitions),
        cell,
        home,
        followers,
        member.rowId(),
        member.id(),
        member.order(),
        member.embedding());
  }

  private static void add(PackedRows links, int partitions, Link link) {
    links.add(
        partition(link.survivorRow(), partitions),
        link.survivorRow(),
        link.survivor(),
        link.rowId(),
        link.id(),
        link.similarity());
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollectionTuple input) {
    PCollection<KV<Integer, byte[]>> changed =
        input
            .get(VISITS)
            .apply("To cells", GroupByKey.create())
            .apply("Visit", ParDo.of(new Visit(threshold, partitions)))
            .setCoder(BlockCoder.of(WISH))
            .apply("Wishes by both", GroupByKey.create())
            .apply("Stay", ParDo.of(new Stay(partitions)))
            .setCoder(BlockCoder.of(WISH))
            .apply("Wishes that can be", GroupByKey.create())
            .apply("Go", ParDo.of(new Go(partitions)))
            .setCoder(BlockCoder.of(LINK));
    return PCollectionList.of(input.get(LINKS))
        .and(changed)
        .apply("All links", Flatten.pCollections())
        .apply("By survivor", GroupByKey.create())
        .apply("Clusters", ParDo.of(new Clusters()))
        .setCoder(BlockCoder.of(SemanticTables.CLUSTERS_SCHEMA));
  }

  /** A document in a cell at the second look. */
  private record Visitor(boolean home, boolean followers, Member member) {}

  private record Wish(long of, DocumentId ofId, long to, DocumentId toId, double similarity) {
    /** The most similar first. */
    static final Comparator<Wish> BEST =
        Comparator.comparingDouble(Wish::similarity).reversed().thenComparing(Wish::toId);

    static Wish of(@Nullable Object[] row) {
      return new Wish(
          (Long) Objects.requireNonNull(row[0]),
          (DocumentId) Objects.requireNonNull(row[1]),
          (Long) Objects.requireNonNull(row[2]),
          (DocumentId) Objects.requireNonNull(row[3]),
          (Double) Objects.requireNonNull(row[4]));
    }

    void addTo(PackedRows packed, int partition) {
      packed.add(partition, of, ofId, to, toId, similarity);
    }
  }

  /** Compares the visitors of each cell with those at home. */
  private static final class Visit
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    /** Wishes of one document in one cell at most, those for the most similar. */
    private static final int MOST = 8;

    private final double threshold;
    private final int partitions;

    Visit(double threshold, int partitions) {
      this.threshold = threshold;
      this.partitions = partitions;
    }

    @ProcessElement
    public void visit(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<Long, List<Visitor>> cells = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            VISIT,
            block,
            row ->
                cells
                    .computeIfAbsent((Long) row[0], cell -> new ArrayList<>())
                    .add(
                        new Visitor(
                            Boolean.TRUE.equals(row[1]),
                            Boolean.TRUE.equals(row[2]),
                            new Member(
                                (Long) Objects.requireNonNull(row[3]),
                                (DocumentId) Objects.requireNonNull(row[4]),
                                (byte[]) Objects.requireNonNull(row[5]),
                                (byte[]) Objects.requireNonNull(row[6])))));
      }
      PackedRows packed =
          new PackedRows(WISH, (partition, block) -> out.output(KV.of(partition, block)));
      int dimensions = cells.values().iterator().next().get(0).member.embedding().length / 2;
      try (InnerProducts products = new InnerProducts(dimensions)) {
        AllPairs pairs = new AllPairs(products);
        for (List<Visitor> visitors : cells.values()) {
          for (Wish wish : wishes(visitors, pairs)) {
            int from = partition(wish.of, partitions);
            int to = partition(wish.to, partitions);
            wish.addTo(packed, from);
            if (to != from) {
              wish.addTo(packed, to);
            }
          }
        }
      }
      packed.flush();
    }

    private List<Wish> wishes(List<Visitor> visitors, AllPairs pairs) {
      List<Visitor> hosts = visitors.stream().filter(Visitor::home).toList();
      List<Visitor> guests = visitors.stream().filter(visitor -> !visitor.home).toList();
      Map<Long, List<Wish>> wishes = new TreeMap<>();
      pairs.find(
          hosts.stream().map(host -> host.member.embedding()).toList(),
          guests.stream().map(guest -> guest.member.embedding()).toList(),
          threshold,
          (h, g, product) -> {
            Visitor host = hosts.get(h);
            Visitor guest = guests.get(g);
            boolean hostStays = Member.PREFERRED.compare(host.member, guest.member) < 0;
            Visitor of = hostStays ? guest : host;
            Member to = hostStays ? host.member : guest.member;
            if (!of.followers) {
              wishes
                  .computeIfAbsent(of.member.rowId(), row -> new ArrayList<>())
                  .add(
                      new Wish(
                          of.member.rowId(),
                          of.member.id(),
                          to.rowId(),
                          to.id(),
                          Math.min(1, product)));
            }
          });
      return wishes.values().stream()
          .flatMap(ofOne -> ofOne.stream().sorted(Wish.BEST).limit(MOST))
          .toList();
    }
  }

  private static List<Wish> wishes(Iterable<byte[]> blocks) {
    List<Wish> wishes = new ArrayList<>();
    for (byte[] block : blocks) {
      PackedRows.unpack(WISH, block, row -> wishes.add(Wish.of(row)));
    }
    return wishes;
  }

  /** Keeps the wishes for documents that wish nothing themselves. */
  private static final class Stay extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int partitions;

    Stay(int partitions) {
      this.partitions = partitions;
    }

    @ProcessElement
    public void stay(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Wish> wishes = wishes(blocks.getValue());
      Set<Long> wishing = new HashSet<>();
      wishes.forEach(wish -> wishing.add(wish.of));
      PackedRows packed =
          new PackedRows(WISH, (partition, block) -> out.output(KV.of(partition, block)));
      for (Wish wish : wishes) {
        boolean here = partition(wish.to, partitions) == blocks.getKey();
        if (here && !wishing.contains(wish.to)) {
          wish.addTo(packed, partition(wish.of, partitions));
        }
      }
      packed.flush();
    }
  }

  /** Lets every document go for the most similar one that stays. */
  private static final class Go extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int partitions;

    Go(int partitions) {
      this.partitions = partitions;
    }

    @ProcessElement
    public void go(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<Long, Wish> best = new TreeMap<>();
      for (Wish wish : wishes(blocks.getValue())) {
        best.merge(wish.of, wish, (a, b) -> Wish.BEST.compare(a, b) <= 0 ? a : b);
      }
      PackedRows packed =
          new PackedRows(LINK, (partition, block) -> out.output(KV.of(partition, block)));
      for (Wish wish : best.values()) {
        add(packed, partitions, new Link(wish.of, wish.ofId, wish.to, wish.toId, wish.similarity));
        // It was the survivor of nobody but itself, and is not any more.
        packed.add(partition(wish.of, partitions), wish.of, wish.ofId, wish.of, null, 0.0);
      }
      packed.flush();
    }
  }

  /** From links to clusters. */
  private static final class Clusters
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void write(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Link> links = new ArrayList<>();
      Set<Long> gone = new HashSet<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            LINK,
            block,
            row -> {
              long survivorRow = (Long) Objects.requireNonNull(row[0]);
              if (row[3] instanceof DocumentId id) {
                links.add(
                    new Link(
                        (Long) Objects.requireNonNull(row[2]),
                        id,
                        survivorRow,
                        (DocumentId) Objects.requireNonNull(row[1]),
                        (Double) Objects.requireNonNull(row[4])));
              } else {
                gone.add(survivorRow);
              }
            });
      }
      SemanticClusters clusters = new SemanticClusters();
      links.stream().filter(link -> !gone.contains(link.survivorRow())).forEach(clusters::add);
      PackedRows packed =
          new PackedRows(
              SemanticTables.CLUSTERS_SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      clusters.write(packed);
      packed.flush();
    }
  }
}
