package io.winnow.report.sections;

import static io.winnow.corpus.documents.DecisionTables.BUCKET;
import static io.winnow.corpus.documents.DecisionTables.DECISIONS;
import static io.winnow.corpus.documents.DecisionTables.TIER;
import static io.winnow.corpus.documents.DocumentTable.ID;
import static io.winnow.corpus.documents.DocumentTable.IDS;
import static io.winnow.corpus.documents.DocumentTable.KIND;
import static io.winnow.corpus.documents.DocumentTable.SOURCE;
import static io.winnow.corpus.documents.SignalTable.LANGUAGE;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.report.sections.LossesSection.LossGroup;
import io.winnow.report.sections.LossesSection.PositionLoss;
import io.winnow.report.statistics.Grades;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a GLM says of the kept documents of a run, summed up. */
final class LossSums {
  private static final Column<Long> TOKENS = Column.number("tokens", "that were scored");
  private static final Column<Double> NATS = Column.real("nll_sum", "of all tokens");
  private static final Column<Double> BITS_PER_BYTE =
      Column.real("bits_per_byte", "none where nothing was scored");
  private static final Column<Double> ACCEPTANCE =
      Column.real("mtp_greedy_acceptance", "share of drafts that greedy decoding keeps");
  private static final Column<int[]> POSITION_TOKENS =
      Column.numbers("position_tokens", "tokens by the power of two of their place");
  private static final Column<double[]> POSITION_NATS =
      Column.reals("position_nll", "their losses");

  /** The table of scores; a run without it has no losses. */
  static final Table SCORES =
      Table.aligned(
          "glm_scores", TOKENS, NATS, BITS_PER_BYTE, ACCEPTANCE, POSITION_TOKENS, POSITION_NATS);

  private static final Table SIGNALS = Table.aligned("signals", LANGUAGE);
  private static final Column<String> LOSS_BUCKET =
      Column.text("loss_bucket", "head, middle or tail");
  private static final Table LOSS_BUCKETS = Table.aligned("loss_buckets", LOSS_BUCKET);

  private static final List<Columns> DOCUMENT =
      List.of(
          SCORES.columns(TOKENS, NATS, BITS_PER_BYTE, ACCEPTANCE, POSITION_TOKENS, POSITION_NATS),
          IDS.columns(ID),
          DECISIONS.columns(SOURCE, KIND, BUCKET, TIER),
          SIGNALS.columns(LANGUAGE),
          LOSS_BUCKETS.columns(LOSS_BUCKET));

  private static final Column<String> MIXTURE = Column.text("mixture", "that it is in");
  private static final List<Column<?>> SEQUENCE =
      List.of(MIXTURE, TOKENS, NATS, BITS_PER_BYTE, ACCEPTANCE);
  private static final Table SEQUENCES =
      new Table("glm_sequence_scores", new Schema(SEQUENCE), Table.Shape.LIST);

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
    static Score of(Row row) {
      return new Score(
          row.get(TOKENS), row.get(NATS), row.get(BITS_PER_BYTE), row.getOrNull(ACCEPTANCE));
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
          if (row.has(BITS_PER_BYTE)) {
            losses.addDocument(row);
          }
        });
    if (tables.has(SEQUENCES)) {
      Map<String, Sum> mixtures = losses.sums.get(GROUPS.indexOf("mixture"));
      tables.visit(
          SEQUENCES,
          SEQUENCE,
          row -> {
            if (row.has(BITS_PER_BYTE)) {
              mixtures.computeIfAbsent(row.get(MIXTURE), name -> new Sum()).add(Score.of(row));
            }
          });
    }
    return losses;
  }

  /** Adds a row of {@link #DOCUMENT}. */
  private void addDocument(Row row) {
    Score score = Score.of(row);
    String language = row.getOrNull(LANGUAGE);
    String[] names = {
      row.get(SOURCE),
      language == null ? Statistics.NO_LANGUAGE : language,
      Grades.orNone(row.get(KIND), row.getOrNull(BUCKET), row.getOrNull(TIER)),
      String.valueOf(row.getOrNull(LOSS_BUCKET))
    };
    for (int i = 0; i < names.length; i++) {
      sums.get(i).computeIfAbsent(names[i], name -> new Sum()).add(score);
    }
    addPositions(row.getOrNull(POSITION_TOKENS), row.getOrNull(POSITION_NATS));
    if (score.tokens() >= LEAST_TOKENS) {
      Surprising document = new Surprising(row.get(ID), score.bitsPerByte(), score.tokens());
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
