package io.winnow.dedup.sketch;

import static io.winnow.corpus.Require.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sketches by number: the first {@value #MEMORY_BYTES} bytes of them in memory, what follows in a
 * temporary file, from which one is read in a few microseconds.
 */
public final class SketchStore implements AutoCloseable {
  private static final long MEMORY_BYTES = 64L << 20;

  private final long memoryBytes;
  private final List<byte[]> held = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * Sketch.SIZE);
  private long heldBytes;
  private @Nullable Path file;
  private @Nullable FileChannel channel;
  private long fileBytes;

  // By number: hashes of a sketch (0: not there yet), and its place in the list or, behind that, in
  // the file.
  private int[] sizes = new int[1024];
  private long[] places = new long[1024];

  public SketchStore() {
    this(MEMORY_BYTES);
  }

  /**
   * @param memoryBytes of sketches that are held in memory
   */
  public SketchStore(long memoryBytes) {
    this.memoryBytes = memoryBytes;
  }

  /** Keeps a sketch as it is stored; the second one of a number is the same and left alone. */
  public void put(int number, byte[] sketch) throws IOException {
    if (number >= sizes.length) {
      sizes = Arrays.copyOf(sizes, Math.max(number + 1, 2 * sizes.length));
      places = Arrays.copyOf(places, sizes.length);
    }
    if (sizes[number] > 0) {
      return;
    }
    sizes[number] = sketch.length / Integer.BYTES;
    if (heldBytes + sketch.length <= memoryBytes) {
      places[number] = held.size();
      held.add(sketch);
      heldBytes += sketch.length;
      return;
    }
    places[number] = -1 - fileBytes;
    ByteBuffer bytes = ByteBuffer.wrap(sketch);
    while (bytes.hasRemaining()) {
      fileBytes += file().write(bytes);
    }
  }

  private FileChannel file() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      file = Files.createTempFile("winnow-sketches", "");
      open = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      channel = open;
    }
    return open;
  }

  /**
   * Reads a sketch into an array with room for {@link Sketch#SIZE} hashes; gives how many.
   *
   * @throws IllegalArgumentException if there is none of this number
   */
  public int read(int number, int[] into) throws IOException {
    require(number < sizes.length && sizes[number] > 0, "there is no sketch %d", number);
    int size = sizes[number];
    if (places[number] >= 0) {
      ByteBuffer.wrap(held.get((int) places[number])).asIntBuffer().get(into, 0, size);
      return size;
    }
    long start = -1 - places[number];
    buffer.clear().limit(Integer.BYTES * size);
    while (buffer.hasRemaining()) {
      if (file().read(buffer, start + buffer.position()) < 0) {
        throw new IOException("a temporary file of sketches was cut short");
      }
    }
    buffer.flip();
    buffer.asIntBuffer().get(into, 0, size);
    return size;
  }

  @Override
  public void close() throws IOException {
    if (channel != null && file != null) {
      channel.close();
      Files.delete(file);
    }
  }
}
