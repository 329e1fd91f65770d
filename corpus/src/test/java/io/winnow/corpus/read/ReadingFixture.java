package io.winnow.corpus.read;

import com.github.luben.zstd.ZstdOutputStream;
import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
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
abstract class ReadingFixture {
  @TempDir Path folder;

  List<Outcome> read(Kind kind, Path path) throws IOException {
    return read(limited(kind, path, 1 << 20));
  }

  static SourceSettings limited(Kind kind, Path path, long maximum) {
    return new SourceSettings("s", kind, List.of(path.toString()), Map.of(), maximum);
  }

  static List<Outcome> read(SourceSettings source) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (InputFile input : Reading.list(source)) {
      Reading.read(source, input, outcomes::add);
    }
    return outcomes;
  }

  static List<String> words(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                outcome instanceof PassedOver passed
                    ? passed.reason()
                    : outcome instanceof DeadLetter letter ? "!" + letter.cause() : "doc")
        .toList();
  }

  Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  static byte[] tar(Map<String, byte[]> files) throws IOException {
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

  static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  static List<String> texts(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome instanceof Document document ? document.text() : "")
        .toList();
  }
}
