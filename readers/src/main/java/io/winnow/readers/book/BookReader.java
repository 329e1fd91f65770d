package io.winnow.readers.book;

import io.winnow.corpus.Origin;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.html.MainText;
import io.winnow.readers.source.Records;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads books: EPUB, plain texts and pages; what Project Gutenberg puts before and after a book is
 * left out of the last two.
 */
public final class BookReader {
  private final Records records;

  public BookReader(Records records) {
    this.records = records;
  }

  /** Reads EPUBs. */
  public static FileReader ofEpubs(Records records) {
    return new BookReader(records)::epub;
  }

  /** Reads plain texts. */
  public static FileReader ofTexts(Records records) {
    return new BookReader(records)::text;
  }

  /** Reads pages that are whole books. */
  public static FileReader ofPages(Records records) {
    return new BookReader(records)::page;
  }

  /** An EPUB. */
  public void epub(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes != null) {
      epub(file.origin(), bytes);
    }
  }

  /** A plain text. */
  public void text(Blob file) {
    byte[] bytes = notBinary(file);
    if (bytes != null) {
      book(file.origin(), GutenbergText.extract(TextDecoding.text(bytes)), null);
    }
  }

  /** A page that is a whole book. */
  public void page(Blob file) {
    byte[] bytes = notBinary(file);
    if (bytes != null) {
      String html = TextDecoding.html(bytes, null);
      book(
          file.origin(),
          GutenbergText.extract(MainText.ofBook(html)),
          MainText.extract(html).title());
    }
  }

  /** The bytes of a text; null, and an outcome, if there are none. */
  private byte @Nullable [] notBinary(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes != null && TextDecoding.isBinary(bytes)) {
      records.passOver(file.origin(), "binary");
      return null;
    }
    return bytes;
  }

  private void epub(Origin origin, byte[] bytes) {
    EpubText book;
    try {
      book = EpubText.extract(bytes, records.maximumBytes());
    } catch (BookTooLarge e) {
      records.tooLarge(origin);
      return;
    } catch (IOException e) {
      records.deadLetter(origin, "broken-epub", e);
      return;
    }
    records.documentUnlessBlank(
        origin.withGivenId(book.identifier()).withLicence(book.licence(), null),
        book.title(),
        book.text());
  }

  private void book(Origin origin, GutenbergText book, @Nullable String otherwise) {
    String title = book.title() == null ? otherwise : book.title();
    records.documentUnlessBlank(origin.withGivenId(book.ebook()), title, book.text());
  }
}
