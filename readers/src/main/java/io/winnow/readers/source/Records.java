package io.winnow.readers.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the readers of one source leave what they have read. */
public record Records(SourceSettings source, Consumer<Outcome> sink) {
  private static final int MAXIMUM_DETAIL = 500;

  /** The largest record there may be. */
  public int maximumBytes() {
    return (int) source.maximumRecordBytes();
  }

  /** A document; a dead letter if what was found in a record is larger than one may be. */
  public void document(Origin origin, @Nullable String title, String text) {
    if (isTooLarge(text) || title != null && isTooLarge(title)) {
      tooLarge(origin);
    } else {
      sink.accept(new Document(source.name(), source.kind(), origin, title, text));
    }
  }

  /** The same of a text that may be none: it is passed over then. */
  public void documentUnlessBlank(Origin origin, @Nullable String title, String text) {
    if (text.isBlank()) {
      passOver(origin, PassedOverReason.NO_TEXT);
    } else {
      document(origin, title, text);
    }
  }

  /** Whether a text has more bytes of UTF-8 than a record may have. */
  private boolean isTooLarge(String text) {
    long maximum = source.maximumRecordBytes();
    if (text.length() > maximum) {
      return true;
    }
    // No char takes more than three bytes.
    return 3L * text.length() > maximum && text.getBytes(UTF_8).length > maximum;
  }

  public void passOver(Origin origin, PassedOverReason reason) {
    sink.accept(new PassedOver(source.name(), origin, reason.word()));
  }

  public void deadLetter(Origin origin, DeadLetterCause cause, String detail) {
    sink.accept(new DeadLetter(source.name(), origin, cause.word(), beginning(detail)));
  }

  /** Cut where no character is torn. */
  private static String beginning(String detail) {
    if (detail.length() <= MAXIMUM_DETAIL) {
      return detail;
    }
    boolean torn = Character.isHighSurrogate(detail.charAt(MAXIMUM_DETAIL - 1));
    return detail.substring(0, torn ? MAXIMUM_DETAIL - 1 : MAXIMUM_DETAIL);
  }

  public void deadLetter(Origin origin, DeadLetterCause cause, Exception fault) {
    deadLetter(origin, cause, sentence(fault));
  }

  /** What a fault says of itself, with its name where that alone does not say what is wrong. */
  public static String sentence(Exception fault) {
    String message = fault.getMessage();
    if (message == null || fault instanceof NumberFormatException) {
      // "For input string ..."
      return fault.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
    return message;
  }

  public void tooLarge(Origin origin) {
    deadLetter(
        origin,
        DeadLetterCause.TOO_LARGE,
        String.format(
            Locale.ROOT, "the record is larger than %,d bytes", source.maximumRecordBytes()));
  }
}
