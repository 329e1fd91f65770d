package io.winnow.corpus.read;

import java.io.IOException;

/** Reads the files of one kind of source, one by one. */
interface FileReader {
  /** Gives the file at least one outcome. */
  void read(Blob file) throws IOException;

  /** The reader for the files of a container, which may look at all of them beforehand. */
  default FileReader inside(SeekableBlob container) throws IOException {
    return this;
  }
}
