package io.winnow.readers.paper;

import io.winnow.corpus.files.LostInput;
import io.winnow.readers.containers.Archive;
import io.winnow.readers.containers.Containers;
import io.winnow.readers.containers.SeekableBlob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The LaTeX files of a container, copied to one file on disk, since a container may hold any number
 * of papers and a tar can only be read from its beginning. Memory: their names.
 */
final class SpooledParts extends LatexParts {
  private static final List<String> SUFFIXES = List.of(".tex", ".sty", ".ltx", ".latex");

  private final int maximum;
  private final long maximumOfAll;
  private final Map<String, Place> places = new HashMap<>();
  private final byte[] buffer = new byte[64 << 10];
  private @Nullable FileChannel spool;
  private long end;
  private boolean tooMany;

  /** Where a file lies in the copy. */
  private record Place(long start, int length) {}

  private SpooledParts(int maximum, long maximumOfAll) {
    this.maximum = maximum;
    this.maximumOfAll = maximumOfAll;
  }

  /**
   * @param maximum bytes of a file; a larger one is left out
   */
  static SpooledParts of(SeekableBlob container, int maximum) {
    return of(container, maximum, Containers.MAXIMUM_COPY_BYTES);
  }

  /**
   * @param maximumOfAll bytes of all files
   */
  static SpooledParts of(SeekableBlob container, int maximum, long maximumOfAll) {
    SpooledParts parts = new SpooledParts(maximum, maximumOfAll);
    boolean done = false;
    try {
      // Of what is broken, the pass that reads the files tells.
      new Archive(container).visit(parts::copy);
      done = true;
      return parts;
    } finally {
      if (!done) {
        parts.close();
      }
    }
  }

  private void copy(String name, Archive.Content content) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (SUFFIXES.stream().anyMatch(lower::endsWith)) {
      try (InputStream stream = content.open()) {
        add(name, stream);
      } catch (IOException e) {
        return; // a dead letter of the pass that reads the files
      }
    }
  }

  private void add(String name, InputStream stream) throws IOException {
    long start = end;
    long at = start;
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      if (at + n > maximumOfAll) {
        tooMany = true;
        return;
      }
      if (at + n - start > maximum) {
        return;
      }
      write(at, n);
      at += n;
    }
    places.put(name, new Place(start, (int) (at - start)));
    end = at;
  }

  private void write(long at, int length) {
    try {
      FileChannel channel = spool == null ? create() : spool;
      spool = channel;
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
      while (bytes.hasRemaining()) {
        channel.write(bytes, at + bytes.position());
      }
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  private static FileChannel create() throws IOException {
    Path file = Files.createTempFile("winnow-", ".parts");
    return FileChannel.open(
        file,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  boolean tooMany() {
    return tooMany;
  }

  @Override
  Optional<byte[]> read(String folder, String name) {
    Place place = places.get(folder + name);
    if (place == null) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(place.length());
    FileChannel channel = spool;
    try {
      while (channel != null && bytes.hasRemaining()) {
        if (channel.read(bytes, place.start() + bytes.position()) < 0) {
          throw new IOException("the copy of a container's LaTeX files has been cut off");
        }
      }
    } catch (IOException e) {
      throw new LostInput(e);
    }
    return Optional.of(bytes.array());
  }

  @Override
  public void close() {
    FileChannel channel = spool;
    if (channel != null) {
      LostInput.guard(channel::close);
    }
  }
}
