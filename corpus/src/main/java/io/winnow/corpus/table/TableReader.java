package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Table.Columns;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads some columns of one table file, row by row; bytes of other columns are not read.
 *
 * <p>Memory: the wanted columns of one row group.
 */
public final class TableReader implements AutoCloseable {
  private final ResourceId source;
  private final ParquetFileReader file;
  private final Schema schema;
  private final MessageColumnIO columns;
  private final RowMaterializer materializer;
  private @Nullable RecordReader<@Nullable Object[]> group;
  private long leftInGroup;

  private TableReader(ResourceId source, ParquetFileReader file, UnaryOperator<Schema> choice) {
    this.source = source;
    this.file = file;
    MessageType all = file.getFooter().getFileMetaData().getSchema();
    this.schema = choice.apply(ParquetTypes.schema(all));
    List<Type> wanted = new ArrayList<>();
    for (String name : schema.names()) {
      wanted.add(all.getType(name));
    }
    MessageType projection = new MessageType("row", wanted);
    file.setRequestedSchema(projection);
    this.columns = new ColumnIOFactory().getColumnIO(projection, all);
    this.materializer = new RowMaterializer(schema);
  }

  /**
   * Opens a file for some of its columns.
   *
   * @throws DamagedFile if it is not there, or not whole
   * @throws IllegalArgumentException if it lacks one of them
   */
  public static TableReader open(ResourceId source, List<String> columns) throws IOException {
    return start(source, whole -> whole.select(columns));
  }

  /**
   * Opens a file of a table. Pages are held against their checksums when they are read.
   *
   * @param shard its name
   * @throws DamagedFile if it is not there, or not whole
   * @throws IllegalArgumentException if it lacks one of the columns
   */
  public static TableReader open(CorpusFolder folder, String shard, Columns columns)
      throws IOException {
    return start(
        folder.found(columns.table().name(), shard),
        whole -> {
          for (Column<?> column : columns.columns()) {
            require(
                whole.column(column.name()).type() == column.type(),
                "the column %s of %s holds other values than %s",
                column.name(),
                columns.table().name(),
                column.type());
          }
          return new Schema(columns.columns());
        });
  }

  /** Opens a file for all of its columns. */
  public static TableReader open(ResourceId source) throws IOException {
    return start(source, whole -> whole);
  }

  private static TableReader start(ResourceId source, UnaryOperator<Schema> choice)
      throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .usePageChecksumVerification(true)
            .build();
    ParquetFileReader file;
    try {
      file = ParquetFileReader.open(ChannelInputFile.of(source), options);
    } catch (FileNotFoundException | NoSuchFileException | RuntimeException e) {
      // The unchecked one is what Parquet throws at a file that does not end as it should.
      throw new DamagedFile(source, e);
    } catch (IOException e) {
      throw isDamage(e) ? new DamagedFile(source, e) : e;
    }
    try {
      return new TableReader(source, file, choice);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The columns of its rows, in order. */
  public Schema schema() {
    return schema;
  }

  /** Rows of the whole file. */
  public long rows() {
    return file.getRecordCount();
  }

  /** Values of the next row, in an array of its own, or null after the last. */
  @Nullable Object @Nullable [] next() throws IOException {
    try {
      return read();
    } catch (RuntimeException e) {
      // What Parquet throws at a page that is not what its checksum says, or cannot be decoded.
      throw new DamagedFile(source, e);
    } catch (IOException e) {
      throw isDamage(e) ? new DamagedFile(source, e) : e;
    }
  }

  /**
   * Whether it is Parquet that finds fault with what was read: a footer or the header of a page
   * that cannot be decoded, a page longer than what is there of it. What a lost disk throws comes
   * out of the channel.
   */
  private static boolean isDamage(IOException fault) {
    StackTraceElement[] from = fault.getStackTrace();
    return fault instanceof EOFException
        || from.length > 0 && from[0].getClassName().startsWith("org.apache.parquet.");
  }

  private @Nullable Object @Nullable [] read() throws IOException {
    RecordReader<@Nullable Object[]> reader = group;
    while (reader == null || leftInGroup == 0) {
      PageReadStore pages = file.readNextRowGroup();
      if (pages == null) {
        return null;
      }
      reader = columns.getRecordReader(pages, materializer);
      group = reader;
      leftInGroup = pages.getRowCount();
    }
    leftInGroup--;
    return reader.read();
  }

  /** The next row, or null after the last. */
  public @Nullable Row row() throws IOException {
    @Nullable Object[] values = next();
    return values == null ? null : new Row(schema, values);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static final class RowMaterializer extends RecordMaterializer<@Nullable Object[]> {
    private final GroupConverter root;
    private @Nullable Object[] row;

    RowMaterializer(Schema schema) {
      Converter[] converters = new Converter[schema.size()];
      row = new @Nullable Object[schema.size()];
      for (int i = 0; i < converters.length; i++) {
        ColumnType type = schema.columns().get(i).type();
        converters[i] =
            switch (type) {
              case INTS -> new ListConverter(i, new Ints());
              case STRINGS -> new ListConverter(i, new Texts());
              case DOUBLES -> new ListConverter(i, new Doubles());
              default -> new ValueConverter(i, type);
            };
      }
      root =
          new Level(converters) {
            @Override
            public void start() {
              row = new @Nullable Object[converters.length];
            }
          };
    }

    @Override
    public @Nullable Object[] getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }

    /** What is nested in a level is met one after another. */
    private static class Level extends GroupConverter {
      private final Converter[] nested;

      Level(Converter... nested) {
        this.nested = nested;
      }

      @Override
      public Converter getConverter(int index) {
        return nested[index];
      }

      @Override
      public void start() {}

      @Override
      public void end() {}
    }

    /** A list of Parquet's three levels: the column, what is repeated, its element. */
    private final class ListConverter extends Level {
      private final int index;
      private final Elements elements;

      ListConverter(int index, Elements elements) {
        super(new Level(elements));
        this.index = index;
        this.elements = elements;
      }

      @Override
      public void end() {
        row[index] = elements.take();
      }
    }

    /** The elements of one list while it is read. */
    private abstract static class Elements extends PrimitiveConverter {
      /** All of them as an array; the next list begins. */
      abstract Object take();
    }

    private static final class Ints extends Elements {
      private int[] values = new int[1024];
      private int size;

      @Override
      Object take() {
        int[] taken = Arrays.copyOf(values, size);
        size = 0;
        return taken;
      }

      @Override
      public void addInt(int value) {
        if (size == values.length) {
          values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
      }
    }

    private static final class Doubles extends Elements {
      private double[] values = new double[32];
      private int size;

      @Override
      Object take() {
        double[] taken = Arrays.copyOf(values, size);
        size = 0;
        return taken;
      }

      @Override
      public void addDouble(double value) {
        if (size == values.length) {
          values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
      }
    }

    private static final class Texts extends Elements {
      private final List<String> values = new ArrayList<>();

      @Override
      Object take() {
        String[] taken = values.toArray(String[]::new);
        values.clear();
        return taken;
      }

      @Override
      public void addBinary(Binary value) {
        values.add(value.toStringUsingUTF8());
      }
    }

    private final class ValueConverter extends PrimitiveConverter {
      private final int index;
      private final ColumnType type;

      ValueConverter(int index, ColumnType type) {
        this.index = index;
        this.type = type;
      }

      @Override
      public void addBinary(Binary value) {
        row[index] =
            switch (type) {
              case STRING -> value.toStringUsingUTF8();
              case ID -> id(value.toByteBuffer());
              default -> value.getBytes();
            };
      }

      private static DocumentId id(ByteBuffer bytes) {
        return new DocumentId(
            bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + Long.BYTES));
      }

      @Override
      public void addBoolean(boolean value) {
        row[index] = value;
      }

      @Override
      public void addDouble(double value) {
        row[index] = value;
      }

      @Override
      public void addLong(long value) {
        row[index] = value;
      }
    }
  }
}
