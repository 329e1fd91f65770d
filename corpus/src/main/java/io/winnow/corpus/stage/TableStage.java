package io.winnow.corpus.stage;

import io.winnow.corpus.table.Table;
import java.util.List;

/**
 * A stage whose tables are known when it is made. Its job has the name of the first that it writes,
 * where it does not say otherwise.
 */
public abstract class TableStage implements Stage {
  private final String word;
  private final List<Table> reads;
  private final List<Table> writes;

  /**
   * @param word of recipes, or empty
   */
  protected TableStage(String word, List<Table> reads, List<Table> writes) {
    this.word = word;
    this.reads = List.copyOf(reads);
    this.writes = List.copyOf(writes);
  }

  /** The same for a stage that writes one table. */
  protected TableStage(String word, List<Table> reads, Table writes) {
    this(word, reads, List.of(writes));
  }

  @Override
  public String name() {
    return writes.get(0).name();
  }

  @Override
  public final String word() {
    return word;
  }

  @Override
  public final List<Table> reads() {
    return reads;
  }

  @Override
  public final List<Table> writes() {
    return writes;
  }
}
