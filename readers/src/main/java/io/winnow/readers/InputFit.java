package io.winnow.readers;

import io.winnow.corpus.files.LostInput;
import io.winnow.corpus.table.Suggestion;
import io.winnow.readers.containers.Archive;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.InputBlob;
import io.winnow.readers.containers.Selection;
import io.winnow.readers.rows.ParquetRows;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks into inputs, as far as that is cheap, for what would leave a source without a document:
 * lists of archives and of columns are read, and no text. What cannot be read is no fault here; it
 * becomes a dead letter.
 */
record InputFit(SourceSettings source, List<InputFile> inputs) {
  /** Of a larger archive that has no list of its files, nothing is said. */
  private static final long MAXIMUM_ARCHIVE_BYTES = 64L << 20;

  /** Of more files, the others are like these or not. */
  private static final int MAXIMUM_FILES = 100;

  /** The fields of rows that hold what becomes a text. */
  private static final List<String> TEXTS = List.of("text", "html", "replies");

  List<MissingInput.Fault> faults() throws IOException {
    List<MissingInput.Fault> faults = new ArrayList<>();
    for (int i = 0; i < source.paths().size(); i++) {
      Selection selection = new Selection(source.paths().get(i));
      if (!selection.isWhole()) {
        addUnselected(source.paths().get(i), selection, i, faults);
      }
    }
    addColumns(faults);
    return faults;
  }

  /** A pattern for which there is no file in any of the archives. */
  private void addUnselected(
      String path, Selection selection, int number, List<MissingInput.Fault> faults)
      throws IOException {
    Set<String> names = new LinkedHashSet<>();
    SourceSettings alone =
        new SourceSettings(
            source.name(),
            source.kind(),
            List.of(path),
            source.fields(),
            source.maximumRecordBytes());
    List<InputFile> archives = new InputListing(alone).list();
    for (InputFile archive : archives) {
      if (!addNames(archive, names) || names.stream().anyMatch(selection::selects)) {
        return;
      }
    }
    faults.add(
        new MissingInput.Fault(
            "paths[" + number + "]",
            String.format(
                Locale.ROOT,
                "nothing inside of %s is at %s; there are %s",
                archives.size() == 1
                    ? Selection.container(archives.get(0).path())
                    : archives.size() + " archives",
                Selection.inside(path).substring(2),
                some(names))));
  }

  /** Adds the names of an archive's files; false if they cannot be found out cheaply. */
  private static boolean addNames(InputFile input, Set<String> names) {
    String path = Selection.container(input.path());
    boolean listed = path.endsWith(".zip") || path.endsWith(".jar");
    if (!FileNames.isArchive(path) || !listed && input.size() > MAXIMUM_ARCHIVE_BYTES) {
      return false;
    }
    boolean[] whole = {true};
    try {
      new Archive(Archive.seekable(new InputBlob(path)))
          .visit(
              new Archive.Visitor() {
                @Override
                public void file(String name, Archive.Content content) {
                  names.add(name);
                }

                @Override
                public void broken(IOException fault) {
                  whole[0] = false;
                }
              });
    } catch (IOException | LostInput e) {
      return false;
    }
    return whole[0];
  }

  /** Files of columns without the one that holds texts, and fields that no file has. */
  private void addColumns(List<MissingInput.Fault> faults) {
    List<String> texts = TEXTS.stream().filter(source.fields()::containsKey).toList();
    String text = texts.isEmpty() ? "text" : source.fields().get(texts.get(0));
    Set<String> all = new LinkedHashSet<>();
    int files = 0;
    for (InputFile input : inputs) {
      if (input.path().endsWith(".parquet") && files < MAXIMUM_FILES) {
        List<String> columns = ParquetRows.columns(new InputBlob(input.path()));
        if (!columns.isEmpty()) {
          files++;
          all.addAll(columns);
          if (texts.stream().map(source.fields()::get).noneMatch(name -> has(columns, name))
              && !columns.contains(text)) {
            faults.add(
                new MissingInput.Fault(
                    "fields" + (texts.isEmpty() ? "" : "." + texts.get(0)),
                    input.path() + " has no column " + text + instead(text, columns)));
            return;
          }
        }
      }
    }
    if (files == inputs.size()) {
      for (Map.Entry<String, String> field : source.fields().entrySet()) {
        if (!TEXTS.contains(field.getKey()) && !has(all, field.getValue())) {
          faults.add(
              new MissingInput.Fault(
                  "fields." + field.getKey(),
                  "no file of the source has a column "
                      + field.getValue()
                      + instead(field.getValue(), all)));
        }
      }
    }
  }

  private static boolean has(Iterable<String> columns, String field) {
    for (String column : columns) {
      if (field.equals(column) || field.startsWith(column + ".")) {
        return true;
      }
    }
    return false;
  }

  private static String instead(String name, Iterable<String> columns) {
    List<String> names = new ArrayList<>();
    columns.forEach(names::add);
    return Suggestion.question(name, names);
  }

  private static String some(Set<String> names) {
    String some = String.join(", ", names.stream().limit(3).toList());
    return names.isEmpty() ? "no files" : names.size() > 3 ? some + " and others" : some;
  }
}
