package io.winnow.mixtures.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.github.luben.zstd.ZstdOutputStream;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, in UTF-8, each line ended by a line feed; all of it one frame of
 * Zstandard with a checksum. Every object has all columns in the order of the Parquet file: ids as
 * hexadecimal digits, lists as arrays, bytes in Base64, what is missing (and what is not a finite
 * number) as null, as in {@code winnow show}.
 */
final class JsonLinesExport implements PartExport {
  // The match finders of levels 5 to 12 differ between processors with and without vectors.
  private static final int LEVEL = 3;

  // Doubles are written by Jackson itself: those of the JDK are shorter since version 19.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .rootValueSeparator("")
          .build();

  private final JsonGenerator json;
  private final Schema schema;

  JsonLinesExport(OutputStream to, Schema schema) throws IOException {
    this.schema = schema;
    ZstdOutputStream compressed = new ZstdOutputStream(to, LEVEL).setChecksum(true);
    this.json = JSON.createGenerator(compressed, JsonEncoding.UTF8);
  }

  @Override
  public void write(Row row) throws IOException {
    json.writeStartObject();
    for (Column<?> column : schema.columns()) {
      json.writeFieldName(column.name());
      write(column, row.getOrNull(column));
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void write(Column<?> column, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (column.type()) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case LONG -> json.writeNumber((Long) value);
      case DOUBLE -> number((Double) value);
      case STRING, ID -> text(value.toString());
      case BYTES -> json.writeBinary((byte[]) value);
      case INTS -> {
        int[] numbers = (int[]) value;
        json.writeArray(numbers, 0, numbers.length);
      }
      case STRINGS -> {
        json.writeStartArray();
        for (String text : (String[]) value) {
          text(text);
        }
        json.writeEndArray();
      }
      case DOUBLES -> {
        json.writeStartArray();
        for (double number : (double[]) value) {
          number(number);
        }
        json.writeEndArray();
      }
    }
  }

  /** As UTF-8: of a text that is no bytes yet, Jackson writes pairs of surrogates as escapes. */
  private void text(String value) throws IOException {
    byte[] bytes = value.getBytes(UTF_8);
    json.writeUTF8String(bytes, 0, bytes.length);
  }

  private void number(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
