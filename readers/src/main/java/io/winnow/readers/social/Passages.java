package io.winnow.readers.social;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.ByteLine;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.source.Dates;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a text file with a passage on each line: the title, the date and the passage, with tabs
 * between; or the passage alone.
 */
public final class Passages implements FileReader {
  private final Records records;

  public Passages(Records records) {
    this.records = records;
  }

  @Override
  public void read(Blob file) {
    String uri = file.origin().uri();
    long offset = 0;
    try (InputStream stream = file.open()) {
      ByteLine line = new ByteLine(records.maximumBytes());
      while (line.read(stream)) {
        Origin origin = Origin.at(uri, offset);
        if (line.tooLong()) {
          records.tooLarge(origin);
        } else {
          passage(origin, line.bytes(), offset == 0);
        }
        offset += line.length();
      }
    } catch (IOException e) {
      records.deadLetter(Origin.at(uri, offset), "broken-file", e);
    }
  }

  private void passage(Origin origin, byte[] bytes, boolean first) {
    Optional<String> line = TextDecoding.strictUtf8(bytes);
    if (line.isEmpty()) {
      records.deadLetter(origin, "not-utf-8", "the line is not UTF-8");
      return;
    }
    String[] fields = line.get().split("\t", -1);
    String text = fields[fields.length - 1].strip();
    if (line.get().isBlank() || first && line.get().startsWith("FIELDS_HEADER_INDICATOR")) {
      return; // an empty line, or the names of the fields
    }
    if (text.isEmpty()) {
      records.passOver(origin, "no-text");
      return;
    }
    String title = fields.length > 1 ? fields[0].strip() : "";
    Origin dated = fields.length > 2 ? origin.withDate(Dates.parse(fields[1])) : origin;
    records.document(dated, title.isEmpty() ? null : title, text);
  }
}
