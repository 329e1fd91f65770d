package io.winnow.readers;

import static io.winnow.corpus.Kind.BOOK;
import static io.winnow.corpus.Kind.PAPER;
import static io.winnow.corpus.Kind.SOCIAL;
import static io.winnow.corpus.Kind.WEB;

import io.winnow.corpus.Kind;
import io.winnow.readers.book.BookReader;
import io.winnow.readers.paper.JatsPapers;
import io.winnow.readers.paper.LatexPapers;
import io.winnow.readers.paper.PdfPapers;
import io.winnow.readers.rows.JsonLinesReader;
import io.winnow.readers.rows.ParquetRows;
import io.winnow.readers.rows.SeparatedValues;
import io.winnow.readers.social.Passages;
import io.winnow.readers.social.StackExchangePosts;
import io.winnow.readers.web.WebReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The formats of files: which kinds of source may have them, which names they go by, and who reads
 * them. A new format is its reader and a line here. The first that fits counts. Readers are named
 * by methods of their own: what a lambda here does would belong to all of them.
 *
 * <p>Archives are opened before a file comes here, and repositories are read as a whole.
 */
final class Formats {
  private static final List<Format> ALL =
      List.of(
          new Format(everyKind(), ends(".jsonl", ".ndjson"), JsonLinesReader::new),
          new Format(everyKind(), new Format.EndsUncompressed(".parquet"), ParquetRows::new),
          new Format(everyKind(), ends(".csv"), SeparatedValues::commas),
          new Format(everyKind(), ends(".tsv"), SeparatedValues::tabs),
          new Format(Set.of(WEB), ends(".warc", ".wet"), WebReader::ofWarcs),
          new Format(Set.of(WEB), ends(".html", ".htm", ".xhtml"), WebReader::ofPages),
          new Format(Set.of(BOOK), ends(".epub"), BookReader::ofEpubs),
          new Format(Set.of(BOOK), ends(".txt", ".text"), BookReader::ofTexts),
          new Format(Set.of(BOOK), ends(".html", ".htm", ".xhtml"), BookReader::ofPages),
          new Format(Set.of(PAPER), LatexPapers::fits, LatexPapers::new),
          new Format(Set.of(PAPER), JatsPapers::fits, JatsPapers::new),
          new Format(Set.of(PAPER), PdfPapers::fits, PdfPapers::new),
          new Format(Set.of(SOCIAL), StackExchangePosts::fits, StackExchangePosts::new),
          new Format(Set.of(SOCIAL), ends(".txt"), Passages::new));

  private Formats() {}

  private static Set<Kind> everyKind() {
    return EnumSet.allOf(Kind.class);
  }

  private static Format.Names ends(String... suffixes) {
    return new Format.Ends(List.of(suffixes));
  }

  /** Those that sources of a kind may have. */
  static List<Format> of(Kind kind) {
    return ALL.stream().filter(format -> format.kinds().contains(kind)).toList();
  }
}
