package io.winnow.report.sections.likeness;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.ProbabilityChart;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Drops;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.Whole;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.ClusterSizes;
import io.winnow.report.statistics.Reason;
import io.winnow.report.statistics.SizeClass;
import io.winnow.report.statistics.SourceStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each method of finding duplicates found.
 *
 * @param clusters by method, in the order of their names
 */
public record ClustersSection(List<Clusters> clusters) implements Section {
  private static final String MINHASH = "minhash";
  private static final Column<Boolean> PASSED =
      Column.flag("passed", "whether the pair is similar enough");
  private static final Table EDGES = Table.list("edges_minhash", PASSED);

  private static final int METHODS = 8;
  private static final int CLUSTERS = 10;
  private static final int MEMBERS = 8;

  /**
   * What one method of finding duplicates found.
   *
   * @param method {@code content}, {@code url}, {@code minhash}, {@code semdedup}
   * @param clusters groups of two and more
   * @param members documents in them
   * @param dropped documents that are out because of it
   * @param sizes clusters by size
   * @param largest the largest clusters, the largest first
   * @param banding for MinHash, how signatures meet, and what came of it
   */
  public record Clusters(
      String method,
      long clusters,
      long members,
      long dropped,
      List<SizeRange> sizes,
      List<Cluster> largest,
      @Nullable Banding banding) {
    /** A method's clusters, with the sums of the statistics. */
    public static Clusters of(
        String method,
        ClusterSizes sizes,
        long dropped,
        List<Cluster> largest,
        @Nullable Banding banding) {
      List<SizeRange> ranges = new ArrayList<>();
      for (int i = 0; i < SizeClass.CLASSES; i++) {
        if (sizes.clusters(i) > 0) {
          ranges.add(
              new SizeRange(
                  SizeClass.from(i), SizeClass.to(i), sizes.clusters(i), sizes.members(i)));
        }
      }
      long clusters = ranges.stream().mapToLong(SizeRange::clusters).sum();
      long members = ranges.stream().mapToLong(SizeRange::members).sum();
      return new Clusters(method, clusters, members, dropped, ranges, largest, banding);
    }
  }

  /** Clusters whose size lies in a range, both ends included. */
  public record SizeRange(long from, long to, long clusters, long members) {}

  /**
   * One cluster.
   *
   * @param cluster its id
   * @param size its members
   * @param survivorTitle title of the one that is kept, if it has one
   * @param survivorUri URI of the one that is kept; null if none is
   * @param memberUris URIs of members, not necessarily of all
   */
  public record Cluster(
      String cluster,
      long size,
      @Nullable String survivorTitle,
      @Nullable String survivorUri,
      List<String> memberUris) {}

  /**
   * Texts of similarity s meet with probability 1 - (1 - s^rows)^bands.
   *
   * @param threshold similarity from which on pairs that met are near copies
   * @param pairs that met and were compared
   * @param failed of them, because they are less similar
   */
  public record Banding(
      int bands, int rows, int shingle, double threshold, long pairs, long failed) {
    public Banding {
      require(bands >= 1 && rows >= 1, "bands and rows are at least 1: %s x %s", bands, rows);
    }

    /** The probability that texts of this similarity meet. */
    public double probability(double similarity) {
      return 1 - StrictMath.pow(1 - StrictMath.pow(similarity, rows), bands);
    }

    /** The similarity of texts that meet with probability one half. */
    double half() {
      return StrictMath.pow(1 - StrictMath.pow(0.5, 1.0 / bands), 1.0 / rows);
    }

    private static Banding read(RunTables tables, RunFacts.Likeness likeness) throws IOException {
      long[] pairs = new long[2]; // (all, failed)
      tables.visit(
          EDGES,
          List.of(PASSED),
          row -> {
            pairs[0]++;
            pairs[1] += row.is(PASSED) ? 0 : 1;
          });
      return new Banding(
          likeness.bands(),
          likeness.rows(),
          likeness.shingle(),
          likeness.near(),
          pairs[0],
          pairs[1]);
    }
  }

  /** What the counts say of each method, with its largest clusters. */
  public static ClustersSection read(FinishedRun run) throws IOException {
    Drops drops = run.facts().drops();
    LargestClusters largest = LargestClusters.read(run.tables(), drops);
    List<Clusters> clusters = new ArrayList<>();
    for (Map.Entry<String, ClusterSizes> found : run.facts().statistics().clusters().entrySet()) {
      String method = found.getKey();
      clusters.add(
          Clusters.of(
              method,
              found.getValue(),
              drops.ofClusters(method).map(drop -> dropped(run.facts(), drop)).orElse(0L),
              largest.of(method),
              method.equals(MINHASH) ? Banding.read(run.tables(), run.facts().likeness()) : null));
    }
    return new ClustersSection(clusters);
  }

  private static long dropped(RunFacts facts, Drop drop) {
    Reason reason = new Reason(drop.stage(), drop.reason());
    long dropped = 0;
    for (SourceStatistics source : facts.statistics().sources()) {
      dropped += source.dropped().getOrDefault(reason, Amount.NONE).documents();
    }
    return dropped;
  }

  @Override
  public List<Element> draw(Whole whole) {
    List<Element> content = new ArrayList<>();
    for (Clusters method : Bounds.first(clusters, METHODS)) {
      content.add(Element.of(Tag.H3).foreign(method.method(), Bounds.NAME));
      content.add(
          Element.lead(
              Numbers.plural(method.clusters(), "cluster", "clusters")
                  + " with "
                  + Numbers.plural(method.members(), "member", "members")
                  + "; "
                  + Numbers.plural(method.dropped(), "document", "documents")
                  + " dropped."));
      Drop.Colour colour =
          whole.drops().ofClusters(method.method()).map(Drop::colour).orElse(Drop.Colour.NEAR);
      Element row = Element.of(Tag.DIV, sizes(method, Drops.css(colour))).css("pair");
      if (method.banding() != null) {
        row.add(figure(method.banding()));
      }
      content.add(row);
      if (!method.largest().isEmpty()) {
        content.add(Element.of(Tag.H4, "Largest clusters"));
        for (Cluster cluster : Bounds.first(method.largest(), CLUSTERS)) {
          content.add(details(cluster));
        }
      }
    }
    return content;
  }

  private static Element sizes(Clusters method, String css) {
    List<SizeRange> sizes = method.sizes();
    PageTable table =
        new PageTable("Clusters by size: " + Excerpt.of(method.method(), Bounds.NAME))
            .words("Size")
            .bars("Members")
            .numbers("Clusters")
            .numbers("Members");
    long most = sizes.stream().mapToLong(SizeRange::members).max().orElse(0);
    for (SizeRange range : Bounds.first(sizes, Bounds.ROWS)) {
      String size =
          range.from() == range.to()
              ? Numbers.grouped(range.from())
              : range.to() == Long.MAX_VALUE
                  ? Numbers.grouped(range.from()) + " and more"
                  : Numbers.grouped(range.from()) + "–" + Numbers.grouped(range.to());
      table
          .row()
          .words(size)
          .add(
              Charts.bar(
                  Numbers.grouped(range.members()) + " members",
                  most,
                  new Charts.Part(range.members(), css)))
          .number(range.clusters())
          .number(range.members());
    }
    return table.element();
  }

  private static Element figure(Banding banding) {
    String shingles = Numbers.plural(banding.shingle(), "word", "words");
    String caption =
        banding.bands() + " bands × " + banding.rows() + " rows, shingles of " + shingles;
    return Element.of(
        Tag.FIGURE,
        Element.of(Tag.FIGCAPTION, Element.of(Tag.STRONG, caption)),
        ProbabilityChart.of(banding::probability, banding.half()),
        Element.of(
                Tag.P,
                "Chance that two texts meet: "
                    + Numbers.fixed(banding.probability(0.7), 3)
                    + " at similarity 0.7, "
                    + Numbers.fixed(banding.probability(0.8), 3)
                    + " at 0.8, "
                    + Numbers.fixed(banding.probability(0.9), 3)
                    + " at 0.9. "
                    + Numbers.plural(banding.pairs(), "pair", "pairs")
                    + " that met were compared, "
                    + Numbers.grouped(banding.failed())
                    + " of them less similar than "
                    + Numbers.fixed(banding.threshold(), 2)
                    + ".")
            .css("muted small"));
  }

  private static Element details(Cluster cluster) {
    Element summary =
        Element.of(Tag.SUMMARY, Element.of(Tag.STRONG, Numbers.grouped(cluster.size())));
    String title = cluster.survivorTitle();
    String uri = cluster.survivorUri();
    if (title != null) {
      summary.add(Element.of(Tag.SPAN).foreign(title, Bounds.NAME));
    }
    if (uri != null) {
      summary.add(Element.of(Tag.SPAN).css("uri").foreign(uri, Bounds.URI));
    } else {
      summary.add(Element.of(Tag.SPAN, "no member is kept").css("muted"));
    }
    Element list = Element.of(Tag.UL).css("uris");
    for (String member : Bounds.first(cluster.memberUris(), MEMBERS)) {
      list.add(Element.of(Tag.LI).foreign(member, Bounds.URI));
    }
    long shown = Math.min(cluster.memberUris().size(), MEMBERS);
    if (cluster.size() > shown) {
      list.add(
          Element.of(Tag.LI, "and " + Numbers.grouped(cluster.size() - shown) + " more")
              .css("muted"));
    }
    Element id = Element.of(Tag.P, "Cluster ").css("muted small");
    id.add(Element.of(Tag.CODE).foreign(cluster.cluster(), Bounds.NAME));
    return Element.of(Tag.DETAILS, summary, id, list).css("cluster");
  }
}
