package io.winnow.corpus.read;

import io.winnow.corpus.Origin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Leads a reader to the files of an input, those in containers inside containers included. */
final class Containers {
  /** A container inside this many others is not opened: it becomes a dead letter. */
  static final int MAXIMUM_DEPTH = 2;

  private final Records records;

  Containers(Records records) {
    this.records = records;
  }

  /**
   * Reads a file, or what it contains.
   *
   * @param selection of the outermost container's files
   */
  void read(Blob blob, Selection selection, FileReader reader) throws IOException {
    read(blob, selection, reader, 0);
  }

  private void read(Blob blob, @Nullable Selection selection, FileReader reader, int depth)
      throws IOException {
    if (!FileNames.isArchive(blob.name())) {
      reader.read(blob);
      return;
    }
    if (depth == MAXIMUM_DEPTH) {
      records.deadLetter(
          blob.origin(),
          "container-too-deep",
          "a container inside " + MAXIMUM_DEPTH + " others is not opened");
      return;
    }
    SeekableBlob seekable;
    try {
      seekable = unwrapped(blob).seekable();
    } catch (IOException e) {
      records.deadLetter(blob.origin(), "broken-archive", e);
      return;
    }
    try (seekable) {
      visit(seekable, selection, reader.inside(seekable), depth);
    }
  }

  private void visit(
      SeekableBlob container, @Nullable Selection selection, FileReader reader, int depth) {
    Origin origin = container.origin();
    new Archive(container)
        .visit(
            new Archive.Visitor() {
              @Override
              public void file(String name, Archive.Content content) throws IOException {
                if (selection == null || selection.selects(name)) {
                  read(EntryBlob.in(origin, name, content), null, reader, depth + 1);
                }
              }

              @Override
              public void broken(IOException fault) {
                records.deadLetter(origin, "broken-archive", fault);
              }
            });
  }

  /** A zip is read from its end, so a compression around it has to be taken off first. */
  private static Blob unwrapped(Blob blob) {
    String inner = FileNames.withoutCompression(blob.name());
    return FileNames.isZip(inner) && !FileNames.isZip(blob.name())
        ? new EntryBlob(blob.origin(), inner, blob::open)
        : blob;
  }
}
