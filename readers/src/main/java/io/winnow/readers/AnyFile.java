package io.winnow.readers;

import io.winnow.corpus.Kind;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.util.List;

/** Reads each file of a source by the reader of its format. */
record AnyFile(Records records, List<Format> formats, List<FileReader> readers)
    implements FileReader {
  AnyFile(Records records, List<Format> formats) {
    this(records, formats, formats.stream().map(format -> format.reader().open(records)).toList());
  }

  @Override
  public void read(Blob file) {
    for (int i = 0; i < formats.size(); i++) {
      if (formats.get(i).names().fit(file.name())) {
        readers.get(i).read(file);
        return;
      }
    }
    records.passOver(file.origin(), reason(records.source().kind()));
  }

  /** Why a file without a format is passed over. */
  private static PassedOverReason reason(Kind kind) {
    return switch (kind) {
      case WEB -> PassedOverReason.NOT_HTML;
      case BOOK -> PassedOverReason.NOT_A_BOOK;
      case PAPER -> PassedOverReason.NOT_A_PAPER;
      case SOCIAL -> PassedOverReason.NOT_A_DISCUSSION;
      case CODE -> throw new IllegalStateException("a repository is read as a whole");
    };
  }

  @Override
  public FileReader inside(SeekableBlob container) {
    return new AnyFile(
        records, formats, readers.stream().map(reader -> reader.inside(container)).toList());
  }

  @Override
  public void close() {
    readers.forEach(FileReader::close);
  }
}
