package io.winnow.readers.code;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Bytes;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Archive;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.Containers;
import io.winnow.readers.containers.EntryBlob;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.Folders;
import io.winnow.readers.containers.InputBlob;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.containers.Selection;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repository: one document per text file of a known language. It goes over the files twice,
 * since a licence covers files that come before it. An archive that holds nothing but archives and
 * git bundles is a shelf of repositories; an archive among the files of a repository is one of its
 * binary files.
 */
public record CodeReader(Records records) {
  /**
   * @param path of a folder, an archive, a git bundle, or a file outside any repository
   * @param selection of an archive's files
   */
  public void read(String path, Selection selection) throws IOException {
    InputBlob file = new InputBlob(path);
    if (FileNames.isArchive(path) || FileNames.isBundle(path)) {
      container(file, selection, 0);
      return;
    }
    if (!path.contains("://") && Files.isDirectory(Path.of(path))) {
      repository(Path.of(path));
      return;
    }
    file(file, null, new Licences());
  }

  private void repository(Path folder) throws IOException {
    GitTree git;
    try {
      git = GitTree.open(folder);
    } catch (IOException e) {
      records.deadLetter(Origin.at(folder.toString(), -1), DeadLetterCause.BROKEN_REPOSITORY, e);
      return;
    }
    if (git == null) {
      readFolder(folder);
    } else {
      try (git) {
        git(folder.toString(), git.name(folder), git);
      }
    }
  }

  /** An archive or bundle, which lies in {@code depth} others. */
  private void container(Blob blob, @Nullable Selection selection, int depth) {
    if (FileNames.isBundle(blob.name())) {
      bundle(blob);
      return;
    }
    try (SeekableBlob archive = Archive.seekable(blob)) {
      Licences licences = new Licences();
      boolean[] shelf = {depth < Containers.MAXIMUM_DEPTH, false};
      // Of what is broken, the second pass tells.
      new Archive(archive)
          .visit(
              (name, content) -> {
                boolean container = FileNames.isArchive(name) || FileNames.isBundle(name);
                shelf[0] &= container;
                shelf[1] = true;
                noteLicence(licences, name, content);
              });
      String repository = FileNames.repository(blob.name());
      visit(
          archive,
          (name, content) -> {
            EntryBlob entry = EntryBlob.in(archive.origin(), name, content);
            if (selection != null && !selection.selects(name)) {
              return;
            }
            if (shelf[0] && shelf[1]) {
              container(entry, null, depth + 1);
            } else {
              Origin origin = entry.origin();
              // In a repository, a path begins at the repository.
              file(new EntryBlob(origin.withPath(repository, name), name, content), null, licences);
            }
          });
    } catch (IOException e) {
      records.deadLetter(blob.origin(), DeadLetterCause.BROKEN_ARCHIVE, e);
    }
  }

  private void visit(SeekableBlob archive, BiConsumer<String, Archive.Content> files) {
    new Archive(archive)
        .visit(
            new Archive.Visitor() {
              @Override
              public void file(String name, Archive.Content content) {
                files.accept(name, content);
              }

              @Override
              public void empty() {
                records.passOver(archive.origin(), PassedOverReason.NO_FILES);
              }

              @Override
              public void broken(IOException fault) {
                records.deadLetter(archive.origin(), DeadLetterCause.BROKEN_ARCHIVE, fault);
              }
            });
  }

  private void bundle(Blob blob) {
    GitTree git;
    try (InputStream stream = blob.open()) {
      git = GitTree.ofBundle(stream);
    } catch (IOException e) {
      records.deadLetter(blob.origin(), DeadLetterCause.BROKEN_BUNDLE, e);
      return;
    }
    try (git) {
      git(blob.origin().uri() + "!", FileNames.repository(blob.name()), git);
    }
  }

  private void readFolder(Path folder) throws IOException {
    Licences licences = new Licences();
    for (Path file : Folders.files(folder)) {
      noteLicence(licences, name(folder, file), () -> Bytes.raw(file.toString()));
    }
    String repository = FileNames.repository(folder.toAbsolutePath().normalize().toString());
    for (Path file : Folders.files(folder)) {
      String name = name(folder, file);
      Origin origin = Origin.at(file.toString(), -1).withPath(repository, name);
      file(new EntryBlob(origin, name, () -> Bytes.raw(file.toString())), null, licences);
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private void git(String place, String repository, GitTree git) {
    Licences licences = new Licences();
    // Of what is broken, the second pass tells.
    git.visit((name, content) -> noteLicence(licences, name, content));
    git.visit(
        new GitTree.Visitor() {
          @Override
          public void file(String name, GitTree.Content content) {
            Origin origin = Origin.at(place + "/" + name, -1).withPath(repository, name);
            CodeReader.this.file(
                new EntryBlob(origin, name, content), git.commitMillis(), licences);
          }

          @Override
          public void broken(String name, IOException fault) {
            records.deadLetter(
                Origin.at(place + "/" + name, -1), DeadLetterCause.BROKEN_REPOSITORY, fault);
          }
        });
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

  private void file(Blob file, @Nullable Long date, Licences licences) {
    Origin origin = file.origin().withDate(date);
    String name = file.name();
    byte[] bytes;
    // A compressed file of a repository is one of its binary files.
    try (InputStream stream = file.raw()) {
      bytes = Bytes.read(stream, records.maximumBytes()).orElse(null);
    } catch (IOException e) {
      records.deadLetter(origin, DeadLetterCause.BROKEN_FILE, e);
      return;
    }
    if (bytes == null) {
      records.tooLarge(origin);
      return;
    }
    if (TextDecoding.isBinary(bytes)) {
      records.passOver(origin, PassedOverReason.BINARY);
      return;
    }
    String text = TextDecoding.text(bytes);
    if (text.isBlank()) {
      records.passOver(origin, PassedOverReason.NO_TEXT);
      return;
    }
    String language = ProgrammingLanguages.of(name);
    if (language == null) {
      records.passOver(origin, PassedOverReason.UNKNOWN_LANGUAGE);
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
