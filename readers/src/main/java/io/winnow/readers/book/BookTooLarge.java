package io.winnow.readers.book;

import java.io.IOException;

/** A book that is larger, unpacked, than a record may be. */
public final class BookTooLarge extends IOException {
  private static final long serialVersionUID = 1;

  BookTooLarge(long maximumBytes) {
    super(String.format("the book's pages are larger than %,d bytes", maximumBytes));
  }
}
