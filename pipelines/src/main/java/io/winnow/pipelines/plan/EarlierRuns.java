package io.winnow.pipelines.plan;

import io.winnow.corpus.Digest;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.files.NoSuchFilesystem;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.minhash.EarlierShards;
import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.minhash.SignTexts;
import io.winnow.dedup.minhash.SignedShard;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.manifest.WholeResult;
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
public final class EarlierRuns {
  private static final List<String> TABLES =
      List.of(
          DocumentTable.IDS.name(), SignTexts.SIGNATURES.name(), DecisionTables.DECISIONS.name());

  private final List<CorpusFolder> folders = new ArrayList<>();
  private final List<WholeResult> results = new ArrayList<>();

  private EarlierRuns() {}

  /**
   * Opens those that a recipe names.
   *
   * @throws io.winnow.pipelines.recipe.RecipeException if a folder holds no finished run, or its
   *     signatures cannot be compared with those of the recipe
   */
  public static EarlierRuns of(RecipeFile file) throws IOException {
    EarlierRuns runs = new EarlierRuns();
    if (file.recipe().hasStage("minhash")) {
      MinHashSettings settings = file.recipe().section(MinHashSettings.class);
      MinHashParameters wanted = settings.parameters();
      for (int i = 0; i < settings.against().size(); i++) {
        try {
          runs.add(file.absolute(settings.against().get(i)), wanted);
        } catch (WrongInput | NoSuchFilesystem e) {
          throw file.fault("minhash.against[" + i + "]", e.getMessage());
        }
      }
    }
    return runs;
  }

  private void add(String path, MinHashParameters wanted) throws IOException {
    CorpusFolder folder = new CorpusFolder(path);
    Optional<WholeResult> result = WholeResult.in(folder);
    if (result.isEmpty()) {
      throw new WrongInput("there is no finished run in " + path);
    }
    requireComparable(folder, result.get(), wanted);
    folders.add(folder);
    results.add(result.get());
  }

  private static void requireComparable(
      CorpusFolder named, WholeResult result, MinHashParameters wanted) throws IOException {
    Manifest manifest = result.manifest();
    String run = "the run in " + named.root();
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
      try (TableReader signatures =
          TableReader.open(result.folder().found(SignTexts.SIGNATURES.name(), first))) {
        if (!signatures.schema().has(SignTexts.SKETCH.name())) {
          throw new WrongInput(run + " was made by another version of Winnow");
        }
      }
    }
    MinHashParameters its = recipe.section(MinHashSettings.class).parameters();
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
  public void requireNot(CorpusFolder own) {
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

  /** No earlier run. */
  static EarlierRuns none() {
    return new EarlierRuns();
  }

  /** What is read of them: their shards, numbered from 0. */
  EarlierShards shards() {
    Digest digest = new Digest();
    List<SignedShard> shards = new ArrayList<>();
    for (WholeResult result : results) {
      for (Manifest.TableEntry table : result.manifest().tables()) {
        if (TABLES.contains(table.table())) {
          digest.add(table.table());
          table.files().forEach(file -> digest.add(file.digest()));
        }
      }
      for (Shard shard : result.manifest().shards()) {
        Shard numbered = new Shard(shards.size(), shard.name(), shard.rows(), shard.textBytes());
        shards.add(new SignedShard(result.folder(), numbered, DecisionTables.DECISIONS));
      }
    }
    return new EarlierShards(shards, digest.hex());
  }
}
