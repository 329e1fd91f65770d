package io.winnow.corpus.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The files of a zip or tar, in the order in which they lie there. Folders and links are none. */
final class Archive {
  private final SeekableBlob archive;

  Archive(SeekableBlob archive) {
    this.archive = archive;
  }

  /** Meets the files of an archive. */
  interface Visitor {
    /**
     * A file; {@code content} may throw when it is broken.
     *
     * @param name path inside the archive, with {@code /}, without one in front
     */
    void file(String name, Content content) throws IOException;

    /** From here on the archive cannot be read. */
    void broken(IOException fault);
  }

  /** Opens a file of an archive; call at most once. */
  interface Content {
    InputStream open() throws IOException;
  }

  /**
   * @throws LostInput if the filesystem fails
   */
  void visit(Visitor visitor) {
    try {
      if (FileNames.isZip(archive.name())) {
        visitZip(visitor);
      } else {
        visitTar(visitor);
      }
    } catch (IOException e) {
      visitor.broken(e);
    } catch (IllegalArgumentException e) {
      // Commons Compress: an entry's header holds what cannot be.
      visitor.broken(new IOException(e.getMessage(), e));
    }
  }

  private void visitZip(Visitor visitor) throws IOException {
    try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(archive.channel()).get()) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        if (!entry.isDirectory() && !entry.isUnixSymlink()) {
          visitor.file(clean(entry.getName()), () -> zip.getInputStream(entry));
        }
      }
    }
  }

  private void visitTar(Visitor visitor) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(archive.open(), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          visitor.file(clean(entry.getName()), () -> new Unclosed(tar));
        }
      }
    }
  }

  /** The stream of a tar goes on after a file: whoever closes the file's closes nothing. */
  private static final class Unclosed extends FilterInputStream {
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
