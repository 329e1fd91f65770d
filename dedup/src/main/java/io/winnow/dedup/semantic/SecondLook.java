package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.dedup.kmeans.AllPairs;
import io.winnow.dedup.kmeans.InnerProducts;
import io.winnow.dedup.semantic.SemanticCell.Member;
import io.winnow.dedup.semantic.SemanticClusters.Link;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

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
 * FindSemanticCopies#CLUSTERS}.
 *
 * <p>Memory: the survivors of the cells of one partition and their visitors, 6 bytes a dimension;
 * thin rows of one partition. Each survivor visits as many cells as it has neighbours, so that the
 * visitors of a partition are on average that many times its survivors; but a cell that is next to
 * many others is visited from all of them, whatever {@code cell-documents} says: all survivors of
 * the corpus at the very most.
 *
 * @param threshold cosine from which on a document goes
 */
record SecondLook(double threshold, Partitions partitions) implements Serializable {
  private static final Column<Long> SURVIVOR_ROW =
      Column.number("survivor_row", "shard and row of the survivor");
  private static final Column<DocumentId> SURVIVOR = Column.id("survivor", "its id");
  private static final Column<Boolean> UNDONE =
      Column.flag("undone", "whether this says that the survivor goes itself, and links nobody");

  /** A document and the one that it goes for; at the end also that a survivor goes itself. */
  static final Schema LINK =
      Schema.of(
          SURVIVOR_ROW,
          SURVIVOR,
          ReadMembers.ROW_ID,
          DocumentTable.ID,
          FindSemanticCopies.SIMILARITY,
          UNDONE);

  private static final Column<Boolean> AT_HOME = Column.flag("at_home", "whether it is its own");
  private static final Column<Boolean> FOLLOWERS =
      Column.flag("followers", "whether others went for it");

  /** A survivor in a cell, its own or one that it visits. */
  static final Schema VISIT =
      Schema.of(
          AssignCells.CELL,
          AT_HOME,
          FOLLOWERS,
          ReadMembers.ROW_ID,
          DocumentTable.ID,
          DecisionTables.SURVIVOR_ORDER,
          EmbeddingTable.EMBEDDING);

  private static final Column<Long> OF = Column.number("of", "shard and row of who wishes");
  private static final Column<DocumentId> OF_ID = Column.id("of_id", "its id");
  private static final Column<Long> FOR = Column.number("for", "shard and row of the other");
  private static final Column<DocumentId> FOR_ID = Column.id("for_id", "its id");

  /** That one document wishes to go for another; sent to both. */
  private static final Schema WISH =
      Schema.of(OF, OF_ID, FOR, FOR_ID, FindSemanticCopies.SIMILARITY);

  private static final Lane CAN_BE = new Lane("can be", WISH);

  /** Gives out what the second look needs to know of a cell after the first one. */
  static void prepare(
      long cell,
      List<Member> members,
      SemanticClusters found,
      Partitions partitions,
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
      Partitions partitions,
      long cell,
      boolean home,
      boolean followers,
      Member member) {
    visits.add(
        partitions.of(cell),
        cell,
        home,
        followers,
        member.rowId(),
        member.id(),
        member.order(),
        member.embedding());
  }

  private static void add(PackedRows links, Partitions partitions, Link link) {
    links.add(
        of(partitions, link.survivorRow()),
        link.survivorRow(),
        link.survivor(),
        link.rowId(),
        link.id(),
        link.similarity(),
        false);
  }

  private static int of(Partitions partitions, long rowId) {
    return partitions.of(Chance.mix(rowId));
  }

  /**
   * The clusters after both looks.
   *
   * @param links rows of {@link #LINK} by partition of the survivor
   * @param visits rows of {@link #VISIT} by partition of the cell
   */
  PCollection<KV<Integer, byte[]>> clusters(
      PCollection<KV<Integer, byte[]>> links, PCollection<KV<Integer, byte[]>> visits) {
    SecondLook look = this;
    Exchange.Grouper visit = look::visit;
    Exchange.LaneGrouper stay = look::stay;
    Exchange.Grouper go = look::go;
    PCollection<KV<Integer, byte[]>> changed =
        CAN_BE
            .of(
                visits
                    .apply("Visit", Exchange.group(VISIT, WISH, visit))
                    .apply("Stay", Exchange.group(WISH, List.of(CAN_BE), stay)))
            .apply("Go", Exchange.group(WISH, LINK, go));
    return PCollectionList.of(links)
        .and(changed)
        .apply("All links", Flatten.pCollections())
        .apply(
            "Clusters",
            Exchange.group(LINK, FindSemanticCopies.CLUSTERS.packed(), SecondLook::writeClusters));
  }

  /** A document in a cell at the second look. */
  private record Visitor(boolean home, boolean followers, Member member) {}

  private record Wish(long of, DocumentId ofId, long to, DocumentId toId, double similarity) {
    /** The most similar first. */
    static final Comparator<Wish> BEST =
        Comparator.comparingDouble(Wish::similarity).reversed().thenComparing(Wish::toId);

    static Wish of(Row row) {
      return new Wish(
          row.get(OF),
          row.get(OF_ID),
          row.get(FOR),
          row.get(FOR_ID),
          row.get(FindSemanticCopies.SIMILARITY));
    }

    void addTo(PackedRows packed, int partition) {
      packed.add(partition, of, ofId, to, toId, similarity);
    }
  }

  /** Wishes of one document in one cell at most, those for the most similar. */
  private static final int MOST = 8;

  /** Compares the visitors of each cell with those at home. */
  private void visit(Rows rows, PackedRows out) {
    Map<Long, List<Visitor>> cells =
        rows.groups(
            row -> row.get(AssignCells.CELL),
            row ->
                new Visitor(
                    row.is(AT_HOME),
                    row.is(FOLLOWERS),
                    new Member(
                        row.get(ReadMembers.ROW_ID),
                        row.get(DocumentTable.ID),
                        row.get(DecisionTables.SURVIVOR_ORDER),
                        row.get(EmbeddingTable.EMBEDDING))));
    int dimensions = cells.values().iterator().next().get(0).member.embedding().length / 2;
    try (InnerProducts products = new InnerProducts(dimensions)) {
      AllPairs pairs = new AllPairs(products);
      for (List<Visitor> visitors : cells.values()) {
        for (Wish wish : wishes(visitors, pairs)) {
          int from = of(partitions, wish.of);
          int to = of(partitions, wish.to);
          wish.addTo(out, from);
          if (to != from) {
            wish.addTo(out, to);
          }
        }
      }
    }
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

  /** Keeps the wishes for documents that wish nothing themselves. */
  private void stay(int partition, Rows rows, Exchange.Lanes out) {
    List<Wish> wishes = rows.map(Wish::of);
    Set<Long> wishing = new HashSet<>();
    wishes.forEach(wish -> wishing.add(wish.of));
    for (Wish wish : wishes) {
      boolean here = of(partitions, wish.to) == partition;
      if (here && !wishing.contains(wish.to)) {
        wish.addTo(out.to(CAN_BE), of(partitions, wish.of));
      }
    }
  }

  /** Lets every document go for the most similar one that stays. */
  private void go(Rows rows, PackedRows out) {
    Map<Long, Wish> best = new TreeMap<>();
    rows.map(Wish::of)
        .forEach(wish -> best.merge(wish.of, wish, (a, b) -> Wish.BEST.compare(a, b) <= 0 ? a : b));
    for (Wish wish : best.values()) {
      add(out, partitions, new Link(wish.of, wish.ofId, wish.to, wish.toId, wish.similarity));
      // It was the survivor of nobody but itself, and is not any more.
      int partition = of(partitions, wish.of);
      out.add(partition, wish.of, wish.ofId, wish.of, wish.ofId, 1.0, true);
    }
  }

  /** From links to clusters. */
  private static void writeClusters(Rows rows, PackedRows out) {
    List<Link> links = new ArrayList<>();
    Set<Long> gone = new HashSet<>();
    rows.forEach(
        row -> {
          long survivorRow = row.get(SURVIVOR_ROW);
          if (row.is(UNDONE)) {
            gone.add(survivorRow);
          } else {
            links.add(
                new Link(
                    row.get(ReadMembers.ROW_ID),
                    row.get(DocumentTable.ID),
                    survivorRow,
                    row.get(SURVIVOR),
                    row.get(FindSemanticCopies.SIMILARITY)));
          }
        });
    SemanticClusters clusters = new SemanticClusters();
    links.stream().filter(link -> !gone.contains(link.survivorRow())).forEach(clusters::add);
    clusters.write(out);
  }
}
