package io.winnow.mixtures;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.table.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts the pieces of a part, and puts copies of documents together from them, one by one. */
final class CopyReader {
  private final List<Piece> pieces = new ArrayList<>();
  private int at;

  CopyReader(Iterable<byte[]> blocks) {
    for (byte[] block : blocks) {
      Piece.readAll(block, pieces::add);
    }
    pieces.sort(Piece.ORDER);
  }

  /**
   * A copy of a document.
   *
   * @param keyHigh of its key, unsigned; so is {@code keyLow}
   * @param number of the copy in its component
   * @param shared row of {@link Mix#SHARED}
   */
  record Copy(long keyHigh, long keyLow, DocumentId id, String component, long number, Row shared) {
    /** Whether both are of one repository, in one of its copies. */
    boolean belongsTo(Copy other) {
      return keyHigh == other.keyHigh
          && keyLow == other.keyLow
          && component.equals(other.component)
          && number == other.number;
    }

    long tokens() {
      Long tokens = shared.getOrNull(SignalTable.TOKENS);
      return tokens == null ? 0 : tokens;
    }

    String text() {
      return shared.get(DocumentTable.TEXT);
    }
  }

  /** The next one in the order of keys, or null. */
  @Nullable Copy next() {
    if (at == pieces.size()) {
      return null;
    }
    Piece first = pieces.get(at);
    int end = end(first);
    int length = 0;
    for (int i = at; i < end; i++) {
      length += pieces.get(i).length();
    }
    byte[] bytes = new byte[length];
    int filled = 0;
    for (Piece piece : pieces.subList(at, end)) {
      System.arraycopy(piece.block(), piece.offset(), bytes, filled, piece.length());
      filled += piece.length();
    }
    at = end;
    List<Row> rows = new Rows(Mix.SHARED, List.of(bytes)).map(row -> row);
    return new Copy(
        first.keyHigh(), first.keyLow(), first.id(), first.component(), first.copy(), rows.get(0));
  }

  /** Where the pieces of a copy end, which all must be there. */
  private int end(Piece first) {
    int end = at + first.pieces();
    for (int i = at; i < end; i++) {
      if (i >= pieces.size()
          || pieces.get(i).number() != i - at
          || !pieces.get(i).id().equals(first.id())) {
        throw new IllegalStateException(
            "piece " + (i - at) + " of document " + first.id() + " is missing or twice");
      }
    }
    return end;
  }
}
