package io.winnow.readers.containers;

import io.winnow.corpus.Origin;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Leads a reader to the files of an input, those in containers inside containers included. */
public record Containers(Records records) {
  /** A container inside this many others is not opened: it becomes a dead letter. */
  public static final int MAXIMUM_DEPTH = 2;

  /** A file of a container that has to be copied to disk and is larger becomes a dead letter. */
  public static final long MAXIMUM_COPY_BYTES = 8L << 30;

  /**
   * Reads a file, or what it contains.
   *
   * @param selection of the outermost container's files
   */
  public void read(Blob blob, Selection selection, FileReader reader) {
    read(blob, selection, reader, 0);
  }

  /**
   * The same of a file inside of others.
   *
   * @param selection null for all
   * @param depth how many containers are around it
   */
  public void read(Blob blob, @Nullable Selection selection, FileReader reader, int depth) {
    if (!FileNames.isArchive(blob.name())) {
      reader.read(blob);
      return;
    }
    if (depth >= MAXIMUM_DEPTH) {
      records.deadLetter(
          blob.origin(),
          DeadLetterCause.CONTAINER_TOO_DEEP,
          "a container inside " + MAXIMUM_DEPTH + " others is not opened");
      return;
    }
    SeekableBlob seekable;
    try {
      seekable = Archive.seekable(blob);
    } catch (IOException e) {
      records.deadLetter(blob.origin(), DeadLetterCause.BROKEN_ARCHIVE, e);
      return;
    }
    try (seekable;
        FileReader inside = reader.inside(seekable)) {
      visit(seekable, selection, inside, depth);
    }
  }

  private void visit(
      SeekableBlob container, @Nullable Selection selection, FileReader reader, int depth) {
    Origin origin = container.origin();
    new Archive(container)
        .visit(
            new Archive.Visitor() {
              @Override
              public void file(String name, Archive.Content content) {
                if (selection == null || selection.selects(name)) {
                  read(EntryBlob.in(origin, name, content), null, reader, depth + 1);
                }
              }

              @Override
              public void empty() {
                records.passOver(origin, PassedOverReason.NO_FILES);
              }

              @Override
              public void broken(IOException fault) {
                records.deadLetter(origin, DeadLetterCause.BROKEN_ARCHIVE, fault);
              }
            });
  }
}
