package io.winnow.readers.book;

import java.io.IOException;
import java.util.Locale;

/** A book that is larger, unpacked, than a record may be. */
public final class BookTooLarge extends IOException {
  private static final long serialVersionUID = 1;

  BookTooLarge(long maximumBytes) {
    super(String.format(Locale.ROOT, "the book's pages are larger than %,d bytes", maximumBytes));
  }
}
