package io.winnow.readers.containers;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.ByteLine;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a file in UTF-8. One that is too long, or no UTF-8, is a dead letter. */
public final class TextLines {
  private TextLines() {}

  /** Takes a line. */
  @FunctionalInterface
  public interface Taker {
    /**
     * @param place of the line, with its offset
     */
    void take(Origin place, String line);
  }

  /**
   * Takes each line, blank ones too, without the byte order mark that the first one may have, as
   * may the first line of a file that was put behind another.
   *
   * @param faults hears of what is no line
   */
  public static void read(Blob file, Records faults, Taker taker) {
    String uri = file.origin().uri();
    long offset = 0;
    try (InputStream stream = file.open()) {
      ByteLine line = new ByteLine(faults.maximumBytes());
      while (line.read(stream)) {
        Origin place = Origin.at(uri, offset);
        if (line.tooLong()) {
          faults.tooLarge(place);
        } else {
          Optional<String> text = TextDecoding.strictUtf8(line.bytes());
          if (text.isPresent()) {
            taker.take(place, unmarked(text.get()));
          } else {
            faults.deadLetter(place, DeadLetterCause.NOT_UTF_8, "the line is not UTF-8");
          }
        }
        offset += line.length();
      }
    } catch (IOException e) {
      faults.deadLetter(Origin.at(uri, offset), DeadLetterCause.BROKEN_FILE, e);
    }
  }

  private static String unmarked(String line) {
    return line.startsWith("\uFEFF") ? line.substring(1) : line;
  }
}
