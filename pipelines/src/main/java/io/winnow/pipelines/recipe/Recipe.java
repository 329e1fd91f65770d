package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.corpus.stage.Setting;
import io.winnow.dedup.minhash.MinHashParameters;
import java.util.List;
import java.util.Map;

/** One recipe, with every default filled in. In YAML the names are in kebab-case. */
public record Recipe(
    @Setting(value = "Name of the run.", pattern = NAME) String name,
    @Setting(value = "What the recipe is for.", fallback = "\"\"") String description,
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
    @Setting(value = "Where documents come from.", items = 1) List<Source> sources,
    @Setting(value = "How inputs become shards.", fallback = "{}") Ingest ingest,
    @Setting(
            value = "The stages to run, in their order.",
            fallback = "[\"signals\", \"exact\", \"prefilter\", \"minhash\"]",
            allowed = {
              "signals",
              "exact",
              "forks",
              "prefilter",
              "minhash",
              "embed",
              "classify",
              "semdedup",
              "contamination",
              "repeats",
              "score"
            })
        List<String> stages,
    @Setting(
            value = "What is dropped; the first rule that matches names the reason.",
            fallback = "[]")
        List<Rule> rules,
    @Setting(value = "How exact copies are found.", fallback = "{}") Exact exact,
    @Setting(value = "How forks of repositories are found.", fallback = "{}") Forks forks,
    @Setting(value = "How near copies are found.", fallback = "{}") MinHash minhash,
    @Setting(
            value =
                "Which member of a cluster is kept; a later word decides where earlier ones tie.",
            fallback = "[\"best-quality\", \"longest\", \"id\"]",
            allowed = {"best-quality", "longest", "shortest", "newest", "source", "id"})
        List<String> survivor,
    @Setting(value = "How texts become vectors.", fallback = "{}") Embed embed,
    @Setting(value = "What models say of documents, by their vectors.", fallback = "[]")
        List<Classify> classify,
    @Setting(value = "How documents are found that say the same.", fallback = "{}")
        SemDedup semdedup,
    @Setting(value = "How benchmarks are looked for.", fallback = "{}") Contamination contamination,
    @Setting(value = "How parts of documents are found that occur elsewhere.", fallback = "{}")
        Repeats repeats,
    @Setting(value = "How a GLM says how well it predicts what is kept.", fallback = "{}")
        Score score,
    @Setting(value = "What to make of records that cannot be read.", fallback = "{}")
        DeadLetters deadLetters,
    @Setting(value = "How much one rule, filter or cluster may take.", fallback = "{}")
        Guards guards,
    @Setting(value = "What is written in the end.", fallback = "[]") List<Mixture> mixtures) {

  static final String NAME = "[a-z0-9][a-z0-9._-]*";

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
          .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
          .build();

  /** Where documents of one kind come from. */
  public record Source(
      @Setting(value = "Name of the source.", pattern = "[a-z0-9][a-z0-9-]*") String name,
      @Setting(
              value = "What sort of documents they are.",
              allowed = {"web", "book", "paper", "code", "social"})
          String kind,
      @Setting(
              value =
                  "Files, folders or patterns with *, ** and ?; relative to the recipe, or in the"
                      + " folder that an environment variable names, as in $NAME/web. What is"
                      + " behind !/ chooses files inside an archive.",
              items = 1)
          List<String> paths,
      @Setting(
              value =
                  "For files of rows, such as JSONL and Parquet: which field of a row holds text,"
                      + " html, id, uri, title, date, repository, path, language, or a message's"
                      + " parent, replies or score.",
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

  /** One rule. */
  public record Rule(
      @Setting(value = "The reason that the ledger names.", pattern = "[a-z0-9][a-z0-9-]*")
          String name,
      @Setting("A condition; documents for which it holds are dropped.") String drop,
      @Setting(
              value = "Kinds it is for; all when empty.",
              fallback = "[]",
              allowed = {"web", "book", "paper", "code", "social"})
          List<String> kinds,
      @Setting(value = "Sources it is for; all when empty.", fallback = "[]") List<String> sources,
      @Setting(value = "Whether it spares the expensive stages too.", fallback = "false")
          boolean prefilter,
      @Setting(value = "Why there is such a rule.", fallback = "\"\"") String description) {}

  /** How exact copies are found. */
  public record Exact(
      @Setting(
              value = "What makes two documents copies.",
              fallback = "[\"content\", \"url\"]",
              allowed = {"content", "url"})
          List<String> by) {}

  /** How forks of repositories are found; all files of a fork are dropped. */
  public record Forks(
      @Setting(
              value =
                  "Share of a repository's different files that another one, which is preferred,"
                      + " must have too: the one with more files, then the later, then the one"
                      + " with the smaller id.",
              fallback = "0.5",
              above = 0,
              maximum = 1)
          double similarity,
      @Setting(
              value = "Repositories with fewer different files are not compared.",
              fallback = "5",
              minimum = 1,
              maximum = 1000000000)
          int minimumFiles) {}

  /** How near copies are found. */
  public record MinHash(
      @Setting(value = "Words in a shingle.", fallback = "5", minimum = 1, maximum = 100)
          int shingle,
      @Setting(value = "Bands of a signature.", fallback = "18", minimum = 1, maximum = 1000)
          int bands,
      @Setting(value = "Hashes in a band.", fallback = "7", minimum = 1, maximum = 100) int rows,
      @Setting(
              value =
                  "How signatures are made: sketch is Winnow's own way; lucene is Lucene's"
                      + " MinHashFilter, which takes some ten times as long and says less of short"
                      + " texts.",
              fallback = "\"sketch\"",
              allowed = {"sketch", "lucene"})
          String signatures,
      @Setting(
              value =
                  "Jaccard similarity of the shingles from which on the less preferred of two"
                      + " documents goes; 0 takes all that bands join but one, however unlike. A"
                      + " little above 0.7, so that it is 0.7 with other tokenizers' words, too.",
              fallback = "0.72",
              minimum = 0,
              maximum = 1)
          double threshold,
      @Setting(
              value =
                  "Folders of earlier runs with the same signatures; what they have kept stays,"
                      + " and what is like it goes. Relative to the recipe.",
              fallback = "[]")
          List<String> against,
      @Setting(value = "What bands and rows are derived from, if it is given.", fallback = "{}")
          Target target) {

    /** Bands and rows as they are given, or as the target wants them. */
    public MinHashParameters parameters() {
      boolean lucene = signatures.equals("lucene");
      return target.similarity == 0
          ? new MinHashParameters(shingle, bands, rows, lucene)
          : MinHashParameters.forTarget(
              shingle, target.similarity, target.recall, target.hashes, lucene);
    }
  }

  /** Which near copies are to be found. */
  public record Target(
      @Setting(
              value = "Jaccard similarity of the texts; 0 leaves bands and rows as they are given.",
              fallback = "0",
              minimum = 0,
              maximum = 1)
          double similarity,
      @Setting(
              value = "Share of the pairs of that similarity that is to be found.",
              fallback = "0.95",
              above = 0,
              maximum = 0.9999)
          double recall,
      @Setting(
              value = "Hashes of a signature at most.",
              fallback = "128",
              minimum = 1,
              maximum = 100000)
          int hashes) {}

  /** How texts become vectors. */
  public record Embed(
      @Setting(
              value =
                  "The model; minilm is all-MiniLM-L6-v2 in float32, static one vector a token,"
                      + " distilled from it.",
              fallback = "\"minilm\"",
              allowed = {"minilm", "static"})
          String model,
      @Setting(
              value = "Tokens at the beginning of a text that are looked at.",
              fallback = "256",
              minimum = 8,
              maximum = 512)
          int tokens) {}

  /** What one model says of documents. */
  public record Classify(
      @Setting(
              value = "Name of the score; a column of the table scores.",
              pattern = "[a-z][a-z0-9_]*")
          String name,
      @Setting("A model of Winnow, or the folder of one that winnow model train has made.")
          String model,
      @Setting(
              value = "Kinds it is for; all when empty.",
              fallback = "[]",
              allowed = {"web", "book", "paper", "code", "social"})
          List<String> kinds,
      @Setting(
              value =
                  "For each kind, into how many buckets of equal tokens its documents are sorted;"
                      + " the lowest is dropped.",
              fallback = "{}",
              allowed = {"web", "book", "paper", "code", "social"},
              minimum = 2,
              maximum = 1000)
          Map<String, Integer> buckets,
      @Setting(
              value = "For each kind, where its tiers begin; the tier low is dropped.",
              fallback = "{}",
              allowed = {"web", "book", "paper", "code", "social"})
          Map<String, TierLimits> tiers) {}

  /** Where the tiers of a score begin. */
  public record TierLimits(
      @Setting(value = "Scores below it are low.", minimum = 0, maximum = 1) double low,
      @Setting(
              value = "Scores from it on are high, those between medium.",
              minimum = 0,
              maximum = 1)
          double high) {}

  /** How documents are found that say the same. */
  public record SemDedup(
      @Setting(
              value = "Cosine from which on the less preferred of two documents goes.",
              fallback = "0.95",
              above = 0,
              maximum = 1)
          double threshold,
      @Setting(
              value = "Other cosines, of which the report says how many documents would go.",
              fallback = "[]",
              above = 0,
              maximum = 1)
          List<Double> reportThresholds,
      @Setting(
              value =
                  "Clusters of k-means, as many as it learns from at most; only documents of one"
                      + " are compared. 0 is one per 1,000.",
              fallback = "0",
              minimum = 0,
              maximum = 100000)
          int clusters,
      @Setting(
              value = "Documents, at most, that k-means learns from.",
              fallback = "100000",
              minimum = 1,
              maximum = 200000)
          int sample,
      @Setting(
              value = "Iterations of k-means at most.",
              fallback = "50",
              minimum = 1,
              maximum = 1000)
          int iterations,
      @Setting(
              value = "Documents that a cluster may have before it is split.",
              fallback = "20000",
              minimum = 2,
              maximum = 100000)
          int cellDocuments,
      @Setting(
              value =
                  "Next nearest clusters whose documents each one is compared with at a second"
                      + " look.",
              fallback = "0",
              minimum = 0,
              maximum = 16)
          int neighbours,
      @Setting(
              value = "Kinds that are compared.",
              fallback = "[\"web\"]",
              items = 1,
              allowed = {"web", "book", "paper", "code", "social"})
          List<String> kinds) {}

  /** How benchmarks are looked for. */
  public record Contamination(
      @Setting(
              value = "JSONL files of benchmark items, or folders of them; relative to the recipe.",
              fallback = "[]")
          List<String> benchmarks,
      @Setting(
              value = "Fields of an item whose words are looked for, each by itself.",
              fallback = "[\"question\", \"text\", \"prompt\", \"problem\"]",
              items = 1)
          List<String> fields,
      @Setting(
              value = "Words in a row that must be the same.",
              fallback = "13",
              minimum = 3,
              maximum = 100)
          int words,
      @Setting(
              value =
                  "Items with fewer words are not looked for; those with fewer than a row, whole.",
              fallback = "8",
              minimum = 1,
              maximum = 100)
          int minimumWords,
      @Setting(
              value = "Share of an item's rows of words that a document must have to go.",
              fallback = "0",
              minimum = 0,
              maximum = 1)
          double share,
      @Setting(
              value = "Whether the whole document goes or the words in question are cut out.",
              fallback = "\"drop\"",
              allowed = {"drop", "cut"})
          String action) {}

  /** How parts of documents are found that occur elsewhere; all but one copy is cut out. */
  public record Repeats(
      @Setting(
              value =
                  "What is compared: lines, paragraphs between blank lines, three sentences that"
                      + " follow each other, passages of words wherever they begin.",
              fallback = "[\"paragraph\", \"three-sentences\"]",
              items = 1,
              allowed = {"line", "paragraph", "three-sentences", "passage"})
          List<String> units,
      @Setting(
              value = "A line, paragraph or three sentences with fewer words are left alone.",
              fallback = "10",
              minimum = 1,
              maximum = 100000)
          int minimumWords,
      @Setting(
              value = "So are those with fewer characters, white space aside.",
              fallback = "40",
              minimum = 0,
              maximum = 1000000)
          int minimumCharacters,
      @Setting(
              value = "What occurs less often, in all, is left alone.",
              fallback = "2",
              minimum = 2,
              maximum = 1000000000)
          int minimumOccurrences,
      @Setting(
              value =
                  "What occurs in fewer documents is left alone; with 1, what one document repeats"
                      + " is cut too.",
              fallback = "2",
              minimum = 1,
              maximum = 1000000000)
          int minimumDocuments,
      @Setting(
              value = "Words in a row that are a passage.",
              fallback = "50",
              minimum = 8,
              maximum = 10000)
          int passageWords,
      @Setting(
              value =
                  "Kinds that are compared. Of code only whole paragraphs are, which begin at the"
                      + " left and close their brackets.",
              fallback = "[\"web\", \"book\", \"paper\", \"social\"]",
              items = 1,
              allowed = {"web", "book", "paper", "code", "social"})
          List<String> kinds) {}

  /** How a GLM scores documents and sequences. */
  public record Score(
      @Setting(
              value =
                  "Local folder of a glm4_moe checkpoint in the layout of the Hugging Face hub;"
                      + " relative to the recipe. Every machine of a cluster must see it.",
              fallback = "\"\"")
          String model,
      @Setting(
              value = "Characters at the beginning of a document that are scored; 0 scores all.",
              fallback = "0",
              minimum = 0,
              maximum = 100000000)
          int characters,
      @Setting(
              value =
                  "Tokens that the model sees at once; 0 takes as many as it has positions for.",
              fallback = "0",
              minimum = 0,
              maximum = 10000000)
          int window,
      @Setting(
              value =
                  "Tokens by which the window moves on over a longer document; 0 is half of it.",
              fallback = "0",
              minimum = 0,
              maximum = 10000000)
          int stride,
      @Setting(
              value =
                  "Share of the sequences of mixtures that are scored too, chosen by chance: a"
                      + " table glm_sequence_scores says how well the model predicts them.",
              fallback = "1",
              minimum = 0,
              maximum = 1)
          double sequences,
      @Setting(
              value =
                  "Share of a language and source's documents, the best predicted, that is in"
                      + " loss_bucket head.",
              fallback = "0.3",
              minimum = 0,
              maximum = 1)
          double head,
      @Setting(
              value = "Share up to which loss_bucket middle reaches; the rest is tail.",
              fallback = "0.6",
              minimum = 0,
              maximum = 1)
          double middle) {}

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

  /** One mixture. */
  public record Mixture(
      @Setting(value = "Name of the mixture and of its folder.", pattern = NAME) String name,
      @Setting(value = "Megabytes of text in a file.", fallback = "64", minimum = 1, maximum = 1024)
          int shardMegabytes,
      @Setting(value = "Sequences of tokens that it is written as.", fallback = "{}")
          Sequence sequence,
      @Setting(value = "What enters it.", items = 1) List<Component> components) {}

  /** What a mixture is written as. */
  public record Sequence(
      @Setting(
              value = "Tokens of a sequence; 0 writes documents with their texts instead.",
              fallback = "0",
              minimum = 0,
              maximum = 1048576)
          int length,
      @Setting(
              value =
                  "Whether texts are one stream that is cut where a sequence is full, or whole"
                      + " texts are packed by best fit.",
              fallback = "\"concatenate\"",
              allowed = {"concatenate", "best-fit"})
          String packing) {}

  /** One component of a mixture. */
  public record Component(
      @Setting(value = "Name; component-1 and so on when not given.", fallback = "\"\"")
          String name,
      @Setting(
              value = "A condition; kept documents for which it holds enter, all when empty.",
              fallback = "\"\"")
          String where,
      @Setting(
              value =
                  "How often each enters; 3.2 is three times, and a fourth for a fifth of them.",
              fallback = "1",
              above = 0,
              maximum = 100)
          double epochs,
      @Setting(
              value = "Whether documents enter each for itself or all files of a repository.",
              fallback = "\"document\"",
              allowed = {"document", "repository"})
          String group,
      @Setting(
              value =
                  "How the files of a repository follow each other: after what they import, by"
                      + " path, by chance, or documentation and build files first.",
              fallback = "\"dependencies\"",
              allowed = {"dependencies", "path", "random", "documentation"})
          String order) {}

  /** Whether a stage is to run. */
  public boolean hasStage(String stage) {
    return stages.contains(stage);
  }

  /** The whole recipe as one line of JSON with sorted keys. */
  public String canonical() {
    return json(CANONICAL.valueToTree(this));
  }

  /**
   * Some of its settings as one line of JSON with sorted keys: two recipes that mean the same in
   * these give the same line.
   *
   * @param settings names as in YAML
   */
  public String canonical(String... settings) {
    JsonNode all = CANONICAL.valueToTree(this);
    var some = CANONICAL.createObjectNode();
    for (String setting : settings) {
      JsonNode value = all.get(setting);
      if (value == null) {
        throw new IllegalArgumentException("a recipe has no setting " + setting);
      }
      some.set(setting, value);
    }
    return json(some);
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
      return CANONICAL.readValue(canonical, Recipe.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a recipe in canonical form", e);
    }
  }

  /** Binds a checked tree; the records' own names are those of the schema in kebab-case. */
  static Recipe bind(JsonNode tree) {
    try {
      return CANONICAL.treeToValue(tree, Recipe.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema let through what the records refuse", e);
    }
  }
}
