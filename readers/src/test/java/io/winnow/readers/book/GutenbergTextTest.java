package io.winnow.readers.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.readers.RealData;
import io.winnow.readers.html.MainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GutenbergTextTest {
  private static final String BOOK =
      """
      CHAPTER I

      It was a day like any other day in the small town by the river, and nobody
      thought that it would end as it did; least of all the old ferry-
      man, who was _never_ wrong.

           O river, river, going down,
           Past every bridge of every town,

      "Well," said he.
      """;

  private static final String TEXT =
      """
      CHAPTER I

      It was a day like any other day in the small town by the river, and nobody thought that it \
      would end as it did; least of all the old ferry-man, who was never wrong.

      O river, river, going down,
      Past every bridge of every town,

      "Well," said he.\
      """;

  private static final String NEW_HEADER =
      """
      The Project Gutenberg EBook of The Ferry, by A. Writer

      This eBook is for the use of anyone anywhere at no cost.

      Title: The Ferry,
             and Other Crossings

      Author: A. Writer

      Release Date: May 5, 2005 [EBook #4711]

      *** START OF THIS PROJECT GUTENBERG EBOOK THE FERRY ***

      Produced by Many Hands and the Online Distributed
      Proofreading Team


      """;

  private static final String NEW_FOOTER =
      """


      End of the Project Gutenberg EBook of The Ferry, by A. Writer

      *** END OF THIS PROJECT GUTENBERG EBOOK THE FERRY ***

      ***** This file should be named 4711.txt *****
      """;

  private static final String OLD_HEADER =
      """
      **The Project Gutenberg Etext of The Ferry, by A. Writer**
      #1 in our series by A. Writer

      **The Legal Small Print**
      ***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***
      Why is this "Small Print!" statement here?  You know: lawyers.

      *END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*

      [Portions of this header are copyright]

      This etext was prepared by Somebody.

      """;

  @Test
  void headerLicenceAndCreditsAreNoText() {
    GutenbergText book = GutenbergText.extract(NEW_HEADER + BOOK + NEW_FOOTER);
    assertEquals(TEXT, book.text());
    assertEquals("The Ferry, and Other Crossings", book.title());
    assertEquals("4711", book.ebook());
  }

  @Test
  void theSmallPrintOfTheNinetiesIsNoText() {
    assertEquals(
        TEXT,
        GutenbergText.extract(
                OLD_HEADER + BOOK + "\nEnd of The Project Gutenberg Etext of The Ferry\n")
            .text());
    String behind =
        BOOK.repeat(40) + "\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n";
    assertTrue(GutenbergText.extract(behind).text().startsWith("CHAPTER I"));
  }

  @Test
  void aTextWithoutMarksIsWhole() {
    assertEquals(TEXT, GutenbergText.extract(BOOK.replace("\n", "\r\n")).text());
    assertEquals("", GutenbergText.extract("\n\n").text());
  }

  @Test
  void damagedTextsNeverFail() {
    long seed = 9;
    Random random = new Random(seed);
    String whole = OLD_HEADER + NEW_HEADER + BOOK + NEW_FOOTER;
    for (int i = 0; i < 300; i++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int j = random.nextInt(20); j >= 0; j--) {
        int at = random.nextInt(damaged.length());
        damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(80)));
        damaged.insert(random.nextInt(damaged.length() + 1), "*** \n");
      }
      assertNotNull(GutenbergText.extract(damaged.toString()).text(), "seed " + seed);
    }
  }

  /**
   * The only file of this folder that is an index of others, not a book, and a licence's own page.
   */
  private static final Set<String> NO_BOOKS = Set.of("old__pandp09.txt", "old__orig76-h__main.htm");

  @Test
  void editionsOfOneWorkAgreeAndNoneHasTheLicence() throws IOException {
    Map<String, List<Set<String>>> works = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : RealData.tar("books/books.tar.zst").entrySet()) {
      String name = file.getKey().substring(file.getKey().lastIndexOf('/') + 1);
      String text = text(name, file.getValue());
      if (NO_BOOKS.contains(name) || text.isEmpty()) {
        continue;
      }
      String lower = text.toLowerCase(Locale.ROOT);
      for (String phrase :
          List.of("gutenberg-tm", "literary archive foundation", "small print!", "[ebook #")) {
        assertFalse(lower.contains(phrase), file.getKey() + " has \"" + phrase + "\"");
      }
      String work = file.getKey().substring(0, file.getKey().indexOf('/'));
      if (!name.matches(".*orig76-h__p[0-9].htm")) {
        works.computeIfAbsent(work, w -> new ArrayList<>()).add(rows(lower));
      }
    }
    works.forEach(
        (work, editions) -> {
          for (Set<String> one : editions) {
            for (Set<String> other : editions) {
              Set<String> shared = new HashSet<>(one);
              shared.retainAll(other);
              double contained = shared.size() / (double) Math.min(one.size(), other.size());
              assertTrue(contained > 0.6, work + ": " + contained);
            }
          }
        });
  }

  private static String text(String name, byte[] bytes) throws IOException {
    if (name.endsWith(".epub")) {
      return EpubText.extract(bytes, 64 << 20).text();
    }
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    if (decoded.contains("\uFFFD")) {
      decoded = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return name.endsWith(".htm")
        ? GutenbergText.extract(MainText.ofBook(decoded)).text()
        : GutenbergText.extract(decoded).text();
  }

  private static Set<String> rows(String text) {
    List<String> words = List.of(text.replaceAll("[^a-z]+", " ").strip().split(" "));
    Set<String> rows = new HashSet<>();
    for (int i = 0; i + 5 <= words.size(); i++) {
      rows.add(String.join(" ", words.subList(i, i + 5)));
    }
    return rows;
  }

  @Test
  void aTitleMayHaveAnyNumberOfLines() {
    String more = "       and More\n".repeat(100_000);
    String header = NEW_HEADER.replace("       and Other Crossings\n", more);
    GutenbergText book = GutenbergText.extract(header + BOOK.repeat(10_000) + NEW_FOOTER);
    assertEquals("The Ferry," + " and More".repeat(100_000), book.title());
  }
}
