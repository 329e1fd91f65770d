package io.winnow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The house stays one in which a room has an end: no circles, nothing too large to read, nothing
 * that reads otherwise on another machine.
 */
class HouseTest {
  /** What is larger than it may be today, or a circle. Lines only ever leave this list. */
  private static final List<String> EXCEPTIONS =
      List.of(
          "io/winnow/dedup/sketch/Words.java Words.word",
          "io/winnow/glm/training/BpeTraining.java BpeTraining.train",
          "io/winnow/glm/training/Card.java Card.text",
          "io.winnow.commands",
          "io.winnow.glm.training");

  @Test
  void nothingIsTooLargeACircleOrOfTheMachinesLocaleButTheExceptions() throws IOException {
    List<House.Finding> findings = House.findings(Path.of(".."));
    assertEquals(
        "",
        findings.stream()
            .filter(finding -> !EXCEPTIONS.contains(finding.where()))
            .map(House.Finding::fault)
            .collect(Collectors.joining("\n")));
    TreeSet<String> gone = new TreeSet<>(EXCEPTIONS);
    findings.forEach(finding -> gone.remove(finding.where()));
    assertEquals(new TreeSet<>(), gone, "no exceptions any more; take them off the list");
  }

  @Test
  void whatIsTooLargeIsNamedWithItsFigureAndTheLimit(@TempDir Path root) throws IOException {
    write(root, "a/Long.java", "package a;\nclass Long {\n" + "\n".repeat(398) + "}\n");
    write(root, "a/Right.java", "package a;\nclass Right {\n" + "\n".repeat(397) + "}\n");
    write(
        root,
        "b/B.java",
        "package b;\nclass B {\n  B() {"
            + "\n".repeat(60)
            + "  }\n  void right() {"
            + "\n".repeat(59)
            + "  }\n"
            + "  int flat(int i) {\n    return switch (i) {"
            + "\n".repeat(80)
            + "      default -> 0;\n    };\n  }\n"
            + "  int deep(int i) {\n    return switch (i) {"
            + "\n".repeat(80)
            + "      default -> switch (i) { default -> 0; };\n    };\n  }\n}\n");
    write(root, "c/package-info.java", "package c;\n");
    for (int i = 0; i < 20; i++) {
      write(root, "c/C" + i + ".java", "package c;\nclass C" + i + " {}\n");
      write(root, "d/D" + i + ".java", "package d;\nclass D" + i + " {}\n");
    }
    write(root, "d/D.java", "package d;\nclass D {}\n");
    assertEquals(
        List.of(
            "a/Long.java has 401 lines; it may have 400",
            "b/B.java B.B has 61 lines; it may have 60",
            "b/B.java B.deep has 84 lines; it may have 60",
            "the package d has 21 files; it may have 20"),
        House.findings(root).stream().map(House.Finding::fault).toList());
  }

  @Test
  void circlesAreFoundThroughImportsAndQualifiedNames(@TempDir Path root) throws IOException {
    write(root, "a/A.java", "package a;\nimport a.b.B;\nclass A {}\n");
    write(root, "a/b/B.java", "package a.b;\nimport static c.C.NUMBER;\npublic class B {}\n");
    write(root, "c/C.java", "package c;\npublic class C { a.A a; public static int NUMBER; }\n");
    write(root, "d/D.java", "package d;\nimport a.*;\nimport e.E;\nclass D {}\n");
    write(root, "e/E.java", "package e;\npublic class E { E e; java.util.List<E> d; }\n");
    assertEquals(
        List.of(
            "these 3 packages are a circle; there may be none:\n"
                + "    a uses a.b\n    a.b uses c\n    c uses a"),
        House.findings(root).stream().map(House.Finding::fault).toList());
  }

  @Test
  void whatTheLocaleOfTheMachineWouldChangeIsNamed(@TempDir Path root) throws IOException {
    write(
        root,
        "a/A.java",
        """
        package a;
        import java.util.Locale;
        class A {
          String wrong = String.format("%,d", 1000);
          String right = String.format(Locale.ROOT, "%,d", 1000);
          String alsoWrong = "%d".formatted(1000);
          String lower = "I".toLowerCase() + "i".toUpperCase(Locale.ROOT);
          java.util.function.Function<String, String> upper = String::toUpperCase;
          char free = Character.toLowerCase('I');
          void print(java.io.PrintWriter out) {
            out.printf("%.2f", 0.5);
            out.printf(Locale.ROOT, "%.2f", 0.5);
          }
        }
        """);
    assertEquals(
        List.of(
            "a/A.java:4 calls format without Locale.ROOT",
            "a/A.java:6 calls formatted without Locale.ROOT",
            "a/A.java:7 calls toLowerCase without Locale.ROOT",
            "a/A.java:8 calls toUpperCase without Locale.ROOT",
            "a/A.java:11 calls printf without Locale.ROOT"),
        House.findings(root).stream().map(House.Finding::fault).toList());
  }

  private static void write(Path root, String file, String text) throws IOException {
    Path path = root.resolve("module/src/main/java").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
