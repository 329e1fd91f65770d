package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Kind;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recipe read from a file: checked in full, with the folder that its paths are relative to.
 *
 * @param recipe with every default filled in
 * @param folder of the file
 * @param written how it was written
 */
public record RecipeFile(Recipe recipe, Path folder, Written written) {
  private static final long MEGABYTE = 1 << 20;
  static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)(/.*)");

  /** A recipe that is in no file. */
  public RecipeFile(Recipe recipe, Path folder) {
    this(recipe, folder, Written.NOWHERE);
  }

  /**
   * Reads and checks a recipe.
   *
   * @param file in YAML 1.2
   * @param overrides {@code PATH=VALUE}, applied in order before the recipe is checked
   * @param vocabulary what it may say of stages
   * @throws RecipeException naming everything that is wrong
   */
  public static RecipeFile load(Path file, List<String> overrides, Vocabulary vocabulary) {
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
    return parse(yaml, file.toString(), overrides, vocabulary, folder == null ? file : folder);
  }

  private static RecipeException unreadable(Path file, String message) {
    return new RecipeException(List.of(new Problem(file.toString(), 0, 0, "", message)));
  }

  static RecipeFile parse(
      String yaml, String name, List<String> overrides, Vocabulary vocabulary, Path folder) {
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
    ObjectNode schema = RecipeSchema.tree(vocabulary);
    problems.addAll(new SchemaCheck(tree, schema).check(json));
    if (json instanceof ObjectNode object) {
      // Conditions and names are looked at even where the shape is wrong: every error at once.
      Problems found = new Problems(tree, problems);
      new StagesCheck(vocabulary, found).check(object);
      new SectionsCheck(vocabulary, found).check(object);
      new NamesCheck(vocabulary, found).check(object);
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    ObjectNode complete = (ObjectNode) json;
    Written written = Written.of(tree, complete, vocabulary);
    RecipeSchema.fillDefaults(complete, schema);
    return new RecipeFile(Recipe.bind(complete), folder, written);
  }

  /** A fault of one of its settings, such as {@code score.model}, that shows when it is used. */
  public RecipeException fault(String setting, String message) {
    return new RecipeException(List.of(written.fault(setting, message)));
  }

  /**
   * The inputs of its sources.
   *
   * @throws RecipeException naming every path that leads to nothing
   */
  public Map<SourceSettings, List<InputFile>> inputs() throws IOException {
    Map<SourceSettings, List<InputFile>> inputs = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    List<SourceSettings> sources = sources();
    for (int i = 0; i < sources.size(); i++) {
      try {
        inputs.put(sources.get(i), Reading.list(sources.get(i)));
      } catch (MissingInput e) {
        addFaults(i, e, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    return inputs;
  }

  /**
   * Looks into inputs, as far as that is cheap, for what would leave a source without a document.
   *
   * @throws RecipeException naming every setting that does not fit what is there
   */
  public void requireFit(Map<SourceSettings, List<InputFile>> inputs) throws IOException {
    List<Problem> problems = new ArrayList<>();
    int number = 0;
    for (Map.Entry<SourceSettings, List<InputFile>> source : inputs.entrySet()) {
      try {
        Reading.requireFit(source.getKey(), source.getValue());
      } catch (MissingInput e) {
        addFaults(number, e, problems);
      }
      number++;
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
  }

  private void addFaults(int source, MissingInput missing, List<Problem> problems) {
    for (MissingInput.Fault fault : missing.faults()) {
      problems.add(written.fault("sources[" + source + "]." + fault.setting(), fault.message()));
    }
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
}
