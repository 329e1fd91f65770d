package io.winnow.readers.containers;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Bytes;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Bytes with a name and a place: an input file, or a file inside a container. */
public interface Blob {
  /** Where it lies; for a file inside a container with its path there. */
  Origin origin();

  /** Its name or path, whose end says what it is. */
  String name();

  /** The bytes as they lie there; for a file of a tar only once. */
  InputStream raw() throws IOException;

  /**
   * The same for reading at any place, and again and again: itself, or a copy on disk that goes
   * when it is closed.
   *
   * @throws IOException if the bytes cannot be read
   */
  SeekableBlob seekable() throws IOException;

  /** The bytes without the compressions that the name speaks of. */
  default InputStream open() throws IOException {
    return Bytes.decompressed(name(), raw());
  }

  /**
   * All bytes, decompressed; null if there are too many or they cannot be read, which then is a
   * dead letter.
   */
  default byte @Nullable [] bytes(Records records) {
    try (InputStream stream = open()) {
      byte[] bytes = Bytes.read(stream, records.maximumBytes()).orElse(null);
      if (bytes == null) {
        records.tooLarge(origin());
      }
      return bytes;
    } catch (IOException e) {
      records.deadLetter(origin(), DeadLetterCause.BROKEN_FILE, e);
      return null;
    }
  }
}
