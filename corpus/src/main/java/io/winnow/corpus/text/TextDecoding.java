package io.winnow.corpus.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From bytes to characters, as browsers do it: mark, header, meta element, UTF-8, windows-1252.
 * UTF-8 with a few broken bytes stays UTF-8.
 */
public final class TextDecoding {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** What stands for bytes that are no character. */
  private static final char BROKEN = '\uFFFD';

  /** Characters for each broken one in a text that nothing but its bytes calls UTF-8. */
  private static final int NEARLY_ALL = 4;

  private static final int META_BYTES = 4096;
  private static final Pattern META =
      Pattern.compile("(?i)<meta[^>]{0,500}charset\\s*=\\s*[\"']?\\s*([a-z0-9_:.-]{1,40})");

  private static final int DECLARATION_BYTES = 512;
  private static final Pattern DECLARATION =
      Pattern.compile("<\\?xml[^>]{0,300}?encoding\\s*=\\s*[\"']([A-Za-z0-9_:.-]{1,40})[\"']");

  private TextDecoding() {}

  /**
   * Decodes a page.
   *
   * @param declared charset that its HTTP header names
   */
  public static String html(byte[] bytes, @Nullable String declared) {
    Optional<String> marked = byMark(bytes);
    if (marked.isPresent()) {
      return marked.get();
    }
    Optional<Charset> charset = charset(declared);
    if (charset.isEmpty()) {
      String head = new String(bytes, 0, Math.min(bytes.length, META_BYTES), ISO_8859_1);
      Matcher meta = META.matcher(head);
      charset = meta.find() ? charset(meta.group(1)) : Optional.empty();
    }
    return declared(bytes, charset);
  }

  private static String declared(byte[] bytes, Optional<Charset> charset) {
    // Pages lie about their charset; bytes that are UTF-8 are hardly ever anything else.
    if (charset.isEmpty() || isSingleByteLatin(charset.get())) {
      int share = charset.isPresent() && charset.get().equals(UTF_8) ? 1 : NEARLY_ALL;
      Optional<String> utf8 = nearlyUtf8(bytes, share);
      if (utf8.isPresent()) {
        return utf8.get();
      }
    }
    return new String(bytes, charset.filter(c -> !c.equals(UTF_8)).orElse(WINDOWS_1252));
  }

  /** Decodes a plain text or source file. */
  public static String text(byte[] bytes) {
    return byMark(bytes)
        .or(() -> nearlyUtf8(bytes, NEARLY_ALL))
        .orElseGet(() -> new String(bytes, WINDOWS_1252));
  }

  /**
   * The text, if its bytes are UTF-8 but for a few: these become U+FFFD, as in browsers. A byte
   * that was cut or flipped costs one character, where another charset would cost all that are not
   * ASCII.
   *
   * @param share how many characters beyond ASCII there must be for each that is broken
   */
  private static Optional<String> nearlyUtf8(byte[] bytes, int share) {
    Optional<String> strict = strictUtf8(bytes);
    if (strict.isPresent()) {
      return strict;
    }
    String text = new String(bytes, UTF_8);
    long broken = text.chars().filter(c -> c == BROKEN).count();
    long whole = text.codePoints().filter(c -> c > 127 && c != BROKEN).count();
    return whole >= share * broken ? Optional.of(text) : Optional.empty();
  }

  /** Decodes XML: by its mark, as UTF-8 where it can be, else by its declaration. */
  public static String xml(byte[] bytes) {
    Optional<String> marked = byMark(bytes);
    if (marked.isPresent()) {
      return marked.get();
    }
    // Without a mark, XML of two bytes a character begins with half a bracket.
    if (bytes.length >= 2 && (bytes[0] == 0 || bytes[1] == 0)) {
      return new String(bytes, bytes[0] == 0 ? UTF_16BE : UTF_16LE);
    }
    String head = new String(bytes, 0, Math.min(bytes.length, DECLARATION_BYTES), ISO_8859_1);
    Matcher declaration = DECLARATION.matcher(head);
    Optional<Charset> charset =
        declaration.lookingAt() ? charset(declaration.group(1)) : Optional.empty();
    return declared(bytes, charset);
  }

  /** The text, if all of it is UTF-8. */
  public static Optional<String> strictUtf8(byte[] bytes) {
    try {
      return Optional.of(
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether a file is no text: a zero byte, or many control characters near its beginning. */
  public static boolean isBinary(byte[] bytes) {
    int looked = Math.min(bytes.length, 8192);
    boolean wide = looked >= 2 && byMark(bytes).isPresent();
    int controls = 0;
    for (int i = 0; i < looked && !wide; i++) {
      int b = bytes[i] & 0xFF;
      if (b == 0) {
        return true;
      }
      if (b < 32 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 27) {
        controls++;
      }
    }
    return controls * 10 > looked;
  }

  private static Optional<String> byMark(byte[] b) {
    if (b.length >= 3 && (b[0] & 0xFF) == 0xEF && (b[1] & 0xFF) == 0xBB && (b[2] & 0xFF) == 0xBF) {
      return Optional.of(new String(b, 3, b.length - 3, UTF_8));
    }
    if (b.length >= 2 && (b[0] & 0xFF) == 0xFE && (b[1] & 0xFF) == 0xFF) {
      return Optional.of(new String(b, 2, b.length - 2, UTF_16BE));
    }
    if (b.length >= 2 && (b[0] & 0xFF) == 0xFF && (b[1] & 0xFF) == 0xFE) {
      return Optional.of(new String(b, 2, b.length - 2, UTF_16LE));
    }
    return Optional.empty();
  }

  private static boolean isSingleByteLatin(Charset charset) {
    String name = charset.name().toLowerCase(Locale.ROOT);
    return charset.equals(UTF_8)
        || name.equals("windows-1252")
        || name.equals("iso-8859-1")
        || name.equals("us-ascii");
  }

  private static Optional<Charset> charset(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    try {
      Charset charset = Charset.forName(name.strip());
      // Browsers read Latin-1 as its superset.
      return Optional.of(charset.equals(ISO_8859_1) ? WINDOWS_1252 : charset);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
