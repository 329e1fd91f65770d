package io.winnow.readers.paper.latex;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.readers.RealData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The HoTT book, the Open Logic Text, and the tests of LaTeXML with what it makes of them. */
class LatexRealPapersTest {
  private static final String BOOKS = "(HoTT__book|OpenLogic)/.*";

  /** Tests of LaTeXML about text, rather than about running TeX or about character sets. */
  private static final Set<String> ABOUT_TEXT =
      Set.of("structure", "theorem", "alignment", "complex", "math", "ams", "fonts", "parse");

  private static final Map<String, String> SOURCES = new TreeMap<>();

  @BeforeAll
  static void unpack() throws IOException {
    RealData.tar("papers/latex.tar.zst")
        .forEach((name, bytes) -> SOURCES.put(name.replaceFirst("^(\\./)+", ""), decode(bytes)));
  }

  @Test
  void booksLeaveNoEnvironmentOutsideOfFormulas() {
    List<String> left = new ArrayList<>();
    int files = 0;
    for (String name : SOURCES.keySet()) {
      if (name.endsWith(".tex") && name.matches(BOOKS)) {
        String text = withoutFormulas(extract(name).text());
        files++;
        if (text.contains("\\begin{") || text.contains("\\end{") || text.indexOf('\\') >= 0) {
          left.add(name);
        }
      }
    }
    assertTrue(files > 300, files + " files");
    // 35 files, mostly those that hold the same chapters again, keep some command of their own.
    assertTrue(left.size() <= 40, "left in " + left);
  }

  @Test
  void theWordsAreThoseThatLatexmlFinds() {
    Map<String, Double> overlaps = new TreeMap<>();
    for (String name : SOURCES.keySet()) {
      String truth = SOURCES.get(name.replaceFirst("\\.tex$", ".xml"));
      String[] path = name.split("/");
      if (name.endsWith(".tex") && truth != null && ABOUT_TEXT.contains(path[path.length - 2])) {
        Map<String, Integer> expected = words(truthOf(truth));
        if (expected.size() >= 5) {
          LatexText text = extract(name);
          overlaps.put(
              name, overlap(expected, words(text.title() + " " + withoutFormulas(text.text()))));
        }
      }
    }
    double[] sorted = overlaps.values().stream().mapToDouble(x -> x).sorted().toArray();
    double mean = overlaps.values().stream().mapToDouble(x -> x).average().orElse(0);
    double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    String measured =
        String.format(Locale.ROOT, "%d files, mean %.3f, median %.3f", sorted.length, mean, median);
    assertTrue(sorted.length > 20 && mean > 0.75 && median > 0.88, measured);
  }

  private static LatexText extract(String name) {
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    Function<String, Optional<String>> files =
        file -> Optional.ofNullable(SOURCES.get(folder + file));
    return LatexText.extract(SOURCES.getOrDefault(name, ""), files);
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static String withoutFormulas(String text) {
    StringBuilder left = new StringBuilder();
    String[] parts = text.split("\\$\\$?", -1);
    for (int i = 0; i < parts.length; i += 2) {
      left.append(parts[i]).append(' ');
    }
    return left.toString().replaceAll("(?s)\\\\begin\\{([^}]*)\\}.*?\\\\end\\{\\1\\}", " ");
  }

  private static String truthOf(String xml) {
    Document document = Jsoup.parse(xml, "", Parser.xmlParser());
    document
        .select("Math, tags, tag, ERROR, bibliography, creator, resource, toctitle, TOC, ref, cite")
        .remove();
    document.select("picture, svg, date, rdf, index, indexmark, declare").remove();
    StringBuilder text = new StringBuilder();
    document
        .getAllElements()
        .forEach(
            element -> element.textNodes().forEach(node -> text.append(node.text()).append(' ')));
    return text.toString();
  }

  private static Map<String, Integer> words(String text) {
    Map<String, Integer> words = new HashMap<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        words.merge(word, 1, Integer::sum);
      }
    }
    return words;
  }

  /** Of the words of both, the part that the other has too. */
  private static double overlap(Map<String, Integer> one, Map<String, Integer> other) {
    long common = 0;
    for (Map.Entry<String, Integer> word : one.entrySet()) {
      common += Math.min(word.getValue(), other.getOrDefault(word.getKey(), 0));
    }
    long all = sum(one) + sum(other);
    return all == 0 ? 1 : 2.0 * common / all;
  }

  private static long sum(Map<String, Integer> words) {
    return words.values().stream().mapToInt(x -> x).sum();
  }
}
