package io.winnow.corpus.shuffle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one schema as bytes, for blocks that are shuffled: a bit per missing value, then values.
 */
final class RowCodec {
  private final ColumnType[] types;

  RowCodec(Schema schema) {
    types = schema.columns().stream().map(Column::type).toArray(ColumnType[]::new);
  }

  void write(@Nullable Object[] row, DataOutputStream out) throws IOException {
    for (int i = 0; i < types.length; i++) {
      Object value = row[i];
      out.writeBoolean(value != null);
      if (value != null) {
        switch (types[i]) {
          case BOOLEAN -> out.writeBoolean((Boolean) value);
          case LONG -> out.writeLong((Long) value);
          case DOUBLE -> out.writeDouble((Double) value);
          case STRING -> writeBytes(((String) value).getBytes(UTF_8), out);
          case BYTES -> writeBytes((byte[]) value, out);
          case ID -> {
            out.writeLong(((DocumentId) value).high());
            out.writeLong(((DocumentId) value).low());
          }
          case INTS -> {
            out.writeInt(((int[]) value).length);
            for (int number : (int[]) value) {
              out.writeInt(number);
            }
          }
          case STRINGS, DOUBLES -> throw noList();
        }
      }
    }
  }

  @Nullable Object[] read(DataInputStream in) throws IOException {
    @Nullable Object[] row = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (in.readBoolean()) {
        row[i] =
            switch (types[i]) {
              case BOOLEAN -> in.readBoolean();
              case LONG -> in.readLong();
              case DOUBLE -> in.readDouble();
              case STRING -> new String(readBytes(in), UTF_8);
              case BYTES -> readBytes(in);
              case ID -> new DocumentId(in.readLong(), in.readLong());
              case INTS -> readInts(in);
              case STRINGS, DOUBLES -> throw noList();
            };
      }
    }
    return row;
  }

  private static IllegalStateException noList() {
    return new IllegalStateException("only lists of whole numbers are shuffled");
  }

  private static int[] readInts(DataInputStream in) throws IOException {
    int[] numbers = new int[in.readInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readInt();
    }
    return numbers;
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
