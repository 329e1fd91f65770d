package io.winnow.corpus.stage;

import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import java.io.Serializable;
import java.util.List;

/**
 * Columns of an aligned table that conditions may name.
 *
 * @param table that has them
 * @param names of the columns
 * @param rules whether rules may ask for them too, not only mixtures: what is there before anything
 *     is decided
 */
public record Offer(Table table, List<String> names, boolean rules) implements Serializable {
  public Offer {
    names = List.copyOf(names);
  }

  /** All columns of a table. */
  public static Offer all(Table table, boolean rules) {
    return new Offer(table, table.schema().names(), rules);
  }

  /** The columns. */
  public Schema schema() {
    return table.schema().select(names);
  }
}
