package io.winnow.readers.paper.latex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LatexTextTest {
  private static final String PAPER =
      """
      \\documentclass{article}
      \\newcommand{\\river}[1]{the river \\emph{#1}}
      \\title{On Rivers}
      \\author{A. Writer}
      \\begin{document}
      \\maketitle
      \\begin{abstract}
      We look at \\river{Elbe}. % a comment
      \\end{abstract}
      \\section{Speed}
      It is 5\\% of $v = g t$, as M\\"uller~\\cite{mueller} says---``fast''.
      \\begin{itemize}
      \\item first
      \\item second
      \\end{itemize}
      \\input{part}
      \\begin{thebibliography}{9}\\bibitem{mueller} M\\"uller.\\end{thebibliography}
      \\end{document}
      """;

  private static LatexText read(String source) {
    return LatexText.extract(
        source,
        name ->
            Optional.ofNullable(Map.of("part.tex", "The \\textbf{end}. \\input{part}").get(name)));
  }

  @Test
  void aPaperReadsAsItsReaderWouldReadIt() {
    LatexText paper = read(PAPER);
    assertEquals("On Rivers", paper.title());
    String text = paper.text();
    assertTrue(text.contains("We look at the river Elbe."), text);
    assertTrue(text.contains("It is 5% of $v = g t$, as Müller says—“fast”."), text);
    assertTrue(text.contains("- first\n- second"), text);
    assertTrue(text.contains("The end."), text);
    for (String gone : new String[] {"comment", "A. Writer", "bibitem", "cite", "\\emph"}) {
      assertFalse(text.contains(gone), gone + " in " + text);
    }
  }

  @Test
  void aMainFileIsToldFromAPart() {
    assertTrue(LatexText.isMainFile(PAPER));
    assertFalse(LatexText.isMainFile("% \\documentclass{article}\n\\section{A part}"));
  }

  @Test
  void hostileSourcesEnd() {
    assertNotNull(read("\\def\\a{\\a\\a}\\begin{document}\\a\\end{document}").text());
    assertNotNull(read("\\begin{document}" + "{".repeat(200_000)).text());
    assertNotNull(read("\\begin{document}" + "\\".repeat(500_001)).text());
    assertNotNull(read("\\begin{document}" + "\\begin{a}".repeat(50_000)).text());
    assertNotNull(read("\\begin{document}$" + "^{".repeat(50_000)).text());
  }

  @Test
  void damagedSourcesNeverFail() {
    long seed = 6;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      StringBuilder damaged = new StringBuilder(PAPER);
      for (int j = random.nextInt(15); j >= 0; j--) {
        int at = random.nextInt(damaged.length());
        if (random.nextBoolean()) {
          damaged.setCharAt(at, "\\{}$%&#^_[]\n".charAt(random.nextInt(12)));
        } else {
          damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(20)));
        }
      }
      assertNotNull(read(damaged.toString()).text(), "seed " + seed);
    }
  }

  @Test
  void aFileIsLookedForOnceAndBelowThePaperOnly() {
    List<String> asked = new ArrayList<>();
    String includes =
        "\\input{a}\\input{./a.tex}\\input{x/../a}\\input{/etc/a}\\input{../a}\\input{x/../../a}"
            + "\\input{.}\\input{..}\\input{gone}\\input{gone.tex}\\import{x/./}{b}";
    LatexText paper =
        LatexText.extract(
            "\\documentclass{article}\\begin{document}" + includes + "\\end{document}",
            name -> {
              asked.add(name);
              return Optional.ofNullable(Map.of("a.tex", "A", "x/b.tex", "B").get(name));
            });
    assertEquals("A A A B", paper.text());
    assertEquals(List.of("a", "a.tex", "gone", "gone.tex", "x/b", "x/b.tex"), asked);
  }

  @Test
  void aFileThatIncludesItselfUnderAnyNameIsReadOnce() {
    String loop = "hi \\input{loop}\\input{././loop.tex}\\input{x/../loop}";
    String text =
        LatexText.extract(
                "\\begin{document}\\input{loop}\\end{document}",
                name ->
                    Optional.ofNullable(
                        Map.of("loop.tex", loop).get(Path.of(name).normalize().toString())))
            .text();
    assertEquals("hi", text);
  }

  @Test
  @Timeout(60)
  void filesBeyondTheBoundAreReadOnce() {
    String big = "x".repeat(30_000_000);
    int[] reads = {0};
    LatexText.extract(
        "\\begin{document}"
            + "\\input{big}\\input{other}\\input{third}\\input{fourth}\\input{fifth}".repeat(500)
            + "\\end{document}",
        name -> {
          reads[0]++;
          return Optional.of(big);
        });
    assertTrue(reads[0] <= 5, "reads: " + reads[0]);
  }
}
