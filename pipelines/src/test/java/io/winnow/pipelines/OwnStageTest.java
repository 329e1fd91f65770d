package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage of {@code samples/own-stage}, as a user adds it: compiled, and named in a recipe. */
class OwnStageTest {
  private static final Path SOURCE = Path.of("../samples/own-stage/example/Capitals.java");

  @TempDir Path folder;
  private ClassLoader usual = ClassLoader.getSystemClassLoader();
  private URLClassLoader own = new URLClassLoader(new URL[0]);

  @BeforeEach
  void compile() throws IOException {
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                folder.toString(),
                SOURCE.toString());
    assertEquals(0, failed);
    usual = Thread.currentThread().getContextClassLoader();
    own = new URLClassLoader(new URL[] {folder.toUri().toURL()}, usual);
    Thread.currentThread().setContextClassLoader(own);
  }

  @AfterEach
  void back() throws IOException {
    Thread.currentThread().setContextClassLoader(usual);
    own.close();
  }

  @Test
  void itRunsLikeAnyOtherAndMixturesAskForItsColumns() throws IOException {
    Path recipe = recipe("example.Capitals", "title_capitals >= 0.5");
    RunResult result = run(recipe);
    Manifest.MixtureEntry mixture = result.manifest().mixtures().get(0);
    assertEquals(1, mixture.documents(), "SHOUTED, not Spoken");
    assertTrue(Files.exists(folder.resolve("out/capitals")));
    assertTrue(
        run(recipe).stages().stream().allMatch(stage -> stage.computed() == 0),
        "it is not computed again");
  }

  @Test
  void aClassThatIsNotThereOrNoStageIsASentence() throws IOException {
    assertProblem("there is no class example.Nobody", recipe("example.Nobody", "words > 0"));
    assertProblem(
        "the class java.lang.String does not implement io.winnow.corpus.stage.Stage",
        recipe("java.lang.String", "words > 0"));
    assertProblem(
        "there is no column title_capital; did you mean title_capitals?",
        recipe("example.Capitals", "title_capital > 0"));
  }

  private static void assertProblem(String message, Path recipe) {
    RecipeException fault =
        assertThrows(
            RecipeException.class,
            () -> RecipeFile.load(recipe, List.of(), StageWords.vocabulary()));
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }

  private RunResult run(Path recipe) throws IOException {
    try (Runner runner = Runners.direct(1)) {
      return Curation.run(
          RecipeFile.load(recipe, List.of(), StageWords.vocabulary()),
          new CurationOptions(
              folder.resolve("out").toString(),
              runner::options,
              "direct",
              1,
              Progress.none(),
              1,
              true),
          Curation.Ending.NONE);
    }
  }

  private Path recipe(String stage, String where) throws IOException {
    Files.writeString(
        folder.resolve("pages.jsonl"),
        """
        {"text": "some words of a page", "title": "SHOUTED"}
        {"text": "some words of another page", "title": "Spoken"}
        """);
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: own
        sources: [{name: pages, kind: web, paths: [pages.jsonl], fields: {text: text, title: title}}]
        stages: [signals, %s]
        mixtures: [{name: loud, components: [{where: "%s"}]}]
        """
            .formatted(stage, where));
  }
}
