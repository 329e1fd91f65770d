package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.DocumentId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one table file: Parquet with zstd, the same bytes for the same rows. Rows go to a file
 * with a temporary name in the same folder, which {@link #commit} renames, so a reader never meets
 * half a file. Not committed before {@link #close}: the temporary file is deleted.
 *
 * <p>Memory: one row group of at most {@value #ROW_GROUP_BYTES} bytes and one row.
 */
public final class TableWriter implements AutoCloseable {
  private static final int ROW_GROUP_BYTES = 16 << 20;
  private static final int PAGE_BYTES = 256 << 10;

  private final WholeFile file;
  private final ParquetWriter<@Nullable Object[]> writer;
  private long rows;

  private TableWriter(ResourceId target, Schema schema) throws IOException {
    this.file = new WholeFile(target);
    Builder builder =
        new Builder(file, schema)
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize((long) ROW_GROUP_BYTES)
            .withPageSize(PAGE_BYTES)
            // Text comes in rows of any size: look at the memory used at each row.
            .withMinRowCountForPageSizeCheck(1);
    for (Column<?> column : schema.columns()) {
      // A dictionary pays where values repeat: not in text, ids, digests and signatures.
      boolean repeats = column.type() != ColumnType.BYTES && column.type() != ColumnType.ID;
      boolean list = column.type().isList();
      builder.withDictionaryEncoding(
          list ? column.name() + ".list.element" : column.name(),
          repeats && !list && !column.name().equals("text"));
    }
    this.writer = builder.build();
  }

  /** Starts a file that will appear as {@code target} when it is committed. */
  public static TableWriter open(ResourceId target, Schema schema) throws IOException {
    return new TableWriter(target, schema);
  }

  /** Adds a row; its values are read at once, so the array may be used again. */
  public void write(@Nullable Object... row) throws IOException {
    writer.write(row);
    rows++;
  }

  /** Rows so far. */
  public long rows() {
    return rows;
  }

  /** Finishes the file under its final name, replacing one that is there. */
  public TableFile commit() throws IOException {
    writer.close();
    return file.commit(rows);
  }

  @Override
  public void close() throws IOException {
    try (file) {
      writer.close();
    }
  }

  /** The bytes of a file on their way from Parquet. */
  private record Output(WholeFile file) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new DelegatingPositionOutputStream(file.stream()) {
        @Override
        public long getPos() {
          return file.bytes();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
    private final Schema schema;

    Builder(WholeFile file, Schema schema) {
      super(new Output(file));
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent
    protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
      throw new IllegalStateException("Hadoop's configuration is not used");
    }

    @Override
    protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return new RowSupport(schema);
    }
  }

  private static final class RowSupport extends WriteSupport<@Nullable Object[]> {
    private final Schema schema;
    private final String[] names;
    private final ColumnType[] types;
    private @Nullable RecordConsumer consumer;

    RowSupport(Schema schema) {
      this.schema = schema;
      this.names = schema.names().toArray(String[]::new);
      this.types = schema.columns().stream().map(Column::type).toArray(ColumnType[]::new);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent
    public WriteContext init(Configuration configuration) {
      throw new IllegalStateException("Hadoop's configuration is not used");
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(ParquetTypes.message(schema), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(@Nullable Object[] row) {
      require(
          row.length == names.length,
          "a row has %d values, but was given %d",
          names.length,
          row.length);
      RecordConsumer to = consumer;
      if (to == null) {
        throw new IllegalStateException("prepareForWrite comes first");
      }
      to.startMessage();
      for (int i = 0; i < row.length; i++) {
        Object value = row[i];
        if (value != null) {
          to.startField(names[i], i);
          switch (types[i]) {
            case BOOLEAN -> to.addBoolean((Boolean) value);
            case LONG -> to.addLong((Long) value);
            case DOUBLE -> to.addDouble((Double) value);
            case STRING ->
                // Unlike Parquet's own way, this does not fail on a lone surrogate.
                to.addBinary(Binary.fromConstantByteArray(((String) value).getBytes(UTF_8)));
            case BYTES -> to.addBinary(Binary.fromReusedByteArray((byte[]) value));
            case ID -> to.addBinary(Binary.fromConstantByteArray(bytes((DocumentId) value)));
            case INTS -> {
              int[] numbers = (int[]) value;
              list(to, numbers.length, at -> to.addInteger(numbers[at]));
            }
            case STRINGS -> {
              String[] texts = (String[]) value;
              list(
                  to,
                  texts.length,
                  at -> to.addBinary(Binary.fromConstantByteArray(texts[at].getBytes(UTF_8))));
            }
            case DOUBLES -> {
              double[] numbers = (double[]) value;
              list(to, numbers.length, at -> to.addDouble(numbers[at]));
            }
          }
          to.endField(names[i], i);
        }
      }
      to.endMessage();
    }

    /** The names of the levels are those of Parquet's specification of lists. */
    private static void list(RecordConsumer to, int length, IntConsumer element) {
      to.startGroup();
      if (length > 0) {
        to.startField("list", 0);
        for (int i = 0; i < length; i++) {
          to.startGroup();
          to.startField("element", 0);
          element.accept(i);
          to.endField("element", 0);
          to.endGroup();
        }
        to.endField("list", 0);
      }
      to.endGroup();
    }

    private static byte[] bytes(DocumentId id) {
      return ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
    }
  }
}
