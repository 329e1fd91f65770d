package io.winnow.pipelines.inspect;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.pipelines.StatisticsTable;
import io.winnow.report.Report;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a GLM says of the kept documents of a run, summed up for its report. */
final class Losses {
  private static final int EXAMPLES = 3;

  /** Shorter texts are surprising, or not, by chance. */
  private static final int LEAST_TOKENS = 50;

  private static final List<String> GROUPS =
      List.of("source", "language", "grade", "loss bucket", "mixture");

  /** Of which there may be more than the page shows: the largest first. */
  private static final List<String> BY_SIZE = List.of("source", "language", "mixture");

  private static final Comparator<Surprising> ORDER =
      Comparator.comparingDouble(Surprising::bitsPerByte).thenComparing(Surprising::id);

  private final List<Map<String, Sum>> sums =
      Stream.generate(() -> (Map<String, Sum>) new TreeMap<String, Sum>())
          .limit(GROUPS.size())
          .toList();
  private final long[] positionTokens = new long[Integer.SIZE];
  private final double[] positionNats = new double[Integer.SIZE];
  private final TreeSet<Surprising> least = new TreeSet<>(ORDER);
  private final TreeSet<Surprising> most = new TreeSet<>(ORDER.reversed());

  /** A document of which the page shows the beginning. */
  record Surprising(DocumentId id, double bitsPerByte, long tokens) {}

  private static final class Sum {
    private long documents;
    private long tokens;
    private double nats;
    private double bytes;
    private long drafted;
    private double accepted;

    void add(long more, double nll, double bitsPerByte, @Nullable Object acceptance) {
      documents++;
      tokens += more;
      nats += nll;
      bytes += nll / Math.log(2) / bitsPerByte;
      if (acceptance != null) {
        drafted++;
        accepted += (Double) acceptance;
      }
    }
  }

  private Losses() {}

  /** Reads the scores of a run; null where there are none. */
  static @Nullable Losses read(RunFolder run) throws IOException {
    if (!run.has("glm_scores")) {
      return null;
    }
    Losses losses = new Losses();
    for (var shard : run.manifest().shards()) {
      try (AlignedReader rows =
          AlignedReader.open(
              run.folder(),
              shard.name(),
              Columns.of(
                  "glm_scores",
                  "tokens",
                  "nll_sum",
                  "bits_per_byte",
                  "mtp_greedy_acceptance",
                  "position_tokens",
                  "position_nll"),
              Columns.of("ids", "id"),
              Columns.of("decisions", "source", "kind", "bucket", "tier"),
              Columns.of("signals", "language"),
              Columns.of("loss_buckets", "loss_bucket"))) {
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
          if (row[2] != null) {
            losses.add(row);
          }
        }
      }
    }
    losses.addSequences(run);
    return losses;
  }

  private void addSequences(RunFolder run) throws IOException {
    if (run.has("glm_sequence_scores")) {
      Map<String, Sum> mixtures = sums.get(GROUPS.indexOf("mixture"));
      run.visit(
          "glm_sequence_scores",
          List.of("mixture", "tokens", "nll_sum", "bits_per_byte", "mtp_greedy_acceptance"),
          null,
          row -> {
            if (row[3] != null) {
              mixtures
                  .computeIfAbsent(String.valueOf(row[0]), name -> new Sum())
                  .add(
                      (Long) Objects.requireNonNull(row[1]),
                      (Double) Objects.requireNonNull(row[2]),
                      (Double) row[3],
                      row[4]);
            }
            return true;
          });
    }
  }

  private void add(@Nullable Object[] row) {
    long tokens = (Long) Objects.requireNonNull(row[0]);
    double nats = (Double) Objects.requireNonNull(row[1]);
    double bitsPerByte = (Double) Objects.requireNonNull(row[2]);
    String grade = StatisticsTable.grade(String.valueOf(row[8]), (Long) row[9], (String) row[10]);
    String[] names = {
      String.valueOf(row[7]),
      row[11] == null ? Statistics.NO_LANGUAGE : row[11].toString(),
      grade == null ? "none" : grade,
      String.valueOf(row[12])
    };
    for (int i = 0; i < names.length; i++) {
      sums.get(i)
          .computeIfAbsent(names[i], name -> new Sum())
          .add(tokens, nats, bitsPerByte, row[3]);
    }
    addPositions((int[]) row[4], (double[]) row[5]);
    if (tokens >= LEAST_TOKENS) {
      Surprising document =
          new Surprising((DocumentId) Objects.requireNonNull(row[6]), bitsPerByte, tokens);
      remember(least, document);
      remember(most, document);
    }
  }

  private void addPositions(int @Nullable [] tokens, double @Nullable [] nats) {
    if (tokens == null || nats == null) {
      return;
    }
    for (int i = 0; i < tokens.length; i++) {
      positionTokens[i] += tokens[i];
      positionNats[i] += nats[i];
    }
  }

  private static void remember(TreeSet<Surprising> some, Surprising document) {
    some.add(document);
    if (some.size() > EXAMPLES) {
      some.pollLast();
    }
  }

  /** The documents of which the page shows the beginning. */
  List<DocumentId> examples() {
    return Stream.concat(least.stream(), most.stream()).map(Surprising::id).toList();
  }

  Report.Losses report(Function<Surprising, Report.Surprise> describe) {
    List<Report.LossGroup> groups = new ArrayList<>();
    for (int i = 0; i < GROUPS.size(); i++) {
      String by = GROUPS.get(i);
      List<Report.LossGroup> own = new ArrayList<>();
      sums.get(i)
          .forEach(
              (name, sum) ->
                  own.add(
                      new Report.LossGroup(
                          by,
                          name,
                          sum.documents,
                          sum.tokens,
                          sum.nats / Math.log(2) / sum.bytes,
                          sum.nats / sum.tokens,
                          sum.drafted == 0 ? null : sum.accepted / sum.drafted)));
      if (BY_SIZE.contains(by)) {
        own.sort(Comparator.comparingLong(Report.LossGroup::tokens).reversed());
      }
      groups.addAll(own);
    }
    List<Report.PositionLoss> positions = new ArrayList<>();
    for (int i = 0; i < positionTokens.length; i++) {
      if (positionTokens[i] > 0) {
        positions.add(
            new Report.PositionLoss(
                i == 0 ? 0 : 1 << (i - 1),
                i == 0 ? 0 : (int) ((1L << i) - 1),
                positionTokens[i],
                positionNats[i] / positionTokens[i]));
      }
    }
    return new Report.Losses(
        groups,
        positions,
        least.stream().map(describe).toList(),
        most.stream().map(describe).toList());
  }
}
