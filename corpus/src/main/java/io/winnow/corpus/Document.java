package io.winnow.corpus;

import static io.winnow.corpus.Require.require;

import org.jspecify.annotations.Nullable;

/**
 * One document as a reader hands it on: text, and where it came from. Text is well-formed Unicode;
 * lone surrogates are replaced when the document is made.
 *
 * @param source name of the source in the recipe
 * @param kind what sort of document
 * @param origin where it lay and what its container says about it
 * @param title its title, if it has one
 * @param text the text, not empty
 */
public record Document(String source, Kind kind, Origin origin, @Nullable String title, String text)
    implements Outcome {
  public Document {
    require(!text.isEmpty(), "a document has text; an empty one is passed over");
    text = wellFormed(text);
    title = title == null ? null : wellFormed(title);
  }

  /** The id before equal ones are numbered: source, own URI or path, digest of the text. */
  public DocumentId id(DocumentId textDigest) {
    return DocumentId.of(source, origin.own(), textDigest);
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return replaceLoneSurrogates(text);
        }
      }
    }
    return text;
  }

  private static String replaceLoneSurrogates(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
    return clean.toString();
  }
}
