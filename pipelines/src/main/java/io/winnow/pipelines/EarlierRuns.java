package io.winnow.pipelines;

import io.winnow.corpus.Digest;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.minhash.SignatureTable;
import io.winnow.dedup.minhash.SignedShard;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs of {@code minhash.against}: what they have kept stays, and what is like it goes. Only
 * their tables are read, no text.
 */
final class EarlierRuns {
  private static final List<String> TABLES =
      List.of(DocumentTable.IDS.name(), SignatureTable.NAME, DecisionTables.DECISIONS.name());

  private final List<CorpusFolder> folders = new ArrayList<>();
  private final List<Manifest> manifests = new ArrayList<>();

  private EarlierRuns() {}

  /**
   * Opens those that a recipe names.
   *
   * @throws WrongInput if a folder holds no finished run, or its signatures cannot be compared with
   *     those of the recipe
   */
  static EarlierRuns of(RecipeFile file) throws IOException {
    EarlierRuns runs = new EarlierRuns();
    if (file.recipe().hasStage("minhash")) {
      MinHashParameters wanted = file.recipe().minhash().parameters();
      for (String path : file.recipe().minhash().against()) {
        CorpusFolder folder = new CorpusFolder(file.absolute(path));
        Optional<Manifest> manifest = Manifest.read(folder);
        if (manifest.isEmpty()) {
          throw new WrongInput("minhash.against: there is no finished run in " + folder.root());
        }
        requireComparable(folder, manifest.get(), wanted);
        runs.folders.add(folder);
        runs.manifests.add(manifest.get());
      }
    }
    return runs;
  }

  private static void requireComparable(
      CorpusFolder folder, Manifest manifest, MinHashParameters wanted) throws IOException {
    String run = "minhash.against: the run in " + folder.root();
    Recipe recipe;
    try {
      recipe = Recipe.parse(manifest.recipe());
    } catch (IllegalArgumentException e) {
      throw new WrongInput(run + " was made by another version of Winnow");
    }
    if (!recipe.hasStage("minhash")) {
      throw new WrongInput(run + " has no signatures: its recipe has no stage minhash");
    }
    if (!manifest.shards().isEmpty()) {
      String first = manifest.shards().get(0).name();
      try (TableReader signatures = TableReader.open(folder.table(SignatureTable.NAME, first))) {
        if (!signatures.schema().has("sketch")) {
          throw new WrongInput(run + " was made by another version of Winnow");
        }
      }
    }
    MinHashParameters its = recipe.minhash().parameters();
    if (!its.equals(wanted)) {
      throw new WrongInput(
          run
              + " has signatures of "
              + its.words()
              + ", which cannot be compared with those of this recipe, of "
              + wanted.words());
    }
  }

  /**
   * Fails if a folder is among them.
   *
   * @throws WrongInput naming it
   */
  void requireNot(CorpusFolder own) {
    for (CorpusFolder folder : folders) {
      if (place(folder).equals(place(own))) {
        throw new WrongInput(
            "minhash.against: " + folder.root() + " is the folder of this run itself");
      }
    }
  }

  private static String place(CorpusFolder folder) {
    return folder.root().contains("://")
        ? folder.root()
        : Path.of(folder.root()).toAbsolutePath().normalize().toString();
  }

  /** Of all that is read of them. */
  String digest() {
    Digest digest = new Digest();
    for (Manifest manifest : manifests) {
      for (Manifest.TableEntry table : manifest.tables()) {
        if (TABLES.contains(table.table())) {
          digest.add(table.table());
          table.files().forEach(file -> digest.add(file.digest()));
        }
      }
    }
    return digest.hex();
  }

  /** Their shards, numbered on from the corpus's. */
  List<SignedShard> shards(int ownShards) {
    List<SignedShard> shards = new ArrayList<>();
    for (int run = 0; run < folders.size(); run++) {
      for (Shard shard : manifests.get(run).shards()) {
        Shard numbered =
            new Shard(ownShards + shards.size(), shard.name(), shard.rows(), shard.textBytes());
        shards.add(new SignedShard(folders.get(run), numbered, DecisionTables.DECISIONS.name()));
      }
    }
    return shards;
  }
}
