package io.winnow.readers.book;

import io.winnow.corpus.Origin;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.html.MainText;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads books: EPUB, plain texts and pages; what Project Gutenberg puts before and after a book is
 * left out of the last two.
 */
public record BookReader(Records records) {
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

  private void epub(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    try {
      EpubText book = EpubText.extract(bytes, records.maximumBytes());
      records.documentUnlessBlank(
          file.origin().withGivenId(book.identifier()).withLicence(book.licence(), null),
          book.title(),
          book.text());
    } catch (BookTooLarge e) {
      records.tooLarge(file.origin());
    } catch (IOException e) {
      records.deadLetter(file.origin(), DeadLetterCause.BROKEN_EPUB, e);
    }
  }

  private void text(Blob file) {
    byte[] bytes = notBinary(file);
    if (bytes != null) {
      book(file.origin(), GutenbergText.extract(TextDecoding.text(bytes)), null);
    }
  }

  private void page(Blob file) {
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
      records.passOver(file.origin(), PassedOverReason.BINARY);
      return null;
    }
    return bytes;
  }

  private void book(Origin origin, GutenbergText book, @Nullable String otherwise) {
    String title = book.title() == null ? otherwise : book.title();
    records.documentUnlessBlank(origin.withGivenId(book.ebook()), title, book.text());
  }
}
