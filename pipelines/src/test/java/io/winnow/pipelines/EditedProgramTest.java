package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second run by a program in which one word was edited computes what the word can change. */
@Tag("slow")
class EditedProgramTest {
  private static final String SYMBOLS = "io.winnow.readers.paper.latex.Symbols";
  private static final String PAGE = "io.winnow.report.ReportPage";

  @TempDir static Path folder = Path.of("");
  private static Path recipe = Path.of("");
  private static Map<String, Integer> first = Map.of();

  /** Each test runs again in a copy of what this run has left. */
  @BeforeAll
  static void runBefore() throws Exception {
    Path samples = Path.of("../samples").toAbsolutePath().normalize();
    // All that lies beside a paper's file may be part of it.
    Files.writeString(
        Files.createDirectory(folder.resolve("papers")).resolve("tide.tex"),
        """
        \\documentclass{article}
        \\title{The Pole}
        \\begin{document}
        \\section{One}
        The pole, a product of Harbour\\textregistered{}, stands at the end of the old quay. It
        carries a mark every five centimetres, in red and white.
        \\end{document}
        """);
    recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            """
            name: edited
            sources:
              - {name: pages, kind: web, paths: ["SAMPLES/web/pages/*.html"]}
              - {name: papers, kind: paper, paths: ["papers/tide.tex", "SAMPLES/papers/*.xml"]}
              - {name: repositories, kind: code, paths: ["SAMPLES/code/tiny-lib"]}
            stages: [signals, exact, minhash]
            mixtures: [{name: all, components: [{name: all}]}]
            """
                .replace("SAMPLES", samples.toString()));
    first = new EditedRun(recipe, folder.resolve("first")).call();
  }

  @Test
  void anEditedSymbolOfLatexReadsPapersAgainAndNothingElse() throws Exception {
    Path out = copyOfFirst("symbol");
    byte[] manifest = Files.readAllBytes(out.resolve("manifest.json"));
    // No paper has this symbol, so that their texts come out the same.
    assertEquals(Map.of("ingest", 1), second(out, SYMBOLS, "textnumero №", "textnumero No."));
    assertArrayEquals(manifest, Files.readAllBytes(out.resolve("manifest.json")));
  }

  @Test
  void aSymbolThatAPaperHasMeasuresPapersAgainAndNothingElse() throws Exception {
    Map<String, Integer> second =
        second(copyOfFirst("used"), SYMBOLS, "textregistered ®", "textregistered (R)");
    for (String stage : List.of("ingest", "signals", "signatures", "ledger", "statistics")) {
      assertEquals(3, first.get(stage), stage);
      assertEquals(1, second.get(stage), stage);
    }
  }

  @Test
  void anEditedWordOfTheReportComputesNothing() throws Exception {
    Path out = copyOfFirst("report");
    assertEquals(Map.of(), second(out, PAGE, "This file loads nothing", "This file loads naught"));
    String page = Files.readString(out.resolve("report/index.html"));
    assertTrue(page.contains("This file loads naught"), "the edited program has run");
  }

  private static Path copyOfFirst(String name) throws IOException {
    Path out = folder.resolve(name);
    try (Stream<Path> files = Files.walk(folder.resolve("first"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = out.resolve(folder.resolve("first").relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return out;
  }

  /** Runs again with an edited class; gives how many pieces each stage computed. */
  @SuppressWarnings("unchecked")
  private static Map<String, Integer> second(Path out, String type, String word, String edited)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    EditedLoader loader =
        new EditedLoader(out.resolveSibling(out.getFileName() + "-classes"), type, word, edited);
    thread.setContextClassLoader(loader);
    try {
      return ((Callable<Map<String, Integer>>)
              loader
                  .loadClass(EditedRun.class.getName())
                  .getConstructor(Path.class, Path.class)
                  .newInstance(recipe, out))
          .call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
