package io.winnow.pipelines.plan;

import io.winnow.pipelines.manifest.SourceBooks;
import java.util.List;

/** The books of a run, once the ledger stands. */
final class BookState {
  private List<SourceBooks> books = List.of();

  void close(List<SourceBooks> closed) {
    books = List.copyOf(closed);
  }

  List<SourceBooks> books() {
    return books;
  }
}
