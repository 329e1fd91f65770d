package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.TableFile;
import io.winnow.pipelines.books.Books;
import io.winnow.pipelines.manifest.BooksDoNotBalance;
import io.winnow.pipelines.manifest.SourceBooks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BooksTest {
  private static final Map<String, Long> LEDGER =
      Map.of(
          "crawl\tkept\t\t", 5L,
          "crawl\tdropped\trules\ttoo-short", 3L,
          "crawl\tdropped\tingest\tnot-html", 2L,
          "crawl\tdead-letter\tingest\ttruncated", 1L,
          "repos\tkept\t\t", 4L);

  @Test
  void everyRecordIsKeptDroppedOrADeadLetter() {
    List<SourceBooks> books = Books.close(in(11, 4), List.of(receipt(LEDGER)));
    assertEquals("crawl", books.get(0).source());
    assertEquals(5, books.get(0).kept());
    assertEquals(Map.of("rules/too-short", 3L, "ingest/not-html", 2L), books.get(0).dropped());
    assertEquals(1, books.get(0).deadLetters());
    assertEquals(4, books.get(1).kept());
  }

  @Test
  void receiptsOfSeveralShardsAddUp() {
    List<SourceBooks> books = Books.close(in(22, 8), List.of(receipt(LEDGER), receipt(LEDGER)));
    assertEquals(10, books.get(0).kept());
  }

  @Test
  void aLostRecordIsNamedWithItsSource() {
    BooksDoNotBalance error =
        assertThrows(
            BooksDoNotBalance.class, () -> Books.close(in(12, 4), List.of(receipt(LEDGER))));
    assertTrue(error.getMessage().contains("crawl") && error.getMessage().contains("12"));
  }

  @Test
  void aRecordOfAnUnknownSourceIsFound() {
    Map<String, Long> ledger = new TreeMap<>(LEDGER);
    ledger.put("ghost\tkept\t\t", 1L);
    assertThrows(BooksDoNotBalance.class, () -> Books.close(in(11, 4), List.of(receipt(ledger))));
  }

  private static Map<String, Long> in(long crawl, long repos) {
    Map<String, Long> records = new LinkedHashMap<>();
    records.put("crawl", crawl);
    records.put("repos", repos);
    return records;
  }

  private static Receipt receipt(Map<String, Long> counts) {
    return new Receipt("key", new TableFile("", 0, 0), new TreeMap<>(counts));
  }
}
