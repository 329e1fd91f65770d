package io.winnow.classifiers;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.onnx.NoSuchModel;
import io.winnow.classifiers.onnx.ScoreModel;
import io.winnow.corpus.Digest;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.NeededSetting;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says by each model of a recipe how good the documents of its kinds are. */
public final class Classify extends TableStage {
  /** The word of recipes. */
  public static final String WORD = "classify";

  private final List<Place> places;
  private final EmbedSettings embed;
  private final Table signals;
  private final Column<Double> characters;
  private final Table scores;

  /** Where the model of a score lies, and whom it is for. */
  private record Place(String column, String model, List<String> kinds) {}

  /**
   * @param models at least one
   * @param embed how the vectors were made
   * @param signals aligned table that says how long texts are
   * @param characters its column of that number
   * @param absolute makes a path of a recipe absolute
   */
  public Classify(
      List<ClassifyModel> models,
      EmbedSettings embed,
      Table signals,
      Column<Double> characters,
      UnaryOperator<String> absolute) {
    super(
        WORD,
        List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS, EmbeddingTable.EMBEDDINGS, signals),
        scores(models));
    this.places =
        models.stream()
            .map(
                model ->
                    new Place(
                        model.name(),
                        ModelFiles.NAMES.contains(model.model())
                            ? model.model()
                            : absolute.apply(model.model()),
                        model.kinds()))
            .toList();
    this.embed = embed;
    this.signals = signals;
    this.characters = characters;
    this.scores = scores(models);
  }

  private static Table scores(List<ClassifyModel> models) {
    return ScoreTable.written(models.stream().map(ClassifyModel::name).toList());
  }

  /**
   * Says what is wrong with models beside each other, and with those of Winnow, which know the
   * vectors of one embedding model; others are asked when they are read.
   *
   * @param fault takes the path of a setting within the section, which begins with the place of a
   *     model in the list, as in {@code 0.model}, and a sentence
   */
  public static void check(
      List<ClassifyModel> models, EmbedSettings embed, BiConsumer<String, String> fault) {
    Set<String> graded = new HashSet<>();
    for (int i = 0; i < models.size(); i++) {
      String at = i + ".";
      ClassifyModel model = models.get(i);
      requireOnce("buckets", model.buckets().keySet(), model, at, graded, fault);
      requireOnce("tiers", model.tiers().keySet(), model, at, graded, fault);
      if (ModelFiles.NAMES.contains(model.model())
          && !embed.model().equals(EmbeddingModel.TRANSFORMER)) {
        fault.accept(
            at + "model",
            String.format(
                Locale.ROOT,
                "the model %s was trained on embeddings of %s, but embed.model is %s",
                model.model(),
                EmbeddingModel.TRANSFORMER,
                embed.model()));
      }
    }
  }

  private static void requireOnce(
      String grade,
      Set<String> kinds,
      ClassifyModel model,
      String at,
      Set<String> graded,
      BiConsumer<String, String> fault) {
    for (String kind : kinds) {
      if (model.isFor(Kind.of(kind)) && !graded.add(grade + " " + kind)) {
        fault.accept(at + grade + "." + kind, "another model gives kind " + kind + " its " + grade);
      }
    }
  }

  @Override
  public String name() {
    return WORD;
  }

  @Override
  public List<String> needs() {
    return List.of(EmbedTexts.WORD);
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(ClassifyModel.class);
  }

  @Override
  public Optional<NeededSetting> needsSetting() {
    return Optional.of(new NeededSetting("classify", "a model: a list called classify"));
  }

  @Override
  public List<Offer> offers() {
    return List.of(new Offer(scores, places.stream().map(Place::column).toList(), false));
  }

  @Override
  public List<Table> tells() {
    return List.of(scores);
  }

  /**
   * Loads the models.
   *
   * @throws WrongInput if there is none of a name
   * @throws io.winnow.classifiers.onnx.UnusableModel if one fails its checks, or was trained on
   *     other vectors than those that the recipe makes
   */
  @Override
  public void requireAssets() throws IOException {
    for (Head head : heads()) {
      ScoreModel.of(head.files());
    }
  }

  private List<Head> heads() throws IOException {
    List<Head> heads = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      ModelFiles files;
      try {
        files = ModelFiles.read(place.model());
      } catch (NoSuchModel e) {
        throw new WrongInput("classify[" + i + "].model", e.getMessage());
      }
      heads.add(
          new Head(
              files.requireEmbedding(embed.model()).requireTokens(embed.tokens()),
              place.kinds().stream().map(Kind::of).collect(Collectors.toCollection(TreeSet::new))));
    }
    return heads;
  }

  @Override
  public String settings(Inputs inputs) throws IOException {
    Digest digest = new Digest();
    List<Head> heads = heads();
    for (int i = 0; i < heads.size(); i++) {
      Head head = heads.get(i);
      digest.add(places.get(i).column()).add(head.files().digest()).add(head.kinds().toString());
      digest.add(Boolean.toString(head.files().length()));
    }
    return digest.hex();
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    return Work.perShard(new Scores(new ArrayList<>(heads()), scores, signals, characters));
  }

  /**
   * A model and whom it is for.
   *
   * @param kinds all when empty
   */
  private record Head(ModelFiles files, TreeSet<Kind> kinds) implements Serializable {
    boolean isFor(String kind) {
      return kinds.isEmpty() || kinds.contains(Kind.of(kind));
    }

    float[] input(float[] vector, long characters) {
      return ModelFiles.input(vector, files.length(), characters);
    }
  }

  private record Scores(
      ArrayList<Head> heads, Table scores, Table signals, Column<Double> characters)
      implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      List<ScoreModel> models = heads.stream().map(head -> ScoreModel.of(head.files())).toList();
      float[] vector = new float[EmbeddingModel.dimensions(heads.get(0).files().embedding())];
      from.forEach(
          List.of(
              DocumentTable.DOCUMENTS.columns(DocumentTable.KIND),
              DocumentTable.IDS.columns(DocumentTable.ID),
              EmbeddingTable.EMBEDDINGS.columns(EmbeddingTable.EMBEDDING),
              signals.columns(characters)),
          row -> {
            @Nullable Object[] values = new @Nullable Object[models.size() + 1];
            values[models.size()] = row.get(DocumentTable.ID);
            byte[] embedding = row.getOrNull(EmbeddingTable.EMBEDDING);
            if (embedding != null) {
              Embedding.read(embedding, vector);
              for (int i = 0; i < models.size(); i++) {
                Head head = heads.get(i);
                if (head.isFor(row.get(DocumentTable.KIND))) {
                  values[i] =
                      models.get(i).score(head.input(vector, row.get(characters).longValue()));
                }
              }
            }
            to.write(scores, values);
          });
    }
  }
}
