package io.winnow.readers;

import io.winnow.corpus.Kind;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.source.Records;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** Reads each file of a source by the reader of its format. */
final class AnyFile implements FileReader {
  private final Records records;
  private final Map<Format, FileReader> readers = new EnumMap<>(Format.class);

  AnyFile(Records records) {
    this(records, format -> format.reader(records));
  }

  private AnyFile(Records records, Function<Format, FileReader> reader) {
    this.records = records;
    for (Format format : Format.values()) {
      if (format.isOf(records.source().kind())) {
        readers.put(format, reader.apply(format));
      }
    }
  }

  @Override
  public void read(Blob file) {
    Kind kind = records.source().kind();
    Format.of(kind, file.name())
        .map(this::reader)
        .ifPresentOrElse(
            reader -> reader.read(file), () -> records.passOver(file.origin(), reason(kind)));
  }

  private FileReader reader(Format format) {
    FileReader reader = readers.get(format);
    if (reader == null) {
      throw new IllegalStateException(format + " has no reader");
    }
    return reader;
  }

  /** Why a file without a format is passed over. */
  private static String reason(Kind kind) {
    return switch (kind) {
      case WEB -> "not-html";
      case BOOK -> "not-a-book";
      case PAPER -> "not-a-paper";
      case SOCIAL -> "not-a-discussion";
      case CODE -> throw new IllegalStateException("a repository is read as a whole");
    };
  }

  @Override
  public FileReader inside(SeekableBlob container) {
    return new AnyFile(records, format -> reader(format).inside(container));
  }

  @Override
  public void close() {
    readers.values().forEach(FileReader::close);
  }
}
