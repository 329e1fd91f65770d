package io.winnow.report.sections;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.report.sections.LossesSection.LossGroup;
import io.winnow.report.sections.LossesSection.PositionLoss;
import io.winnow.report.statistics.Grades;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a GLM says of the kept documents of a run, summed up. */
final class LossSums {
  /** The table of scores; a run without it has no losses. */
  static final String SCORES = "glm_scores";

  private static final List<Columns> DOCUMENT =
      List.of(
          Columns.of(
              SCORES,
              "tokens",
              "nll_sum",
              "bits_per_byte",
              "mtp_greedy_acceptance",
              "position_tokens",
              "position_nll"),
          Columns.of("ids", "id"),
          Columns.of("decisions", "source", "kind", "bucket", "tier"),
          Columns.of("signals", "language"),
          Columns.of("loss_buckets", "loss_bucket"));

  private static final String SEQUENCES = "glm_sequence_scores";
  private static final List<String> SEQUENCE =
      List.of("mixture", "tokens", "nll_sum", "bits_per_byte", "mtp_greedy_acceptance");

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

  private LossSums() {}

  /** A document of which the page shows the beginning. */
  record Surprising(DocumentId id, double bitsPerByte, long tokens) {}

  /** What a model says of a document or a sequence. */
  private record Score(long tokens, double nats, double bitsPerByte, @Nullable Double acceptance) {
    static Score of(
        @Nullable Object tokens,
        @Nullable Object nats,
        @Nullable Object bitsPerByte,
        @Nullable Object acceptance) {
      return new Score(
          (Long) Objects.requireNonNull(tokens),
          (Double) Objects.requireNonNull(nats),
          (Double) Objects.requireNonNull(bitsPerByte),
          (Double) acceptance);
    }
  }

  private static final class Sum {
    private long documents;
    private long tokens;
    private double nats;
    private double bytes;
    private long drafted;
    private double accepted;

    void add(Score score) {
      documents++;
      tokens += score.tokens();
      nats += score.nats();
      bytes += score.nats() / Math.log(2) / score.bitsPerByte();
      if (score.acceptance() != null) {
        drafted++;
        accepted += score.acceptance();
      }
    }

    LossGroup group(String by, String name) {
      return new LossGroup(
          by,
          name,
          documents,
          tokens,
          nats / Math.log(2) / bytes,
          nats / tokens,
          drafted == 0 ? null : accepted / drafted);
    }
  }

  /** Adds up the scores of a run that has some. */
  static LossSums read(RunTables tables) throws IOException {
    LossSums losses = new LossSums();
    tables.visitAligned(
        DOCUMENT,
        row -> {
          if (row[2] != null) {
            losses.addDocument(row);
          }
        });
    if (tables.has(SEQUENCES)) {
      Map<String, Sum> mixtures = losses.sums.get(GROUPS.indexOf("mixture"));
      tables.visit(
          SEQUENCES,
          SEQUENCE,
          null,
          row -> {
            if (row[3] != null) {
              mixtures
                  .computeIfAbsent(String.valueOf(row[0]), name -> new Sum())
                  .add(Score.of(row[1], row[2], row[3], row[4]));
            }
            return true;
          });
    }
    return losses;
  }

  /** Adds a row of {@link #DOCUMENT}. */
  private void addDocument(@Nullable Object[] row) {
    Score score = Score.of(row[0], row[1], row[2], row[3]);
    String[] names = {
      String.valueOf(row[7]),
      row[11] == null ? Statistics.NO_LANGUAGE : row[11].toString(),
      Grades.orNone(String.valueOf(row[8]), (Long) row[9], (String) row[10]),
      String.valueOf(row[12])
    };
    for (int i = 0; i < names.length; i++) {
      sums.get(i).computeIfAbsent(names[i], name -> new Sum()).add(score);
    }
    addPositions((int[]) row[4], (double[]) row[5]);
    if (score.tokens() >= LEAST_TOKENS) {
      DocumentId id = (DocumentId) Objects.requireNonNull(row[6]);
      Surprising document = new Surprising(id, score.bitsPerByte(), score.tokens());
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

  /** Documents that surprise the model least, the least first. */
  List<Surprising> least() {
    return List.copyOf(least);
  }

  /** Documents that surprise the model most, the most first. */
  List<Surprising> most() {
    return List.copyOf(most);
  }

  /** All groups, in the order of the page. */
  List<LossGroup> groups() {
    List<LossGroup> groups = new ArrayList<>();
    for (int i = 0; i < GROUPS.size(); i++) {
      String by = GROUPS.get(i);
      List<LossGroup> own = new ArrayList<>();
      sums.get(i).forEach((name, sum) -> own.add(sum.group(by, name)));
      if (BY_SIZE.contains(by)) {
        own.sort(Comparator.comparingLong(LossGroup::tokens).reversed());
      }
      groups.addAll(own);
    }
    return groups;
  }

  /** Positions in the window that were scored, the first ones first. */
  List<PositionLoss> positions() {
    List<PositionLoss> positions = new ArrayList<>();
    for (int i = 0; i < positionTokens.length; i++) {
      if (positionTokens[i] > 0) {
        positions.add(
            new PositionLoss(
                i == 0 ? 0 : 1 << (i - 1),
                i == 0 ? 0 : (int) ((1L << i) - 1),
                positionTokens[i],
                positionNats[i] / positionTokens[i]));
      }
    }
    return positions;
  }
}
