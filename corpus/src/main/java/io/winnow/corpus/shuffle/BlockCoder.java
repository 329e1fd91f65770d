package io.winnow.corpus.shuffle;

import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Blocks of {@link PackedRows} on their way between workers. The bytes are those of {@link
 * ByteArrayCoder}; the schema is there so that a pipeline's graph says which columns move, and a
 * test can read it.
 */
public final class BlockCoder extends CustomCoder<byte[]> {
  private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

  private final Schema schema;

  private BlockCoder(Schema schema) {
    this.schema = schema;
  }

  /** For (partition or shard number, block of rows of this schema). */
  public static KvCoder<Integer, byte[]> of(Schema schema) {
    return KvCoder.of(VarIntCoder.of(), new BlockCoder(schema));
  }

  /** Of the rows in a block. */
  public Schema schema() {
    return schema;
  }

  @Override
  public void encode(byte[] block, OutputStream out) throws IOException {
    BYTES.encode(block, out);
  }

  @Override
  public byte[] decode(InputStream in) throws IOException {
    return BYTES.decode(in);
  }

  @Override
  public void verifyDeterministic() {
    // The bytes are the value.
  }

  @Override
  public Object structuralValue(byte[] block) {
    return BYTES.structuralValue(block);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockCoder that && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return schema.hashCode();
  }

  @Override
  public String toString() {
    return "BlockCoder" + schema.names();
  }
}
