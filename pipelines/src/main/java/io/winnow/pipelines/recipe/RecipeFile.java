package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.corpus.Kind;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.condition.ConditionException;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Suggestion;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.semantic.SemanticParameters;
import io.winnow.pipelines.recipe.RecipeTree.Place;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A recipe read from a file: checked in full, with the folder that its paths are relative to.
 *
 * @param recipe with every default filled in
 * @param folder of the file
 */
public record RecipeFile(Recipe recipe, Path folder) {
  private static final long MEGABYTE = 1 << 20;
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)(/.*)");

  /**
   * Reads and checks a recipe.
   *
   * @param file in YAML 1.2
   * @param overrides {@code PATH=VALUE}, applied in order before the recipe is checked
   * @param columns that its conditions may speak of
   * @throws RecipeException naming everything that is wrong
   */
  public static RecipeFile load(Path file, List<String> overrides, RecipeColumns columns) {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (MalformedInputException e) {
      throw unreadable(file, "the file is not UTF-8");
    } catch (IOException e) {
      throw unreadable(file, "the file cannot be read: " + e.getMessage());
    }
    Path folder = file.toAbsolutePath().getParent();
    return new RecipeFile(
        parse(yaml, file.toString(), overrides, columns), folder == null ? file : folder);
  }

  private static RecipeException unreadable(Path file, String message) {
    return new RecipeException(List.of(new Problem(file.toString(), 0, 0, "", message)));
  }

  static Recipe parse(String yaml, String name, List<String> overrides, RecipeColumns columns) {
    List<Problem> problems = new ArrayList<>();
    Optional<RecipeTree> read = new RecipeYaml(name, false, problems).read(yaml);
    if (read.isEmpty()) {
      throw new RecipeException(problems);
    }
    RecipeTree tree = read.get();
    RecipeOverrides changes = new RecipeOverrides(problems);
    // A preset's settings can be overridden like those of the recipe, so it comes before them.
    Predicate<String> choosesPreset = override -> override.startsWith("preset=");
    overrides.stream().filter(choosesPreset).forEach(override -> changes.apply(tree, override));
    Presets.apply(tree);
    overrides.stream()
        .filter(choosesPreset.negate())
        .forEach(override -> changes.apply(tree, override));
    JsonNode json = tree.json();
    List<Problem> shape = new SchemaCheck(tree).check(json);
    problems.addAll(shape);
    if (json instanceof ObjectNode object) {
      // Conditions and names are looked at even where the shape is wrong: every error at once.
      new MeaningCheck(tree, columns, problems).check(object);
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    RecipeSchema.fillDefaults((ObjectNode) json);
    return Recipe.bind(json);
  }

  /** The sources as readers want them, their paths made absolute. */
  public List<SourceSettings> sources() {
    long maximum = recipe.ingest().maximumRecordMegabytes() * MEGABYTE;
    List<SourceSettings> sources = new ArrayList<>();
    for (Recipe.Source source : recipe.sources()) {
      sources.add(
          new SourceSettings(
              source.name(),
              Kind.of(source.kind()),
              source.paths().stream().map(this::absolute).toList(),
              source.fields(),
              maximum));
    }
    return sources;
  }

  /**
   * A path of the recipe made absolute: relative ones are to its folder; one that begins with
   * {@code $NAME/} is in the folder that this environment variable names.
   */
  public String absolute(String path) {
    Matcher variable = VARIABLE.matcher(path);
    if (variable.matches()) {
      return System.getenv(variable.group(1)).replaceFirst("/+$", "") + variable.group(2);
    }
    return path.contains("://") || path.startsWith("/")
        ? path
        : folder.resolve(path).normalize().toString();
  }

  /** Holds a tree against the JSON Schema and says what is wrong in sentences. */
  private static final class SchemaCheck {
    private static final JsonSchema SCHEMA =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(RecipeSchema.tree());

    private final RecipeTree tree;

    SchemaCheck(RecipeTree tree) {
      this.tree = tree;
    }

    List<Problem> check(JsonNode json) {
      return SCHEMA.validate(json).stream().map(this::problem).toList();
    }

    private Problem problem(ValidationMessage message) {
      List<Object> steps = new ArrayList<>();
      for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
        steps.add(message.getInstanceLocation().getElement(i));
      }
      JsonNode rule = message.getSchemaNode();
      String value = String.valueOf(message.getInstanceNode());
      Place place = tree.placeOf(steps);
      String path = steps.isEmpty() ? "the recipe" : RecipeTree.path(steps);
      String text;
      switch (message.getType()) {
        case "required" -> text = path + " needs " + message.getProperty();
        case "additionalProperties" -> {
          String key = message.getProperty();
          RecipeTree parent = find(steps);
          place = parent == null ? place : parent.keys.getOrDefault(key, place);
          List<String> known = known(message);
          String where = steps.isEmpty() ? "" : " in " + path;
          text =
              "there is no setting "
                  + key
                  + where
                  + Suggestion.among(key, known)
                      .map(name -> "; did you mean " + name + "?")
                      .orElse("; there are " + String.join(", ", known));
        }
        case "type" -> text = path + " must be " + article(rule.asText()) + ", but was " + value;
        case "enum" -> {
          List<String> allowed =
              StreamSupport.stream(rule.spliterator(), false).map(JsonNode::asText).toList();
          text =
              path
                  + " must be one of "
                  + String.join(", ", allowed)
                  + ", but was "
                  + value
                  + Suggestion.among(message.getInstanceNode().asText(), allowed)
                      .map(word -> "; did you mean " + word + "?")
                      .orElse("");
        }
        case "minimum" -> text = path + " must be at least " + rule + ", but was " + value;
        case "exclusiveMinimum" ->
            text = path + " must be more than " + rule + ", but was " + value;
        case "maximum" -> text = path + " must be at most " + rule + ", but was " + value;
        case "minItems" -> text = path + " needs at least " + rule + " element";
        case "pattern" ->
            text =
                path
                    + " must consist of lower-case letters, digits and hyphens ("
                    + rule.asText()
                    + "), but was "
                    + value;
        default -> text = path + ": " + message.getError();
      }
      return new Problem(place.label(), place.line(), place.column(), RecipeTree.path(steps), text);
    }

    private @Nullable RecipeTree find(List<Object> steps) {
      RecipeTree node = tree;
      for (Object step : steps) {
        node = node == null ? null : node.child(step);
      }
      return node;
    }

    private static List<String> known(ValidationMessage message) {
      List<String> names = new ArrayList<>();
      JsonNode schema = RecipeSchema.tree();
      for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
        Object step = message.getInstanceLocation().getElement(i);
        schema =
            step instanceof Integer
                ? schema.path("items")
                : schema.path("properties").path(String.valueOf(step));
      }
      schema.path("properties").fieldNames().forEachRemaining(names::add);
      return names;
    }

    private static String article(String type) {
      return switch (type) {
        case "string" -> "a word or a text";
        case "integer" -> "a whole number";
        case "number" -> "a number";
        case "boolean" -> "true or false";
        case "array" -> "a list";
        default -> "a map of settings";
      };
    }
  }

  /** What a schema cannot say: names, order, and conditions that fit their columns. */
  private static final class MeaningCheck {
    private final RecipeTree tree;
    private final RecipeColumns columns;
    private final List<Problem> problems;

    MeaningCheck(RecipeTree tree, RecipeColumns columns, List<Problem> problems) {
      this.tree = tree;
      this.columns = columns;
      this.problems = problems;
    }

    void check(ObjectNode recipe) {
      Set<String> sources = uniqueNames(recipe.path("sources"), "sources");
      uniqueNames(recipe.path("rules"), "rules");
      uniqueNames(recipe.path("mixtures"), "mixtures");
      Schema mixtures = withScores(recipe);
      for (int i = 0; i < recipe.path("rules").size(); i++) {
        JsonNode rule = recipe.path("rules").path(i);
        condition(rule.path("drop"), columns.rules(), "rules", i, "drop");
        JsonNode named = rule.path("sources");
        for (int j = 0; j < named.size(); j++) {
          String source = named.path(j).asText();
          if (!sources.contains(source)) {
            problem(
                List.of("rules", i, "sources", j),
                "there is no source "
                    + source
                    + Suggestion.among(source, sources)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("; there are " + String.join(", ", sorted(sources))));
          }
        }
      }
      for (int i = 0; i < recipe.path("mixtures").size(); i++) {
        JsonNode components = recipe.path("mixtures").path(i).path("components");
        Set<String> names = new HashSet<>();
        boolean sequences =
            recipe.path("mixtures").path(i).path("sequence").path("length").asInt() > 0;
        if (recipe.path("mixtures").path(i).path("sequence").path("length").asInt() == 1) {
          problem(
              List.of("mixtures", i, "sequence", "length"),
              "sequence.length must be 0, for no sequences, or at least 2, but was 1");
        }
        for (int j = 0; j < components.size(); j++) {
          if (components.path(j).path("group").asText().equals("repository") && !sequences) {
            problem(
                List.of("mixtures", i, "components", j, "group"),
                "repositories are written as sequences: sequence.length of the mixture must be"
                    + " more than 0");
          }
          String name = components.path(j).path("name").asText();
          if (!name.isEmpty() && !names.add(name)) {
            problem(
                List.of("mixtures", i, "components", j, "name"),
                "two components are called " + name);
          }
          JsonNode where = components.path(j).path("where");
          if (!where.asText().isEmpty()) {
            condition(where, mixtures, "mixtures", i, "components", j, "where");
          }
        }
      }
      stages(recipe);
      variables(recipe);
      grades(recipe.path("classify"));
      embeddings(recipe);
      score(recipe.path("score"));
      target(recipe.path("minhash").path("target"));
      thresholds(recipe.path("semdedup").path("report-thresholds"));
      JsonNode head = recipe.path("score").path("head");
      JsonNode middle = recipe.path("score").path("middle");
      if (head.asDouble(0.3) > middle.asDouble(0.6)) {
        problem(
            List.of("score", head.isMissingNode() ? "middle" : "head"),
            "score.head must be at most score.middle, but they are "
                + head.asDouble(0.3)
                + " and "
                + middle.asDouble(0.6));
      }
    }

    /** A recall that no bands of so few hashes reach. */
    private void target(JsonNode target) {
      double similarity = target.path("similarity").asDouble();
      if (similarity > 0 && similarity <= 1) {
        try {
          MinHashParameters.forTarget(
              1,
              similarity,
              target.path("recall").asDouble(0.95),
              target.path("hashes").asInt(128),
              false);
        } catch (IllegalArgumentException e) {
          problem(List.of("minhash", "target"), "minhash.target: " + e.getMessage());
        }
      }
    }

    /** More cosines than one pass counts at. */
    private void thresholds(JsonNode others) {
      int most = SemanticParameters.MAXIMUM_REPORT_THRESHOLDS;
      if (others.size() > most) {
        problem(
            List.of("semdedup", "report-thresholds"),
            String.format(
                "semdedup.report-thresholds must be %d at most, but were %d", most, others.size()));
      }
    }

    /** What fits no model. */
    private void score(JsonNode score) {
      String model = score.path("model").asText();
      if (model.contains("://")) {
        problem(List.of("score", "model"), "score.model must be a local folder, but was " + model);
      }
      int window = score.path("window").asInt();
      if (window > 0 && window < 4) {
        problem(
            List.of("score", "window"),
            "score.window must be 0, for the model's, or at least 4, but was " + window);
      }
      int stride = score.path("stride").asInt();
      if (window >= 4 && stride > window - 2) {
        problem(
            List.of("score", "stride"),
            "score.stride must be at most score.window less 2, "
                + (window - 2)
                + ", but was "
                + stride);
      }
    }

    /** A kind has buckets of one model at most, and tiers of one; a model grades its own kinds. */
    private void grades(JsonNode classify) {
      Set<String> graded = new HashSet<>();
      for (int i = 0; i < classify.size(); i++) {
        Set<String> own = new HashSet<>();
        classify.path(i).path("kinds").forEach(kind -> own.add(kind.asText()));
        for (String grade : List.of("buckets", "tiers")) {
          Iterator<Map.Entry<String, JsonNode>> kinds = classify.path(i).path(grade).fields();
          while (kinds.hasNext()) {
            Map.Entry<String, JsonNode> kind = kinds.next();
            List<Object> steps = List.of("classify", i, grade, kind.getKey());
            if (!own.isEmpty() && !own.contains(kind.getKey())) {
              problem(steps, "the model is not for kind " + kind.getKey());
            } else if (!graded.add(grade + " " + kind.getKey())) {
              problem(steps, "another model gives kind " + kind.getKey() + " its " + grade);
            }
            JsonNode low = kind.getValue().path("low");
            JsonNode high = kind.getValue().path("high");
            if (low.isNumber() && high.isNumber() && low.asDouble() > high.asDouble()) {
              problem(
                  List.of("classify", i, grade, kind.getKey(), "low"),
                  "the tier low must end where high begins or before: " + low + ", " + high);
            }
          }
        }
      }
    }

    /**
     * Winnow's own models know the transformer's vectors only; others are asked when they are read.
     */
    private void embeddings(JsonNode recipe) {
      String embedding = recipe.path("embed").path("model").asText(EmbeddingModel.TRANSFORMER);
      if (!EmbeddingModel.NAMES.contains(embedding)
          || embedding.equals(EmbeddingModel.TRANSFORMER)) {
        return;
      }
      for (int i = 0; i < recipe.path("classify").size(); i++) {
        String model = recipe.path("classify").path(i).path("model").asText();
        if (ModelFiles.NAMES.contains(model)) {
          problem(
              List.of("classify", i, "model"),
              String.format(
                  "the model %s was trained on embeddings of %s, but embed.model is %s",
                  model, EmbeddingModel.TRANSFORMER, embedding));
        }
      }
    }

    /** Folders that environment variables name must be named by them. */
    private void variables(JsonNode recipe) {
      for (int i = 0; i < recipe.path("sources").size(); i++) {
        JsonNode paths = recipe.path("sources").path(i).path("paths");
        for (int j = 0; j < paths.size(); j++) {
          variable(paths.path(j), "sources", i, "paths", j);
        }
      }
      for (int i = 0; i < recipe.path("classify").size(); i++) {
        variable(recipe.path("classify").path(i).path("model"), "classify", i, "model");
      }
      variable(recipe.path("score").path("model"), "score", "model");
      JsonNode benchmarks = recipe.path("contamination").path("benchmarks");
      for (int i = 0; i < benchmarks.size(); i++) {
        variable(benchmarks.path(i), "contamination", "benchmarks", i);
      }
      JsonNode against = recipe.path("minhash").path("against");
      for (int i = 0; i < against.size(); i++) {
        variable(against.path(i), "minhash", "against", i);
      }
    }

    private void variable(JsonNode path, Object... steps) {
      Matcher variable = VARIABLE.matcher(path.asText());
      if (variable.matches()) {
        String value = System.getenv(variable.group(1));
        if (value == null || value.isEmpty()) {
          problem(
              List.of(steps),
              path.asText()
                  + " begins with the environment variable "
                  + variable.group(1)
                  + ", which is not set");
        }
      }
    }

    /** A column for each model, whose names neither repeat each other nor another column's. */
    private Schema withScores(JsonNode recipe) {
      JsonNode classify = recipe.path("classify");
      boolean scored = false;
      boolean predicted = false;
      for (JsonNode stage : recipe.path("stages")) {
        scored |= stage.asText().equals("classify");
        predicted |= stage.asText().equals("score");
      }
      Schema known = predicted ? columns.mixtures().and(columns.losses()) : columns.mixtures();
      List<Column<?>> scores = new ArrayList<>(known.columns());
      Set<String> names = new HashSet<>(columns.mixtures().and(columns.losses()).names());
      for (int i = 0; i < classify.size(); i++) {
        JsonNode name = classify.path(i).path("name");
        if (name.isTextual() && !names.add(name.asText())) {
          problem(
              List.of("classify", i, "name"), "there is another column called " + name.asText());
        } else if (name.isTextual() && scored && Column.isName(name.asText())) {
          scores.add(Column.real(name.asText(), "score of a model"));
        }
      }
      return new Schema(scores);
    }

    /** Stages that need what another one leaves. */
    private static final Map<String, String> NEEDS =
        Map.of("classify", "embed", "semdedup", "embed");

    private void stages(JsonNode recipe) {
      JsonNode stages = recipe.path("stages");
      if (!stages.isArray()) {
        return;
      }
      Map<String, Integer> places = new HashMap<>();
      for (int i = 0; i < stages.size(); i++) {
        if (places.put(stages.path(i).asText(), i) != null) {
          problem(List.of("stages", i), "the stage " + stages.path(i).asText() + " is named twice");
        }
      }
      if (!places.containsKey("signals")) {
        problem(
            List.of("stages"),
            "stages must have signals, which rules and mixtures take their numbers from");
      }
      List<String> order = RecipeSchema.words("stages");
      if (places.containsKey("contamination")
          && recipe.path("contamination").path("benchmarks").isEmpty()) {
        problem(
            List.of("stages", places.get("contamination")),
            "the stage contamination needs contamination.benchmarks: files to look for");
      }
      if (places.containsKey("classify") && recipe.path("classify").isEmpty()) {
        problem(
            List.of("stages", places.get("classify")),
            "the stage classify needs a model: a list called classify");
      }
      if (places.containsKey("score") && recipe.path("score").path("model").asText().isEmpty()) {
        problem(
            List.of("stages", places.get("score")),
            "the stage score needs score.model: the folder of a checkpoint");
      }
      for (int i = 0; i < stages.size(); i++) {
        String needed = NEEDS.get(stages.path(i).asText());
        if (needed != null && !places.containsKey(needed)) {
          problem(
              List.of("stages", i),
              "the stage " + stages.path(i).asText() + " needs the stage " + needed);
        }
      }
      int last = -1;
      for (int i = 0; i < stages.size(); i++) {
        int place = order.indexOf(stages.path(i).asText());
        if (place >= 0 && place < last) {
          problem(
              List.of("stages", i),
              stages.path(i).asText()
                  + " comes too late; the order is "
                  + String.join(", ", order));
        }
        last = Math.max(last, place);
      }
    }

    private Set<String> uniqueNames(JsonNode list, String setting) {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < list.size(); i++) {
        JsonNode name = list.path(i).path("name");
        if (name.isTextual() && !names.add(name.asText())) {
          problem(List.of(setting, i, "name"), "two " + setting + " are called " + name.asText());
        }
      }
      return names;
    }

    private void condition(JsonNode node, Schema schema, Object... steps) {
      if (!node.isTextual()) {
        return; // missing, or of a wrong type: the schema says so
      }
      try {
        Condition.parse(node.asText()).bind(schema);
      } catch (ConditionException e) {
        problem(
            List.of(steps),
            RecipeTree.path(List.of(steps)) + ", character " + e.column() + ": " + e.getMessage());
      }
    }

    private void problem(List<Object> steps, String message) {
      Place place = tree.placeOf(steps);
      problems.add(
          new Problem(
              place.label(), place.line(), place.column(), RecipeTree.path(steps), message));
    }

    private static List<String> sorted(Set<String> names) {
      return names.stream().sorted().collect(Collectors.toList());
    }
  }
}
