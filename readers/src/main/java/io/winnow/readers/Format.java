package io.winnow.readers;

import io.winnow.corpus.Kind;
import io.winnow.corpus.files.Compression;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.source.Records;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A format of files. Those of a kind are sent to workers, so that what they write depends on no
 * reader of another kind.
 *
 * @param kinds of source that may have such files
 * @param names that they go by
 * @param reader of them
 */
record Format(Set<Kind> kinds, Names names, Opening reader) implements Serializable {
  /** Whether a file of this name is of a format. */
  @FunctionalInterface
  interface Names extends Serializable {
    boolean fit(String path);

    /** What of it is said by no class. */
    default String settings() {
      return "";
    }
  }

  /** Begins to read the files of a source. */
  @FunctionalInterface
  interface Opening extends Serializable {
    FileReader open(Records records);
  }

  /** Names that end so, in any case, once compressions are taken off. */
  record Ends(List<String> suffixes) implements Names {
    @Override
    public boolean fit(String path) {
      String name = Compression.withoutCompression(path);
      return suffixes.stream().anyMatch(name::endsWith);
    }

    @Override
    public String settings() {
      return suffixes.toString();
    }
  }

  /** Names that end so, in any case: of what is read at any place, and so is not compressed. */
  record EndsUncompressed(String suffix) implements Names {
    @Override
    public boolean fit(String path) {
      return path.toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    @Override
    public String settings() {
      return suffix;
    }
  }
}
