package io.winnow.readers;

import io.winnow.corpus.Outcome;
import io.winnow.corpus.files.LostInput;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.Containers;
import io.winnow.readers.containers.InputBlob;
import io.winnow.readers.containers.Selection;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.Records;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads inputs of one kind. It is sent to workers and holds the readers of its kind: the key of
 * what they write then depends on these, and on none of the others.
 */
public final class InputReader implements Serializable {
  private final List<Format> formats;
  private final @Nullable Whole whole;

  /**
   * @param formats that its files may have
   * @param whole reads what is of none of them; null: each file is looked at by itself
   */
  InputReader(List<Format> formats, @Nullable Whole whole) {
    this.formats = List.copyOf(formats);
    this.whole = whole;
  }

  /** Reads an input as a whole. */
  interface Whole extends Serializable {
    void read(Records records, String path, Selection selection) throws IOException;
  }

  /** What it does that is said by no class: which names files go by. */
  public String settings() {
    return formats.stream().map(format -> format.names().settings()).toList().toString();
  }

  /**
   * Reads one input and hands on what became of each record, in the order of the input; threads,
   * whose messages lie anywhere in a file, in an order of their own that is always the same.
   *
   * @throws IOException if the filesystem fails; what is wrong with the data is an outcome
   */
  public void read(SourceSettings source, InputFile input, Consumer<Outcome> sink)
      throws IOException {
    Records records = new Records(source, sink);
    Selection selection = new Selection(input.path());
    Blob file = new InputBlob(selection.container());
    try {
      if (whole != null && formats.stream().noneMatch(f -> f.names().fit(file.name()))) {
        whole.read(records, file.name(), selection);
      } else {
        new Containers(records).read(file, selection, new AnyFile(records, formats));
      }
    } catch (LostInput e) {
      throw e.getCause();
    }
  }
}
