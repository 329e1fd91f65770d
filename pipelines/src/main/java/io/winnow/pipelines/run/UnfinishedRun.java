package io.winnow.pipelines.run;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.pipelines.manifest.Json;
import io.winnow.readers.source.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;

/**
 * The inputs that an unfinished run began with. A run that is continued must find the same inputs,
 * or its result would be of neither the old nor the new ones.
 */
final class UnfinishedRun {
  private static final String FILE = "unfinished.json";

  private UnfinishedRun() {}

  /** The inputs as a file of the run: for each source its settings and files. */
  record Inputs(Map<String, SourceInputs> sources) {
    Inputs {
      sources = new TreeMap<>(sources);
    }
  }

  /** The inputs of one source, under its settings in canonical form. */
  record SourceInputs(String settings, List<InputFile> files) {}

  /**
   * Notes the inputs of a run that begins, or compares them with those of the unfinished run that
   * it continues. A source whose settings changed is new and is not compared.
   *
   * @throws Refused if an input of the unfinished run has changed, gone, or come
   */
  static void beginOrContinue(CorpusFolder folder, Inputs now) throws IOException {
    Optional<Inputs> earlier = Json.read(folder.file(FILE), Inputs.class);
    if (earlier.isPresent()) {
      requireSame(folder, earlier.get(), now);
    }
    Json.write(folder.file(FILE), now);
  }

  /**
   * @throws Refused naming a file, if {@code now} differs from {@code before}
   */
  static void requireSame(CorpusFolder folder, Inputs before, Inputs now) {
    now.sources()
        .forEach(
            (name, source) -> {
              SourceInputs old = before.sources().get(name);
              if (old != null && old.settings().equals(source.settings())) {
                difference(old.files(), source.files())
                    .ifPresent(
                        change -> {
                          throw new Refused(
                              String.format(
                                  Locale.ROOT,
                                  "source %s: %s while a run in %s is unfinished. Put the inputs"
                                      + " back and run again to finish it, or delete that folder"
                                      + " to start over",
                                  name,
                                  change,
                                  folder.root()));
                        });
              }
            });
  }

  private static Optional<String> difference(List<InputFile> old, List<InputFile> now) {
    Map<String, InputFile> gone = new TreeMap<>();
    old.forEach(file -> gone.put(file.path(), file));
    List<String> changes = new ArrayList<>();
    for (InputFile file : now) {
      InputFile before = gone.remove(file.path());
      if (before == null) {
        changes.add(file.path() + " has come");
      } else if (!before.equals(file)) {
        changes.add(file.path() + " has changed");
      }
    }
    gone.keySet().forEach(path -> changes.add(path + " has gone"));
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            changes.get(0)
                + (changes.size() == 1 ? "" : " (and " + (changes.size() - 1) + " more changes)"));
  }

  /** The run is finished. */
  static void end(CorpusFolder folder) throws IOException {
    FileSystems.delete(List.of(folder.file(FILE)), StandardMoveOptions.IGNORE_MISSING_FILES);
  }
}
