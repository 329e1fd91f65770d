package io.winnow.readers;

import static io.winnow.corpus.Kind.BOOK;
import static io.winnow.corpus.Kind.PAPER;
import static io.winnow.corpus.Kind.SOCIAL;
import static io.winnow.corpus.Kind.WEB;

import io.winnow.corpus.Kind;
import io.winnow.corpus.files.Compression;
import io.winnow.readers.book.BookReader;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.paper.JatsPapers;
import io.winnow.readers.paper.LatexPapers;
import io.winnow.readers.paper.PdfPapers;
import io.winnow.readers.rows.JsonLinesReader;
import io.winnow.readers.rows.ParquetRows;
import io.winnow.readers.rows.SeparatedValues;
import io.winnow.readers.social.Passages;
import io.winnow.readers.social.StackExchangePosts;
import io.winnow.readers.source.Records;
import io.winnow.readers.web.WebReader;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The formats of files: which kinds of source may have them, which names they go by, and who reads
 * them. A new format is its reader and a line here. The first that fits counts.
 *
 * <p>Archives are opened before a file comes here, and repositories are read as a whole.
 */
enum Format {
  JSON_LINES(everyKind(), ends(".jsonl", ".ndjson"), JsonLinesReader::new),
  PARQUET(everyKind(), endsUncompressed(".parquet"), ParquetRows::new),
  CSV(everyKind(), ends(".csv"), SeparatedValues::commas),
  TSV(everyKind(), ends(".tsv"), SeparatedValues::tabs),

  WARC(Set.of(WEB), ends(".warc", ".wet"), records -> new WebReader(records)::warc),
  PAGE(Set.of(WEB), ends(".html", ".htm", ".xhtml"), records -> new WebReader(records)::page),

  EPUB(Set.of(BOOK), ends(".epub"), records -> new BookReader(records)::epub),
  BOOK_TEXT(Set.of(BOOK), ends(".txt", ".text"), records -> new BookReader(records)::text),
  BOOK_PAGE(
      Set.of(BOOK), ends(".html", ".htm", ".xhtml"), records -> new BookReader(records)::page),

  LATEX(Set.of(PAPER), LatexPapers::fits, LatexPapers::new),
  JATS(Set.of(PAPER), JatsPapers::fits, JatsPapers::new),
  PDF(Set.of(PAPER), PdfPapers::fits, PdfPapers::new),

  STACK_EXCHANGE(Set.of(SOCIAL), ends("posts.xml"), StackExchangePosts::new),
  PASSAGES(Set.of(SOCIAL), ends(".txt"), Passages::new);

  private final Set<Kind> kinds;
  private final Predicate<String> names;
  private final Function<Records, FileReader> reader;

  Format(Set<Kind> kinds, Predicate<String> names, Function<Records, FileReader> reader) {
    this.kinds = kinds;
    this.names = names;
    this.reader = reader;
  }

  private static Set<Kind> everyKind() {
    return EnumSet.allOf(Kind.class);
  }

  /** Names that end so, in any case, once compressions are taken off. */
  private static Predicate<String> ends(String... suffixes) {
    return path -> {
      String name = Compression.withoutCompression(path);
      return Arrays.stream(suffixes).anyMatch(name::endsWith);
    };
  }

  /** Names that end so, in any case: of what is read at any place, and so is not compressed. */
  private static Predicate<String> endsUncompressed(String suffix) {
    return path -> path.toLowerCase(Locale.ROOT).endsWith(suffix);
  }

  /** The format of a file in a source of some kind; empty if such a source has no use for it. */
  static Optional<Format> of(Kind kind, String path) {
    return Arrays.stream(values())
        .filter(format -> format.isOf(kind) && format.names.test(path))
        .findFirst();
  }

  /** Whether sources of a kind may have files of this format. */
  boolean isOf(Kind kind) {
    return kinds.contains(kind);
  }

  FileReader reader(Records records) {
    return reader.apply(records);
  }
}
