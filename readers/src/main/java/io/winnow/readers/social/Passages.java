package io.winnow.readers.social;

import io.winnow.corpus.Origin;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.TextLines;
import io.winnow.readers.source.Dates;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;

/**
 * Reads a text file with a passage on each line: the title, the date and the passage, with tabs
 * between; or the passage alone.
 */
public record Passages(Records records) implements FileReader {
  @Override
  public void read(Blob file) {
    TextLines.read(file, records, this::passage);
  }

  private void passage(Origin place, String line) {
    String[] fields = line.split("\t", -1);
    String text = fields[fields.length - 1].strip();
    boolean names = place.offset() == 0 && line.startsWith("FIELDS_HEADER_INDICATOR");
    if (line.isBlank() || names) {
      return;
    }
    if (text.isEmpty()) {
      records.passOver(place, PassedOverReason.NO_TEXT);
      return;
    }
    String title = fields.length > 1 ? fields[0].strip() : "";
    Origin dated = fields.length > 2 ? place.withDate(Dates.parse(fields[1])) : place;
    records.document(dated, title.isEmpty() ? null : title, text);
  }
}
