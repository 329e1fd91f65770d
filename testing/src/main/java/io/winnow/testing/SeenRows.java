package io.winnow.testing;

import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * The packed rows that a pipeline gives, kept for a test in the same JVM. A row that is given twice
 * is kept once, since a bundle that is tried again gives its rows again; so rows must differ.
 */
public final class SeenRows {
  private static final Map<String, Set<List<@Nullable Object>>> SEEN = new ConcurrentHashMap<>();

  private final Schema schema;
  private final String name = UUID.randomUUID().toString();

  /**
   * @param blocks whose rows are kept once the pipeline runs
   */
  public SeenRows(PCollection<KV<Integer, byte[]>> blocks, Schema schema) {
    this.schema = schema;
    SEEN.put(name, ConcurrentHashMap.newKeySet());
    blocks.apply("See " + blocks.getName(), ParDo.of(new See(name, schema)));
  }

  /**
   * A row and where it goes.
   *
   * @param shard number that its block was given for
   * @param values in the order of the schema
   */
  public record Row(int shard, @Nullable Object[] values) {}

  /** What the pipeline gave when it ran, in no order. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (List<@Nullable Object> seen : SEEN.getOrDefault(name, Set.of())) {
      @Nullable Object[] values = new @Nullable Object[schema.size()];
      for (int i = 0; i < values.length; i++) {
        Object value = seen.get(i + 1);
        values[i] = value instanceof ByteBuffer bytes ? bytes.array() : value;
      }
      rows.add(new Row((Integer) seen.get(0), values));
    }
    return rows;
  }

  private static final class See extends DoFn<KV<Integer, byte[]>, Void> {
    private final String name;
    private final Schema schema;

    See(String name, Schema schema) {
      this.name = name;
      this.schema = schema;
    }

    @ProcessElement
    public void see(@Element KV<Integer, byte[]> block) {
      PackedRows.unpack(
          schema,
          block.getValue(),
          row -> {
            List<@Nullable Object> values = new ArrayList<>();
            values.add(block.getKey());
            for (Object value : row.values()) {
              values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
            }
            SEEN.get(name).add(values);
          });
    }
  }
}
