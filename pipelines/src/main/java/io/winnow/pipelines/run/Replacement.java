package io.winnow.pipelines.run;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.pipelines.manifest.Json;
import io.winnow.pipelines.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * How a new result takes the place of an old one, which stays as it is until then. A run over a
 * whole result writes into the folder {@code next} in it. The manifest comes last there, in one
 * rename: from then on the new result counts ({@link io.winnow.pipelines.manifest.WholeResult}),
 * and its files are moved to where the old ones lie. If this process ends while it moves them, the
 * next run moves the others.
 */
final class Replacement {
  private Replacement() {}

  /**
   * Where a run writes. Finishes the moves of a run before it first.
   *
   * @param folder of the run, which nobody else may write
   */
  static CorpusFolder begin(CorpusFolder folder) throws IOException {
    if (folder.next().has(Manifest.FILE)) {
      move(folder);
    }
    if (!folder.has(Manifest.FILE)) {
      return folder;
    }
    UnfinishedRun.end(folder);
    return folder.next();
  }

  /**
   * Makes what a run has written the result of its folder.
   *
   * @param written where the run wrote
   */
  static void end(CorpusFolder written, Manifest manifest) throws IOException {
    Json.write(written.file(Manifest.FILE), manifest);
    CorpusFolder folder = written.below();
    if (folder == null) {
      UnfinishedRun.end(written);
    } else {
      move(folder);
    }
  }

  /** Moves all files of the next result, its manifest last. */
  private static void move(CorpusFolder folder) throws IOException {
    CorpusFolder next = folder.next();
    UnfinishedRun.end(next);
    String top = next.folder(".").getCurrentDirectory().toString();
    String to = folder.folder(".").getCurrentDirectory().toString();
    List<ResourceId> from = new ArrayList<>();
    List<ResourceId> targets = new ArrayList<>();
    for (MatchResult.Metadata file :
        FileSystems.match(top + "**", EmptyMatchTreatment.ALLOW).metadata()) {
      String path = file.resourceId().toString().substring(top.length());
      if (!path.equals(Manifest.FILE)) {
        from.add(file.resourceId());
        targets.add(FileSystems.matchNewResource(to + path, false));
      }
    }
    FileSystems.rename(from, targets);
    FileSystems.rename(List.of(next.file(Manifest.FILE)), List.of(folder.file(Manifest.FILE)));
    removeFolders(next);
  }

  /** On local filesystems folders stay when their files have gone. */
  private static void removeFolders(CorpusFolder next) throws IOException {
    if (!next.root().contains("://")) {
      try (Stream<Path> folders = Files.walk(Path.of(next.root()))) {
        for (Path each : folders.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
