package io.winnow.readers;

import com.github.luben.zstd.ZstdOutputStream;
import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** Makes inputs in a folder and reads them. */
public abstract class ReadingFixture {
  @TempDir protected Path folder;

  protected List<Outcome> read(Kind kind, Path path) throws IOException {
    return read(limited(kind, path, 1 << 20));
  }

  protected static SourceSettings limited(Kind kind, Path path, long maximum) {
    return new SourceSettings("s", kind, List.of(path.toString()), Map.of(), maximum);
  }

  protected static List<Outcome> read(SourceSettings source) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (InputFile input : Reading.list(source)) {
      Reading.read(source, input, outcomes::add);
    }
    return outcomes;
  }

  protected static List<String> words(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                outcome instanceof PassedOver passed
                    ? passed.reason()
                    : outcome instanceof DeadLetter letter ? "!" + letter.cause() : "doc")
        .toList();
  }

  protected Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  protected static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  protected static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  protected static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  protected static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  protected static List<String> texts(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome instanceof Document document ? document.text() : "")
        .toList();
  }
}
