package io.winnow.readers.book;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Compression;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.html.MainText;
import io.winnow.readers.source.Records;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads books: EPUB, plain texts and pages; what Project Gutenberg puts before and after a book is
 * left out of the last two.
 */
public final class BookReader implements FileReader {
  private final Records records;

  public BookReader(Records records) {
    this.records = records;
  }

  @Override
  public void read(Blob file) {
    String name = Compression.withoutCompression(file.name());
    boolean plain = name.endsWith(".txt") || name.endsWith(".text");
    if (!name.endsWith(".epub") && !plain && !FileNames.isHtml(name)) {
      records.passOver(file.origin(), "not-a-book");
      return;
    }
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    if (name.endsWith(".epub")) {
      epub(file.origin(), bytes);
    } else if (TextDecoding.isBinary(bytes)) {
      records.passOver(file.origin(), "binary");
    } else if (plain) {
      book(file.origin(), GutenbergText.extract(TextDecoding.text(bytes)), null);
    } else {
      String html = TextDecoding.html(bytes, null);
      book(
          file.origin(),
          GutenbergText.extract(MainText.ofBook(html)),
          MainText.extract(html).title());
    }
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
    if (book.text().isBlank()) {
      records.passOver(origin, "no-text");
    } else {
      records.document(
          origin.withGivenId(book.identifier()).withLicence(book.licence(), null),
          book.title(),
          book.text());
    }
  }

  private void book(Origin origin, GutenbergText book, @Nullable String otherwise) {
    if (book.text().isBlank()) {
      records.passOver(origin, "no-text");
    } else {
      String title = book.title() == null ? otherwise : book.title();
      records.document(origin.withGivenId(book.ebook()), title, book.text());
    }
  }
}
