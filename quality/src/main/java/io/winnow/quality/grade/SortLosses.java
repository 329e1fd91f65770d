package io.winnow.quality.grade;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.quality.signals.SignalMeasures;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Sorts the documents that have a loss into buckets, by {@link Ranking} of the losses of each
 * language and source.
 */
public final class SortLosses extends TableStage {
  public static final Column<String> LOSS_BUCKET =
      Column.text("loss_bucket", "head, middle or tail");

  /** A bucket for each document that has a loss. */
  public static final Table LOSS_BUCKETS = Table.aligned("loss_buckets", LOSS_BUCKET);

  /** More bits a byte than this are rare; they share a range. */
  private static final double HIGHEST = 16;

  private final LossBuckets buckets;
  private final Table losses;
  private final Column<Double> loss;

  /**
   * @param losses aligned table
   * @param loss column of it, in bits per byte; nothing where a document has none
   */
  public SortLosses(LossBuckets buckets, Table losses, Column<Double> loss) {
    super(
        "score",
        List.of(losses, DocumentTable.DOCUMENTS, SignalMeasures.SIGNALS, DocumentTable.IDS),
        LOSS_BUCKETS);
    this.buckets = buckets;
    this.losses = losses;
    this.loss = loss;
  }

  @Override
  public String settings(Inputs inputs) {
    return buckets + " " + loss.name();
  }

  @Override
  public List<Offer> offers() {
    return List.of(Offer.all(LOSS_BUCKETS, false));
  }

  @Override
  public Work work(Inputs inputs) {
    LossBuckets own = buckets;
    Losses read = new Losses(losses, loss);
    Ranking ranking =
        new Ranking(
            read, (group, before, weight, all) -> own.of(before, all), LOSS_BUCKETS.packed());
    return Work.shuffle(
        inputs,
        LOSS_BUCKETS,
        shards ->
            PCollectionList.of(shards.apply("Rank", ranking))
                .and(
                    shards.apply(
                        "Without a loss", Exchange.read(LOSS_BUCKETS.packed(), read::readOthers)))
                .apply("All documents", Flatten.pCollections()));
  }

  /** Reads the losses of a shard. */
  private record Losses(Table losses, Column<Double> loss) implements Ranking.Reader {
    @Override
    public void read(ShardInput from, Ranking.Sink sink) throws IOException {
      from.forEach(
          List.of(
              losses.columns(loss),
              DocumentTable.DOCUMENTS.columns(DocumentTable.SOURCE),
              SignalMeasures.SIGNALS.columns(SignalTable.LANGUAGE),
              DocumentTable.IDS.columns(DocumentTable.ID)),
          (number, row) -> {
            Double value = row.getOrNull(loss);
            if (value != null) {
              sink.add(
                  row.get(DocumentTable.SOURCE) + " " + row.getOrNull(SignalTable.LANGUAGE),
                  range(value),
                  value,
                  row.get(DocumentTable.ID),
                  number,
                  1);
            }
          });
    }

    private static int range(double bitsPerByte) {
      double bounded = Math.max(0, Math.min(1, bitsPerByte / HIGHEST));
      return (int) Math.min(Ranking.RANGES - 1, bounded * Ranking.RANGES);
    }

    /** Documents without a loss have no bucket, but a row. */
    void readOthers(ShardInput from, PackedRows out) throws IOException {
      from.forEach(
          List.of(losses.columns(loss)),
          (number, row) -> {
            if (!row.has(loss)) {
              out.add(from.shard().number(), number, null);
            }
          });
    }
  }
}
