package io.winnow.readers.containers;

import io.winnow.corpus.files.Compression;
import io.winnow.corpus.files.LostInput;
import io.winnow.readers.source.Decoding;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The files of a zip or tar, in the order in which they lie there. Folders and links are none. */
public record Archive(SeekableBlob archive) {
  /**
   * An archive for reading at any place. A zip is read from its end, so a compression around it is
   * taken off first.
   *
   * @throws IOException if its bytes cannot be read
   */
  public static SeekableBlob seekable(Blob blob) throws IOException {
    String inner = Compression.withoutCompression(blob.name());
    return FileNames.isZip(inner) && !FileNames.isZip(blob.name())
        ? new EntryBlob(blob.origin(), inner, blob::open).seekable()
        : blob.seekable();
  }

  /** Meets the files of an archive, and unless it says so, nothing else. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * A file.
     *
     * @param name path inside the archive, with {@code /}, without one in front
     */
    void file(String name, Content content);

    /** The archive is whole and has no file. */
    default void empty() {}

    /** From here on the archive cannot be read. */
    default void broken(IOException fault) {}
  }

  /** Opens a file of an archive; call at most once. */
  public interface Content {
    /**
     * @throws IOException if it is broken; so may the stream
     */
    InputStream open() throws IOException;
  }

  /**
   * @throws LostInput if the filesystem fails
   */
  public void visit(Visitor visitor) {
    try {
      boolean any = FileNames.isZip(archive.name()) ? visitZip(visitor) : visitTar(visitor);
      if (!any) {
        visitor.empty();
      }
    } catch (IOException e) {
      visitor.broken(e);
    }
  }

  private boolean visitZip(Visitor visitor) throws IOException {
    boolean any = false;
    try (SeekableByteChannel channel = archive.channel();
        ZipFile zip =
            Decoding.checked(() -> ZipFile.builder().setSeekableByteChannel(channel).get())) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        if (!entry.isDirectory() && !entry.isUnixSymlink()) {
          any = true;
          visitor.file(
              clean(entry.getName()),
              () -> new FileStream(Decoding.checked(() -> zip.getInputStream(entry))));
        }
      }
    }
    return any;
  }

  private boolean visitTar(Visitor visitor) throws IOException {
    boolean any = false;
    try (Tar tar = new Tar(archive.open())) {
      for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        if (entry.isFile()) {
          any = true;
          visitor.file(clean(entry.getName()), () -> new Unclosed(tar));
        }
      }
    }
    return any;
  }

  /** Tells an archive that ends from one that is cut off or is none. */
  private static final class Tar extends TarArchiveInputStream {
    private boolean ended;

    Tar(InputStream stream) {
      super(stream, "UTF-8");
    }

    /** Null at the end. */
    @Nullable TarArchiveEntry next() throws IOException {
      TarArchiveEntry entry = Decoding.checked(this::getNextEntry);
      if (entry == null && !ended) {
        throw new EOFException("the tar ends before its last block, which is empty");
      }
      if (entry != null && !entry.isCheckSumOK()) {
        throw new IOException("the checksum of a header of the tar is wrong");
      }
      return entry;
    }

    @Override
    protected boolean isEOFRecord(byte @Nullable [] block) {
      boolean end = super.isEOFRecord(block);
      // Without a block, what was to be read has ended.
      ended |= end && block != null;
      return end;
    }
  }

  /** A file's bytes, of which all that is wrong is an {@link IOException}. */
  private static class FileStream extends FilterInputStream {
    FileStream(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      return Decoding.checked(super::read);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return Decoding.checked(() -> super.read(bytes, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
      return Decoding.checked(() -> super.skip(count));
    }
  }

  /** The stream of a tar goes on after a file: whoever closes the file's closes nothing. */
  private static final class Unclosed extends FileStream {
    Unclosed(InputStream stream) {
      super(stream);
    }

    @Override
    public void close() {}
  }

  private static String clean(String name) {
    String path = name.replace('\\', '/');
    while (path.startsWith("./") || path.startsWith("/")) {
      path = path.substring(path.indexOf('/') + 1);
    }
    return path;
  }
}
