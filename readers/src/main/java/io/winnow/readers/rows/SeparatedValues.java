package io.winnow.readers.rows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Origin;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV and TSV (RFC 4180): a row a line, of which the first names the columns. A field in
 * double quotes may hold separators, line breaks and, doubled, quotes; a quote elsewhere is one of
 * the text. Lines end in a line feed, a carriage return or both; empty ones are no rows.
 *
 * <p>A row that has not as many fields as the header is a dead letter. So is one whose quotes do
 * not close as they should: it ends at its first line break, and reading goes on with the next
 * line, so that a lost quote costs one line. Where more than a record has been read by then, which
 * is not held, reading goes on behind it.
 *
 * <p>A column that the source names has to be there, or the file is one dead letter. Where the
 * source names none and there is none called {@code text}, the file is passed over.
 */
public final class SeparatedValues implements FileReader {
  /** Seconds or milliseconds since 1970. Fewer digits are a year or a day, and no such number. */
  private static final Pattern SINCE_1970 = Pattern.compile("\\d{9,15}(\\.\\d+)?");

  private final Records records;
  private final char separator;

  private SeparatedValues(Records records, char separator) {
    this.records = records;
    this.separator = separator;
  }

  /** A reader of CSV. */
  public static SeparatedValues commas(Records records) {
    return new SeparatedValues(records, ',');
  }

  /** A reader of TSV. */
  public static SeparatedValues tabs(Records records) {
    return new SeparatedValues(records, '\t');
  }

  @Override
  public void read(Blob file) {
    new MappedRows(records).read(file, this::each);
  }

  private void each(Blob file, Records faults, MappedRows.Sink sink) {
    String uri = file.origin().uri();
    long offset = 0;
    try (InputStream stream = file.open()) {
      Lines lines = new Lines(stream, separator, records.maximumBytes());
      Columns columns = null;
      long rows = 0;
      while (lines.next()) {
        offset = lines.offset;
        Origin origin = Origin.at(uri, offset);
        List<String> fields = fields(lines, origin, faults, columns == null ? "header" : "row");
        if (columns == null) {
          columns = fields == null ? null : columns(fields, origin, faults);
          if (columns == null) {
            return; // the outcome of the whole file
          }
          continue;
        }
        rows++;
        if (fields != null && columns.hasAll(fields, origin, faults)) {
          sink.accept(origin, columns.object(fields));
        }
      }
      if (rows == 0) {
        faults.passOver(file.origin(), PassedOverReason.NO_ROWS);
      }
    } catch (IOException e) {
      faults.deadLetter(Origin.at(uri, offset), DeadLetterCause.BROKEN_FILE, e);
    }
  }

  /** The fields of a line; null, and a dead letter, if it has none. */
  private @Nullable List<String> fields(Lines lines, Origin origin, Records faults, String what) {
    if (lines.fault != null) {
      faults.deadLetter(
          origin,
          what.equals("header") ? DeadLetterCause.BROKEN_HEADER : DeadLetterCause.BROKEN_ROW,
          lines.fault);
      return null;
    }
    if (lines.tooLong) {
      faults.tooLarge(origin);
      return null;
    }
    Optional<String> line = TextDecoding.strictUtf8(lines.bytes());
    if (line.isEmpty()) {
      faults.deadLetter(origin, DeadLetterCause.NOT_UTF_8, "the " + what + " is not UTF-8");
      return null;
    }
    return split(line.get());
  }

  /** The fields of a line whose quotes are known to close. */
  private List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    for (int at = 0; at <= line.length(); at++) {
      if (at < line.length() && line.charAt(at) == '"') {
        StringBuilder field = new StringBuilder();
        for (boolean more = true; more; ) {
          int quote = line.indexOf('"', at + 1);
          field.append(line, at + 1, quote);
          more = quote + 1 < line.length() && line.charAt(quote + 1) == '"';
          field.append(more ? "\"" : "");
          at = more ? quote + 1 : quote;
        }
        fields.add(field.toString());
        at++;
      } else {
        int end = line.indexOf(separator, at);
        end = end < 0 ? line.length() : end;
        fields.add(line.substring(at, end));
        at = end;
      }
    }
    return fields;
  }

  /** The columns that a header names; null, and the outcome of the file, if they are not right. */
  private @Nullable Columns columns(List<String> header, Origin origin, Records faults) {
    Map<String, String> named = records.source().fields();
    Map<String, String> needed = new TreeMap<>(named);
    if (!named.containsKey("html") && !named.containsKey("replies")) {
      needed.putIfAbsent("text", "text");
    }
    if (named.containsKey("parent")) {
      needed.putIfAbsent("id", "id");
    }
    for (Map.Entry<String, String> column : needed.entrySet()) {
      if (!header.contains(column.getValue())) {
        if (named.isEmpty()) {
          faults.passOver(origin, PassedOverReason.NO_TEXT_COLUMN);
        } else {
          faults.deadLetter(
              origin,
              DeadLetterCause.MISSING_COLUMN,
              String.format(
                  Locale.ROOT,
                  "the header has no column %s, which should hold %s; it has %s",
                  column.getValue(),
                  column.getKey(),
                  String.join(", ", header)));
        }
        return null;
      }
    }
    List<String> wanted = new MappedFields(records).topLevel();
    for (String name : header) {
      if (wanted.contains(name) && Collections.frequency(header, name) > 1) {
        faults.deadLetter(
            origin, DeadLetterCause.REPEATED_COLUMN, "the header has more than one column " + name);
        return null;
      }
    }
    return new Columns(header, wanted, named.get("date"));
  }

  /**
   * The columns of a file.
   *
   * @param date name of the one that holds dates
   */
  private record Columns(List<String> names, List<String> wanted, @Nullable String date) {
    /** Whether a row has a field for each column; else it is a dead letter. */
    boolean hasAll(List<String> fields, Origin origin, Records faults) {
      if (fields.size() == names.size()) {
        return true;
      }
      faults.deadLetter(
          origin,
          DeadLetterCause.RAGGED_ROW,
          String.format(
              Locale.ROOT,
              "the row has %d fields, but the header has %d",
              fields.size(),
              names.size()));
      return false;
    }

    /** The wanted fields by name. */
    ObjectNode object(List<String> fields) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < fields.size(); i++) {
        String name = names.get(i);
        if (wanted.contains(name)) {
          if (name.equals(date) && SINCE_1970.matcher(fields.get(i).strip()).matches()) {
            object.put(name, Double.parseDouble(fields.get(i)));
          } else {
            object.put(name, fields.get(i));
          }
        }
      }
      return object;
    }
  }

  /** Finds where lines end, and holds one of them. */
  private static final class Lines {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream stream;
    private final char separator;
    private final int maximum;
    private byte[] line = new byte[4096];
    private int size;
    private boolean tooLong;

    /** What is wrong with its quotes; null if nothing is. */
    private @Nullable String fault;

    /** Byte offset of the line found last. */
    private long offset;

    private long position;

    /** Bytes that come before those of the stream, and the next of them. */
    private byte[] again;

    private int next;

    private enum Place {
      BEFORE_FIELD,
      PLAIN,
      QUOTED,
      BEHIND_QUOTE
    }

    /**
     * @param maximum bytes of a line
     */
    Lines(InputStream stream, char separator, int maximum) throws IOException {
      this.stream = stream;
      this.separator = separator;
      this.maximum = maximum;
      this.again = stream.readNBytes(BYTE_ORDER_MARK.length);
      if (Arrays.equals(again, BYTE_ORDER_MARK)) {
        next = again.length;
        position = again.length;
      }
    }

    byte[] bytes() {
      return Arrays.copyOf(line, size);
    }

    /** Finds the next line that is not empty; false at the end. */
    boolean next() throws IOException {
      size = 0;
      tooLong = false;
      fault = null;
      int b = read();
      while (endsLine(b)) {
        b = read();
      }
      if (b < 0) {
        return false;
      }
      offset = position - 1;
      Place place = Place.BEFORE_FIELD;
      while (b >= 0 && (place == Place.QUOTED || !endsLine(b))) {
        if (place == Place.BEHIND_QUOTE && b != separator && b != '"') {
          giveUp("there is text behind a closing quote", b);
          return true;
        }
        place = after(place, b);
        hold(b);
        b = read();
      }
      if (place == Place.QUOTED) {
        giveUp("a quote is not closed", b);
      }
      return true;
    }

    private Place after(Place place, int b) {
      if (b == '"') {
        return switch (place) {
          case BEFORE_FIELD, BEHIND_QUOTE -> Place.QUOTED;
          case PLAIN -> Place.PLAIN;
          case QUOTED -> Place.BEHIND_QUOTE;
        };
      }
      return place == Place.QUOTED ? place : b == separator ? Place.BEFORE_FIELD : Place.PLAIN;
    }

    private static boolean endsLine(int b) {
      return b == '\n' || b == '\r';
    }

    private void hold(int b) {
      if (size == maximum) {
        tooLong = true;
        return;
      }
      if (size == line.length) {
        line = Arrays.copyOf(line, (int) Math.min(maximum, 2L * size));
      }
      line[size++] = (byte) b;
    }

    private int read() throws IOException {
      int b = next < again.length ? again[next++] & 0xFF : stream.read();
      position += b < 0 ? 0 : 1;
      return b;
    }

    /**
     * Ends a line with a fault at its first line break, if that is still held; else at the next.
     *
     * @param last byte that was read and is not held; -1 at the end of the stream
     */
    private void giveUp(String what, int last) throws IOException {
      fault = what;
      int end = 0;
      while (end < size && !endsLine(line[end])) {
        end++;
      }
      if (tooLong || end == size) {
        for (int b = last; b >= 0 && !endsLine(b); ) {
          b = read();
        }
        return;
      }
      if (last >= 0) {
        line = size == line.length ? Arrays.copyOf(line, size + 1) : line;
        line[size++] = (byte) last;
      }
      position -= size - end;
      if (next < again.length) {
        next -= size - end; // all of them are from there
      } else {
        again = Arrays.copyOfRange(line, end, size);
        next = 0;
      }
    }
  }
}
