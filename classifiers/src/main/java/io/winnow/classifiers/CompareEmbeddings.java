package io.winnow.classifiers;

import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Counts how many near pairs of a sample the static model finds; rows of the first shard, one for
 * each threshold. There are none where the sample is empty.
 *
 * <p>Memory: the sample, in one worker.
 */
public final class CompareEmbeddings extends TableStage {
  public static final Column<Long> NUMBER = Column.number("number", "of the threshold");
  public static final Column<Double> THRESHOLD =
      Column.real("threshold", "cosine from which on a pair is near");
  public static final Column<Long> DOCUMENTS =
      Column.number("documents", "in the sample, all pairs of which are looked at");
  public static final Column<Long> WANTED =
      Column.number("wanted", "pairs that are near under the transformer");
  public static final Column<Long> FOUND =
      Column.number("found", "of them near under the embedding too");
  public static final Column<Long> EXTRA =
      Column.number("extra", "pairs that are near under the embedding only");

  /** What the static model finds and misses. */
  public static final Table RECALL =
      Table.inFirstShard("embedding_recall", NUMBER, THRESHOLD, DOCUMENTS, WANTED, FOUND, EXTRA);

  private static final List<Double> ALWAYS = List.of(0.8, 0.85, 0.9, 0.95);

  private static final Schema VECTORS =
      Schema.of(EmbeddingTable.EMBEDDING, SampleEmbeddings.TRANSFORMER);

  private final EmbedSettings settings;
  private final ArrayList<Double> thresholds;

  /**
   * @param settings of the vectors that are there
   * @param threshold that decides, besides those that are always looked at
   */
  public CompareEmbeddings(EmbedSettings settings, double threshold) {
    super(EmbedTexts.WORD, List.of(SampleEmbeddings.SAMPLE), RECALL);
    this.settings = settings;
    TreeSet<Double> all = new TreeSet<>(ALWAYS);
    all.add(threshold);
    this.thresholds = new ArrayList<>(all.descendingSet());
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return SampleEmbeddings.isNeeded(settings, inputs);
  }

  @Override
  public String settings(Inputs inputs) {
    return thresholds.toString();
  }

  @Override
  public Work work(Inputs inputs) {
    ArrayList<Double> descending = thresholds;
    return Work.shuffle(
        inputs,
        VECTORS,
        CompareEmbeddings::read,
        RECALL,
        (rows, out) -> compare(descending, rows, out));
  }

  private static void read(ShardInput from, PackedRows out) throws IOException {
    from.forEach(
        SampleEmbeddings.SAMPLE.columns(EmbeddingTable.EMBEDDING, SampleEmbeddings.TRANSFORMER),
        row ->
            out.add(0, row.get(EmbeddingTable.EMBEDDING), row.get(SampleEmbeddings.TRANSFORMER)));
  }

  private static void compare(List<Double> thresholds, Rows rows, PackedRows out) {
    List<float[]> embeddings = new ArrayList<>();
    List<float[]> trusted = new ArrayList<>();
    rows.forEach(
        row -> {
          embeddings.add(vector(row.get(EmbeddingTable.EMBEDDING)));
          trusted.add(vector(row.get(SampleEmbeddings.TRANSFORMER)));
        });
    long number = 0;
    for (NearPairs pairs :
        NearPairs.count(
            trusted.toArray(float[][]::new), embeddings.toArray(float[][]::new), thresholds)) {
      out.add(
          0,
          number++,
          pairs.threshold(),
          (long) trusted.size(),
          pairs.wanted(),
          pairs.found(),
          pairs.extra());
    }
  }

  private static float[] vector(byte[] embedding) {
    float[] vector = new float[embedding.length / 2];
    Embedding.read(embedding, vector);
    double squares = 0;
    for (float number : vector) {
      squares += (double) number * number;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length && length > 0; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }
}
