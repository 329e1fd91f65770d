package io.winnow.readers.containers;

/** Reads the files of one kind of source, one by one. */
public interface FileReader extends AutoCloseable {
  /** Gives the file at least one outcome. */
  void read(Blob file);

  /**
   * The reader for the files of a container, which may look at all of them beforehand; it is closed
   * after the last.
   */
  default FileReader inside(SeekableBlob container) {
    return this;
  }

  /** Lets go of what it has put aside. */
  @Override
  default void close() {}
}
