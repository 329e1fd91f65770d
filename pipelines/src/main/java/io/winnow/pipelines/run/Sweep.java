package io.winnow.pipelines.run;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.mixtures.MixTexts;
import io.winnow.mixtures.export.ExportParts;
import io.winnow.pipelines.ingest.Ingest;
import io.winnow.pipelines.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Deletes table files and receipts that a finished run does not consist of: shards of inputs that
 * have gone, tables of stages that the recipe no longer names, parts beyond a mixture's last, and
 * what has been exported of such. Of a result that is still to take its place, files of mixtures go
 * for which a killed attempt had written no receipt yet, too: they would be moved to where people
 * read mixtures by themselves.
 */
final class Sweep {
  private final CorpusFolder folder;
  private final Set<String> wanted = new HashSet<>();

  Sweep(CorpusFolder folder, Manifest manifest) {
    this.folder = folder;
    for (Manifest.TableEntry table : manifest.tables()) {
      table.files().forEach(file -> want(table.table(), file.name()));
    }
    for (Manifest.MixtureEntry mixture : manifest.mixtures()) {
      mixture.files().forEach(file -> want(MixTexts.folder(mixture.name()), file.name()));
    }
  }

  private void want(String table, String file) {
    wanted.add(folder.table(table, file).toString());
    wanted.add(folder.receipt(table, file).toString());
    ExportParts.Exported.of(table, file).ifPresent(export -> wanted.add(at(export).toString()));
  }

  void run() throws IOException {
    List<ResourceId> stale = new ArrayList<>();
    List<ResourceId> exported = new ArrayList<>();
    for (MatchResult.Metadata file :
        FileSystems.match(
                folder.folder("receipts").toString() + "**.json", EmptyMatchTreatment.ALLOW)
            .metadata()) {
      String receipt = file.resourceId().toString();
      // Receipts of ingest are of tasks, not of files.
      if (!wanted.contains(receipt)
          && !receipt.startsWith(folder.folder("receipts/" + Ingest.NAME).toString())) {
        String path = receipt.substring(folder.folder("receipts").toString().length());
        int slash = path.lastIndexOf('/');
        String table = path.substring(0, slash);
        String name = path.substring(slash + 1, path.length() - ".json".length());
        stale.add(file.resourceId());
        stale.add(folder.table(table, name));
        ExportParts.Exported.of(table, name).ifPresent(export -> exported.add(at(export)));
      }
    }
    // First what only a receipt tells of: a sweep that is cut short is done again by the next run.
    FileSystems.delete(exported, StandardMoveOptions.IGNORE_MISSING_FILES);
    FileSystems.delete(stale, StandardMoveOptions.IGNORE_MISSING_FILES);
    if (folder.below() != null) {
      FileSystems.delete(unknownFilesOfMixtures(), StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }

  private List<ResourceId> unknownFilesOfMixtures() throws IOException {
    List<ResourceId> unknown = new ArrayList<>();
    for (MatchResult.Metadata file :
        FileSystems.match(folder.folder("mixtures").toString() + "**", EmptyMatchTreatment.ALLOW)
            .metadata()) {
      if (!wanted.contains(file.resourceId().toString())) {
        unknown.add(file.resourceId());
      }
    }
    return unknown;
  }

  private ResourceId at(ExportParts.Exported export) {
    return folder
        .folder(MixTexts.folder(export.mixture()))
        .resolve(export.file(), StandardResolveOptions.RESOLVE_FILE);
  }
}
