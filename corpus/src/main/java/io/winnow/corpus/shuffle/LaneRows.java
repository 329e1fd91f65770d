package io.winnow.corpus.shuffle;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one partition, of several kinds, in any order; to be gone through once. Each block
 * says in its first byte of which kind its rows are.
 */
public record LaneRows(List<Lane> lanes, Iterable<byte[]> blocks) {
  /** Takes a row of some kind. */
  @FunctionalInterface
  public interface Taker {
    void take(Lane lane, Row row) throws IOException;
  }

  /** Takes each row; one block of them is in memory at a time. */
  public void forEach(Taker taker) throws IOException {
    for (byte[] block : blocks) {
      Lane lane = lanes.get(block[0]);
      List<Row> rows = new ArrayList<>();
      PackedRows.unpack(lane.schema(), Arrays.copyOfRange(block, 1, block.length), rows::add);
      for (Row row : rows) {
        taker.take(lane, row);
      }
    }
  }

  /** A block that says of which kind its rows are. */
  static byte[] mark(int lane, byte[] block) {
    byte[] marked = new byte[block.length + 1];
    marked[0] = (byte) lane;
    System.arraycopy(block, 0, marked, 1, block.length);
    return marked;
  }

  /** The columns that rows of any of the kinds have. */
  static Schema columns(List<Lane> lanes) {
    Map<String, Column<?>> columns = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      lane.schema().columns().forEach(column -> columns.putIfAbsent(column.name(), column));
    }
    return new Schema(List.copyOf(columns.values()));
  }
}
