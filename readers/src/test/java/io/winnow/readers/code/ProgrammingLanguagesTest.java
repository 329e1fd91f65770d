package io.winnow.readers.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgrammingLanguagesTest {
  @ParameterizedTest
  @CsvSource({
    "src/Main.java, java",
    "MAIN.PY, python",
    "a/b.C, c",
    "x.h, c",
    "x.hpp, c++",
    "index.d.ts, typescript",
    "build.gradle.kts, kotlin",
    "notes.txt, text",
    "README.md, markdown",
    "analysis.R, r"
  })
  void theLastExtensionTellsTheLanguageInAnyCase(String path, String language) {
    assertEquals(language, ProgrammingLanguages.of(path));
  }

  @ParameterizedTest
  @CsvSource({
    "a/Makefile, makefile",
    "makefile, makefile",
    "rules.mk, makefile",
    "Dockerfile, dockerfile",
    "dockerfile, dockerfile",
    "base.dockerfile, dockerfile",
    "CMakeLists.txt, cmake",
    "x/BUILD, bazel",
    "Gemfile, ruby",
    ".gitignore, ini",
    "LICENSE, text"
  })
  void someFilesAreToldByTheirWholeName(String path, String language) {
    assertEquals(language, ProgrammingLanguages.of(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "java", "build", "a.java/x", "photo.png", ".bashrc", "x.", "x.java.orig"})
  void otherNamesSayNothing(String path) {
    assertNull(ProgrammingLanguages.of(path));
  }

  @Test
  void proseIsWhatPeopleRead() {
    assertTrue(ProgrammingLanguages.isProse("markdown"));
    assertTrue(ProgrammingLanguages.isProse("text"));
    assertFalse(ProgrammingLanguages.isProse("java"));
    assertFalse(ProgrammingLanguages.isProse("tex"));
  }
}
