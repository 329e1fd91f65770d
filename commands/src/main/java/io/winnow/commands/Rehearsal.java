package io.winnow.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Runs a recipe over ten documents and looks at the result with the commands that read, all in one
 * JVM. The script {@code ./winnow} starts it once after a build, with {@code
 * -XX:DumpLoadedClassList}: what it loads is what later starts find in the archive.
 */
final class Rehearsal {
  private static final int DOCUMENTS = 10;
  private static final List<String> WORDS =
      List.of(
          "the of and to in is that for it with as on by this are at from or an be which have one all"
              .split(" "));

  private static final String RECIPE =
      """
      name: rehearsal
      seed: 1
      sources:
        - {name: answers, kind: social, paths: [answers.jsonl], fields: {text: text, uri: link}}
        - {name: pages, kind: web, paths: ["*.html"]}
      stages: [signals, exact, prefilter, minhash, contamination]
      rules:
        - {name: too-short, drop: "words < 20", prefilter: true}
      contamination: {benchmarks: [quiz.jsonl]}
      mixtures:
        - name: documents
          components:
            - {name: text, where: "kind = social"}
        - name: sequences
          sequence: {length: 512, packing: best-fit}
          components:
            - {name: all, where: "words > 0", epochs: 2}
      """;

  /** Judged by models, which takes long to do and not to check. */
  private static final String JUDGED =
      """
      name: judged
      sources:
        - {name: answers, kind: social, paths: [answers.jsonl], fields: {text: text, uri: link}}
        - {name: pages, kind: web, paths: ["*.html"]}
        - {name: programs, kind: code, paths: [programs]}
      stages: [signals, exact, prefilter, minhash, embed, classify, semdedup]
      rules:
        - {name: other, drop: "language in (de, fr) and not words >= 20"}
      classify:
        - {name: quality, model: web-quality, kinds: [web], buckets: {web: 3}}
        - {name: code_quality, model: code-quality, kinds: [code], tiers: {code: {low: 0.1, high: 0.5}}}
      """;

  private final String recipe;
  private final String judged;
  private final String run;

  private Rehearsal(Path folder) {
    this.recipe = folder.resolve("recipe.yaml").toString();
    this.judged = folder.resolve("judged.yaml").toString();
    this.run = folder.resolve("run").toString();
  }

  /**
   * @param arguments a folder, made if it is not there, in which inputs and results are left
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    write(folder);
    System.exit(new Rehearsal(folder).all());
  }

  private int all() {
    // The script asks this before every run, so what it loads is wanted too.
    SmallRun.isSmall("run", recipe);
    List<List<String>> commands =
        List.of(
            List.of("--version"),
            List.of("validate", recipe),
            List.of("validate", judged),
            List.of("run", recipe, "--out", run),
            List.of("run", recipe, "--out", run),
            List.of("show", run),
            List.of("show", run, "documents", "--columns", "id,text", "--format", "jsonl"),
            List.of("show", run, "decisions", "--where", "kept = true", "--limit", "5"),
            List.of("explain", run, "http://example.org/0"),
            List.of("clusters", run),
            List.of("report", run));
    for (List<String> command : commands) {
      StringWriter said = new StringWriter();
      int code =
          Winnow.run(new PrintWriter(said), new PrintWriter(said), command.toArray(String[]::new));
      if (code != ExitCode.DONE) {
        System.err.println("winnow " + String.join(" ", command) + " ended with " + code);
        System.err.println(said);
        return code;
      }
    }
    return ExitCode.DONE;
  }

  private static void write(Path folder) throws IOException {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      // One in five is a copy; one more differs from another by its last word.
      String text = text(i % (DOCUMENTS - 2)) + (i == DOCUMENTS - 1 ? " Indeed." : "");
      answers.add(
          String.format(
              Locale.ROOT,
              "{\"text\": \"%s\", \"link\": \"http://example.org/%d\"}",
              text.replace("\n", "\\n"),
              i));
    }
    Files.write(folder.resolve("answers.jsonl"), answers, StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("page.html"),
        "<html><head><title>A page</title></head><body><article><h1>A page</h1><p>"
            + text(DOCUMENTS).replace("\n\n", "</p><p>")
            + "</p></article></body></html>");
    Files.writeString(
        folder.resolve("quiz.jsonl"),
        "{\"bench\": \"quiz\", \"id\": \"a\", \"question\": \""
            + text(DOCUMENTS + 1).replace("\n", " ")
            + "\"}\n");
    Files.writeString(
        Files.createDirectories(folder.resolve("programs")).resolve("Program.java"),
        "class Program {}\n");
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    Files.writeString(folder.resolve("judged.yaml"), JUDGED);
  }

  /** Four paragraphs of sentences of common words. */
  private static String text(int seed) {
    Random random = new Random(seed);
    List<String> paragraphs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<String> words = new ArrayList<>(WORDS);
      Collections.shuffle(words, random);
      paragraphs.add("And so " + String.join(" ", words) + ". It " + words.get(i) + " was.");
    }
    return String.join("\n\n", paragraphs);
  }
}
