package io.winnow.corpus.read;

import io.winnow.corpus.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repository: one document per text file of a known language. It goes over the files twice,
 * since a licence covers files that come before it.
 */
final class CodeReader {
  private final Records records;

  CodeReader(Records records) {
    this.records = records;
  }

  void read(String path) throws IOException {
    if (FileNames.isArchive(path)) {
      readArchive(path);
      return;
    }
    if (!path.contains("://") && Files.isDirectory(Path.of(path))) {
      Path folder = Path.of(path);
      GitTree git = GitTree.open(folder);
      if (git == null) {
        readFolder(folder);
      } else {
        try (git) {
          readGit(folder, git);
        }
      }
      return;
    }
    // One file outside any repository.
    Licences none = new Licences();
    String name = FileNames.last(path);
    file(new Place(path, null, null, null), name, () -> Bytes.raw(path), none);
  }

  private void readArchive(String path) {
    Licences licences = new Licences();
    new Archive(path)
        .visit(
            new Archive.Visitor() {
              @Override
              public void file(String name, Archive.Content content) throws IOException {
                noteLicence(licences, name, content);
              }

              @Override
              public void broken(IOException fault) {
                // The second pass will meet the same fault and say so.
              }
            });
    String repository = FileNames.repository(path);
    new Archive(path)
        .visit(
            new Archive.Visitor() {
              @Override
              public void file(String name, Archive.Content content) throws IOException {
                CodeReader.this.file(
                    new Place(path + "!/" + name, repository, name, null), name, content, licences);
              }

              @Override
              public void broken(IOException fault) {
                records.deadLetter(Origin.at(path, -1), "broken-archive", fault);
              }
            });
  }

  private void readFolder(Path folder) throws IOException {
    Licences licences = new Licences();
    for (Path file : InputListing.files(folder)) {
      noteLicence(licences, name(folder, file), () -> Bytes.raw(file.toString()));
    }
    String repository = FileNames.repository(folder.toAbsolutePath().normalize().toString());
    for (Path file : InputListing.files(folder)) {
      String name = name(folder, file);
      file(
          new Place(file.toString(), repository, name, null),
          name,
          () -> Bytes.raw(file.toString()),
          licences);
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private void readGit(Path folder, GitTree git) throws IOException {
    Licences licences = new Licences();
    git.visit((name, size, content) -> noteLicence(licences, name, content));
    String repository = git.name(folder);
    git.visit(
        (name, size, content) ->
            file(
                new Place(folder + "/" + name, repository, name, git.commitMillis()),
                name,
                content,
                licences));
  }

  private void noteLicence(Licences licences, String name, Archive.Content content) {
    if (Licences.isLicence(name)) {
      try (InputStream stream = content.open()) {
        licences.add(name, TextDecoding.text(stream.readNBytes(Licences.MAXIMUM_BYTES)));
      } catch (IOException e) {
        // A broken file is a dead letter when the second pass reads it.
        licences.add(name, "");
      }
    }
  }

  private record Place(
      String uri, @Nullable String repository, @Nullable String path, @Nullable Long date) {}

  private void file(Place place, String name, Archive.Content content, Licences licences) {
    Origin origin =
        Origin.at(place.uri(), -1)
            .withPath(place.repository(), place.path())
            .withDate(place.date());
    Optional<byte[]> read;
    try {
      // The stream of a tar goes on after the file: it is not ours to close.
      InputStream stream = content.open();
      read = Bytes.read(stream, records.maximumBytes());
    } catch (IOException e) {
      records.deadLetter(origin, "broken-entry", e);
      return;
    }
    if (read.isEmpty()) {
      records.tooLarge(origin);
      return;
    }
    byte[] bytes = read.get();
    if (TextDecoding.isBinary(bytes)) {
      records.passOver(origin, "binary");
      return;
    }
    String text = TextDecoding.text(bytes);
    if (text.isBlank()) {
      records.passOver(origin, "no-text");
      return;
    }
    String language = ProgrammingLanguages.of(name);
    if (language == null) {
      records.passOver(origin, "unknown-language");
      return;
    }
    String licence = licences.fileFor(name);
    records.document(
        origin
            .withProgrammingLanguage(language)
            .withLicence(licence == null ? null : licences.name(licence), licence),
        FileNames.last(name),
        text);
  }
}
