package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import io.winnow.mixtures.MixtureSettings;
import io.winnow.quality.decision.RuleSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * One recipe, with every default filled in. In YAML the names are in kebab-case. What it says of
 * sources and survivors stands here; the settings of stages are {@link Section}s, records that
 * stand beside their stages.
 */
public final class Recipe {
  static final String NAME = "[a-z0-9][a-z0-9._-]*";

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
          .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
          .build();

  private final Core core;
  private final ObjectNode sections;

  private Recipe(Core core, ObjectNode sections) {
    this.core = core;
    this.sections = sections;
  }

  /** What belongs to no stage. */
  record Core(
      @Setting(value = "Name of the run.", example = "\"november\"", pattern = NAME) String name,
      @Setting(
              value = "What the recipe is for.",
              example = "\"Pages of November, for the first stage\"",
              fallback = "\"\"")
          String description,
      @Setting(
              value = "Settings to start from; what the recipe says itself comes first.",
              fallback = "\"\"",
              allowed = {"", "glm-4.5"})
          String preset,
      @Setting(value = "Decides every choice by chance: epochs, order, samples.", fallback = "45")
          long seed,
      @Setting(
              value = "Whose tokens are counted.",
              fallback = "\"o200k\"",
              allowed = {"o200k", "cl100k"})
          String tokenizer,
      @Setting(
              value = "Where documents come from.",
              example = "[{\"name\": \"crawl\", \"kind\": \"web\", \"paths\": [\"in/*.warc.gz\"]}]",
              items = 1)
          List<Source> sources,
      @Setting(value = "How inputs become shards.", fallback = "{}") Ingest ingest,
      @Setting(
              value =
                  "The stages to run, in their order; a class on the class path that implements"
                      + " Stage may be among them.",
              fallback = "[\"signals\", \"exact\", \"prefilter\", \"minhash\"]")
          List<String> stages,
      @Setting(
              value =
                  "Which member of a cluster is kept; a later word decides where earlier ones tie.",
              fallback = "[\"best-quality\", \"longest\", \"id\"]",
              allowed = {"best-quality", "longest", "shortest", "newest", "source", "id"})
          List<String> survivor,
      @Setting(value = "What to make of records that cannot be read.", fallback = "{}")
          DeadLetters deadLetters,
      @Setting(value = "How much one rule, filter or cluster may take.", fallback = "{}")
          Guards guards) {}

  /** Where documents of one kind come from. */
  public record Source(
      @Setting(value = "Name of the source.", example = "\"crawl\"", pattern = "[a-z0-9][a-z0-9-]*")
          String name,
      @Setting(value = "What sort of documents they are.", words = Kind.class) String kind,
      @Setting(
              value =
                  "Files, folders or patterns with *, ** and ?; relative to the recipe, or in the"
                      + " folder that an environment variable names, as in $NAME/web. What is"
                      + " behind !/ chooses files inside an archive.",
              example = "[\"in/web/*.warc.gz\", \"$DATA/pages.zip!/docs/**\"]",
              items = 1,
              path = true)
          List<String> paths,
      @Setting(
              value =
                  "For files of rows, such as JSONL and Parquet: which field of a row holds text,"
                      + " html, id, uri, title, date, repository, path, language, or a message's"
                      + " parent, replies or score.",
              example = "{\"text\": \"body\", \"id\": \"meta.id\"}",
              fallback = "{}",
              allowed = {
                "text",
                "html",
                "id",
                "uri",
                "title",
                "date",
                "repository",
                "path",
                "language",
                "parent",
                "replies",
                "score"
              })
          Map<String, String> fields) {}

  /** How inputs become shards. */
  public record Ingest(
      @Setting(
              value = "A larger record becomes a dead letter.",
              fallback = "32",
              minimum = 1,
              maximum = 512)
          int maximumRecordMegabytes,
      @Setting(
              value = "Megabytes of text in a shard.",
              fallback = "64",
              minimum = 1,
              maximum = 1024)
          int shardMegabytes) {}

  /** What to make of records that cannot be read. */
  public record DeadLetters(
      @Setting(
              value = "A run with a larger share of dead letters ends with exit code 3.",
              fallback = "0.01",
              minimum = 0,
              maximum = 1)
          double maximumShare) {}

  /** How much may be taken before a run stops with exit code 5; 1 allows all. */
  public record Guards(
      @Setting(
              value = "Share of a source's documents that one rule may drop.",
              fallback = "0.9",
              minimum = 0,
              maximum = 1)
          double rule,
      @Setting(
              value =
                  "Share of a source's documents that may be dropped as copies of one way of"
                      + " looking, as contaminated, or for bucket or tier.",
              fallback = "0.9",
              minimum = 0,
              maximum = 1)
          double filter,
      @Setting(
              value = "Share of a source's documents that may be dropped as copies of one cluster.",
              fallback = "0.5",
              minimum = 0,
              maximum = 1)
          double cluster,
      @Setting(
              value = "Sources with fewer documents are not guarded.",
              fallback = "100",
              minimum = 1,
              maximum = 1000000000)
          int minimumDocuments) {}

  public String name() {
    return core.name;
  }

  public long seed() {
    return core.seed;
  }

  public String tokenizer() {
    return core.tokenizer;
  }

  public List<Source> sources() {
    return core.sources;
  }

  /** Names of the sources, in their order. */
  public List<String> sourceNames() {
    return core.sources.stream().map(Source::name).toList();
  }

  public Ingest ingest() {
    return core.ingest;
  }

  public List<String> stages() {
    return core.stages;
  }

  public List<RuleSettings> rules() {
    return list(RuleSettings.class);
  }

  public List<String> survivor() {
    return core.survivor;
  }

  public DeadLetters deadLetters() {
    return core.deadLetters;
  }

  public Guards guards() {
    return core.guards;
  }

  public List<MixtureSettings> mixtures() {
    return list(MixtureSettings.class);
  }

  /** Whether a stage is to run. */
  public boolean hasStage(String stage) {
    return core.stages.contains(stage);
  }

  /** The settings of a stage. */
  public <T extends Record> T section(Class<T> type) {
    JsonNode given = sections.get(name(type));
    return settings(given == null ? JsonNodeFactory.instance.objectNode() : given, type);
  }

  /** The settings of a stage that are a list. */
  public <T extends Record> List<T> list(Class<T> type) {
    List<T> list = new ArrayList<>();
    JsonNode given = sections.get(name(type));
    if (given != null) {
      given.forEach(element -> list.add(settings(element, type)));
    }
    return list;
  }

  /** Binds settings that fit the schema, with defaults for what they leave out. */
  static <T extends Record> T settings(JsonNode given, Class<T> type) {
    ObjectNode node = given.deepCopy();
    RecipeSchema.fillDefaults(type, node);
    return bind(node, type);
  }

  private static String name(Class<?> type) {
    Section section = type.getAnnotation(Section.class);
    if (section == null) {
      throw new IllegalArgumentException(type + " is no section of recipes");
    }
    return section.name();
  }

  /** A recipe of no sources and one score, for what can be said of all recipes. */
  public static Recipe empty() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("name", "empty").set("sources", JsonNodeFactory.instance.arrayNode());
    ObjectNode model = tree.putArray("classify").addObject();
    model.put("name", "scored").put("model", "science").putObject("buckets").put("web", 2);
    tree.putArray("stages").add("classify");
    RecipeSchema.fillDefaults(Core.class, tree);
    return bind(tree);
  }

  /** The whole recipe as one line of JSON with sorted keys. */
  public String canonical() {
    return json(tree());
  }

  private ObjectNode tree() {
    ObjectNode tree = CANONICAL.valueToTree(core);
    tree.setAll(sections);
    return tree;
  }

  /**
   * Some of its settings as one line of JSON with sorted keys: two recipes that mean the same in
   * these give the same line.
   *
   * @param settings names as in YAML
   */
  public String canonical(String... settings) {
    ObjectNode all = tree();
    ObjectNode some = CANONICAL.createObjectNode();
    for (String setting : settings) {
      JsonNode value = all.get(setting);
      if (value == null) {
        throw new IllegalArgumentException("a recipe has no setting " + setting);
      }
      some.set(setting, value);
    }
    return json(some);
  }

  /** The whole recipe as YAML, with sorted keys; a recipe like this one comes of it. */
  public String yaml() {
    DumpSettings block =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build();
    try {
      return new Dump(block).dumpToString(CANONICAL.treeToValue(tree(), Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe cannot be written as YAML", e);
    }
  }

  private static String json(JsonNode tree) {
    try {
      return CANONICAL.writeValueAsString(CANONICAL.treeToValue(tree, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe cannot be written as JSON", e);
    }
  }

  /** Reads the form that {@link #canonical()} writes. */
  public static Recipe parse(String canonical) {
    try {
      return bind((ObjectNode) CANONICAL.readTree(canonical));
    } catch (JsonProcessingException | ClassCastException | IllegalStateException e) {
      throw new IllegalArgumentException("not a recipe in canonical form", e);
    }
  }

  /** Binds a checked tree; the records' own names are those of the schema in kebab-case. */
  static Recipe bind(ObjectNode tree) {
    Set<String> own = new HashSet<>();
    for (RecordComponent component : Core.class.getRecordComponents()) {
      own.add(RecipeSchema.name(component));
    }
    ObjectNode core = tree.deepCopy();
    ObjectNode sections = tree.deepCopy();
    core.retain(own);
    sections.remove(own);
    return new Recipe(bind(core, Core.class), sections);
  }

  private static <T> T bind(JsonNode tree, Class<T> type) {
    try {
      return CANONICAL.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema let through what the records refuse", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Recipe recipe
        && core.equals(recipe.core)
        && sections.equals(recipe.sections);
  }

  @Override
  public int hashCode() {
    return core.hashCode();
  }

  @Override
  public String toString() {
    return canonical();
  }
}
