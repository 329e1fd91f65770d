package io.winnow.corpus.read;

import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the readers of one source leave what they have read. */
final class Records {
  private static final int MAXIMUM_DETAIL = 500;

  private final SourceSettings source;
  private final Consumer<Outcome> sink;

  Records(SourceSettings source, Consumer<Outcome> sink) {
    this.source = source;
    this.sink = sink;
  }

  SourceSettings source() {
    return source;
  }

  /** The largest record there may be. */
  int maximumBytes() {
    return (int) source.maximumRecordBytes();
  }

  void document(Origin origin, @Nullable String title, String text) {
    sink.accept(new Document(source.name(), source.kind(), origin, title, text));
  }

  void passOver(Origin origin, String reason) {
    sink.accept(new PassedOver(source.name(), origin, reason));
  }

  void deadLetter(Origin origin, String cause, String detail) {
    String sentence =
        detail.length() > MAXIMUM_DETAIL ? detail.substring(0, MAXIMUM_DETAIL) : detail;
    sink.accept(new DeadLetter(source.name(), origin, cause, sentence));
  }

  void deadLetter(Origin origin, String cause, Exception fault) {
    String message = fault.getMessage();
    if (message == null || fault instanceof NumberFormatException) {
      // What it says of itself ("For input string ...") does not say what is wrong.
      message = fault.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
    deadLetter(origin, cause, message);
  }

  void tooLarge(Origin origin) {
    deadLetter(
        origin,
        "too-large",
        String.format("the record is larger than %,d bytes", source.maximumRecordBytes()));
  }
}
