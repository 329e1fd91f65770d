package io.winnow.mixtures.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOrderTest {
  @Test
  void byPathAFoldersFilesComeBeforeItsFolders() {
    List<RepositoryFile> files =
        files("css", "b/c.txt", "", "z", "", "b/a/d.txt", "", "a.txt", "", "b/z.txt", "");
    assertEquals(
        List.of("a.txt", "z", "b/c.txt", "b/z.txt", "b/a/d.txt"),
        paths(FileOrder.PATH.sort(files, 1)));
  }

  @Test
  void documentationAndBuildFilesComeFirst() {
    List<RepositoryFile> files = new ArrayList<>();
    files.add(file("java", "src/A.java", "class A {}"));
    files.add(file("xml", "pom.xml", "<project/>"));
    files.add(file("markdown", "docs/guide.md", "# Guide"));
    files.add(file(null, "README", "About"));
    List<String> expected = List.of("README", "pom.xml", "docs/guide.md", "src/A.java");
    assertEquals(expected, paths(FileOrder.DOCUMENTATION.sort(files, 1)));
    assertEquals(expected, paths(FileOrder.DEPENDENCIES.sort(files, 1)));
  }

  @Test
  void chanceDependsOnTheSeedAndNothingElse() {
    List<RepositoryFile> files =
        IntStream.range(0, 50).mapToObj(i -> file("java", "f" + i, "text " + i)).toList();
    List<RepositoryFile> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, new Random(3));
    for (FileOrder order : FileOrder.values()) {
      assertEquals(order.sort(files, 1), order.sort(shuffled, 1), order.word());
    }
    assertNotEquals(FileOrder.RANDOM.sort(files, 1), FileOrder.RANDOM.sort(files, 2));
    assertNotEquals(FileOrder.RANDOM.sort(files, 1), FileOrder.PATH.sort(files, 1));
  }

  @Test
  void ofJavaTypesMembersAndPackagesAreFound() {
    assertImports(
        "java",
        "src/a/Main.java",
        "package a;\n"
            + "import b.Tool;\n"
            + "import static c.Deep.Inner.CONSTANT;\n"
            + "import d.*;\n"
            + "import java.util.List;\n"
            + "import e.Unknown;",
        List.of("src/b/Tool.java", "src/c/Deep.java", "src/d/One.java", "src/d/Two.java"),
        "src/b/Tool.java",
        "package b;",
        "src/c/Deep.java",
        "package c;",
        "src/d/One.java",
        "package d;",
        "src/d/Two.java",
        "package d;",
        "src/x/Unknown.java",
        "package x;");
  }

  @Test
  void ofPythonModulesPackagesAndRelativeNamesAreFound() {
    assertImports(
        "python",
        "src/app/views/page.py",
        "import os, app.models as m\n"
            + "from app import settings\n"
            + "from . import menu\n"
            + "from ..tools.text import (\n"
            + "    wrap,\n"
            + "    fold,\n"
            + ")\n"
            + "from .. import *\n"
            + "name = 1\n",
        List.of(
            "src/app/models.py",
            "src/app/settings.py",
            "src/app/views/menu.py",
            "src/app/tools/text.py",
            "src/app/__init__.py"),
        "src/app/models.py",
        "",
        "src/app/settings.py",
        "",
        "src/app/views/menu.py",
        "",
        "src/app/views/name.py",
        "",
        "src/app/tools/text.py",
        "",
        "src/app/__init__.py",
        "",
        "src/app/wrap.py",
        "");
  }

  @Test
  void ofScriptsRelativePathsAreFound() {
    assertImports(
        "typescript",
        "src/main.ts",
        "import { a } from './a';\n"
            + "import './side.js';\n"
            + "export * from \"../lib\";\n"
            + "const x = require('./x.cjs');\n"
            + "import('./late.mjs');\n"
            + "import react from 'react';",
        List.of("src/a.tsx", "src/side.ts", "lib/index.ts", "src/x.cjs", "src/late.mjs"),
        "src/a.tsx",
        "",
        "src/side.ts",
        "",
        "lib/index.ts",
        "",
        "src/x.cjs",
        "",
        "src/late.mjs",
        "",
        "react/index.js",
        "");
  }

  @Test
  void ofOtherLanguagesWhatTheyNameIsFound() {
    assertImports(
        "c",
        "src/main.c",
        "#include <stdio.h>\n#include \"util.h\"\n#  include <core/list.h>\n",
        List.of("src/util.h", "include/core/list.h"),
        "src/util.h",
        "",
        "other/util.h",
        "",
        "include/core/list.h",
        "");
    assertImports(
        "ruby",
        "lib/app.rb",
        "require 'json'\nrequire_relative 'app/one'\nrequire \"app/two\"\n",
        List.of("lib/app/one.rb", "lib/app/two.rb"),
        "lib/app/one.rb",
        "",
        "lib/app/two.rb",
        "");
    assertImports(
        "go",
        "cmd/main.go",
        "package main\nimport (\n\t\"fmt\"\n\tt \"example.org/app/tools/text\"\n)\n",
        List.of("tools/text/a.go", "tools/text/b.go"),
        "tools/text/a.go",
        "",
        "tools/text/b.go",
        "",
        "tools/text/a_test.go",
        "",
        "fmt/x.go",
        "");
    assertImports(
        "rust",
        "src/lib.rs",
        "pub mod one;\nmod two;\nuse crate::three::Thing;\nmod inline { }\n",
        List.of("src/one.rs", "src/two/mod.rs", "src/three.rs"),
        "src/one.rs",
        "",
        "src/two/mod.rs",
        "",
        "src/three.rs",
        "",
        "src/inline.rs",
        "");
  }

  @Test
  void aFileComesAfterWhatItImportsAndTheLargestComponentFirst() {
    List<RepositoryFile> files =
        files(
            "python",
            "a_pair.py",
            "import z_pair\n",
            "b_top.py",
            "import c_middle\nimport d_bottom\n",
            "c_middle.py",
            "import d_bottom\n",
            "d_bottom.py",
            "",
            "lonely.py",
            "",
            "z_pair.py",
            "");
    assertEquals(
        List.of("d_bottom.py", "c_middle.py", "b_top.py", "z_pair.py", "a_pair.py", "lonely.py"),
        paths(FileOrder.DEPENDENCIES.sort(files, 1)));
  }

  @Test
  void aCircleIsBrokenWhereFewestAreMissing() {
    List<RepositoryFile> files =
        files(
            "python",
            "a.py",
            "import b\nimport c\n",
            "b.py",
            "import a\n",
            "c.py",
            "import a\n",
            "d.py",
            "import c\n");
    assertEquals(
        List.of("b.py", "a.py", "c.py", "d.py"), paths(FileOrder.DEPENDENCIES.sort(files, 1)));
  }

  @Test
  void ofRandomGraphsWithoutCirclesEveryFileComesAfterItsImports() {
    Random random = new Random(8);
    for (int trial = 0; trial < 50; trial++) {
      int count = 1 + random.nextInt(60);
      List<Integer> names = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(names, random);
      List<RepositoryFile> files = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < i; j++) {
          if (random.nextInt(12) == 0) {
            text.append("import m").append(names.get(j)).append('\n');
          }
        }
        files.add(file("python", "m" + names.get(i) + ".py", text.toString()));
      }
      Set<String> seen = new HashSet<>();
      List<RepositoryFile> sorted = FileOrder.DEPENDENCIES.sort(files, 1);
      assertEquals(count, sorted.size());
      for (RepositoryFile file : sorted) {
        for (String line : file.text().lines().toList()) {
          assertTrue(seen.contains(line.substring("import ".length()) + ".py"), file.path());
        }
        seen.add(file.path());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        " ",
        "import ",
        "import (",
        "from ",
        "from a import (",
        "#include",
        "pub(",
        "require ('",
        "use  "
      })
  void textsWithoutEndDoNotKeepItBusyForEver(String piece) {
    String text = piece.repeat(400_000 / piece.length());
    for (String language : List.of("java", "python", "javascript", "c", "ruby", "go", "rust")) {
      List<RepositoryFile> files =
          List.of(file(language, "a", text), file(language, "b", text + 1));
      assertEquals(2, FileOrder.DEPENDENCIES.sort(files, 1).size(), language);
    }
  }

  private static void assertImports(
      String language, String path, String text, List<String> expected, String... others) {
    List<RepositoryFile> files = new ArrayList<>(files(language, others));
    files.add(file(language, path, text));
    ImportGraph graph = new ImportGraph(files);
    assertEquals(
        expected.stream().sorted().toList(),
        graph.imports(files.size() - 1).stream().map(i -> files.get(i).path()).sorted().toList());
  }

  private static List<RepositoryFile> files(String language, String... pathsAndTexts) {
    List<RepositoryFile> files = new ArrayList<>();
    for (int i = 0; i + 1 < pathsAndTexts.length; i += 2) {
      files.add(file(language, pathsAndTexts[i], pathsAndTexts[i + 1]));
    }
    return files;
  }

  private static RepositoryFile file(@Nullable String language, String path, String text) {
    return new RepositoryFile(Digest.ofText(path), path, language, text);
  }

  private static List<String> paths(List<RepositoryFile> files) {
    return files.stream().map(RepositoryFile::path).toList();
  }

  @Test
  void pathsMayBeAnyNumberOfFoldersDeep() {
    String deep = "f/".repeat(200_000);
    List<RepositoryFile> files =
        files("java", deep + "b/A.java", "", deep + "B.java", "", deep + "a/C.java", "");
    assertEquals(
        List.of(deep + "B.java", deep + "a/C.java", deep + "b/A.java"),
        paths(FileOrder.PATH.sort(files, 1)));
  }
}
