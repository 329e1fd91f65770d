package io.winnow.classifiers;

import io.winnow.corpus.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.jspecify.annotations.Nullable;

/**
 * Names the language of a text with Apache OpenNLP's model of 103 languages: maximum entropy over
 * n-grams of one to three letters. It looks at {@value #SLICES} slices of at most {@value
 * #SLICE_CHARACTERS} characters, spread evenly, so that its time does not grow with the text.
 *
 * <p>Thread-safe; the model (its SHA-256 is pinned) is loaded once per JVM.
 */
public final class LanguageIdentifier {
  static final int SLICES = 3;
  static final int SLICE_CHARACTERS = 500;

  /** Fewer letters say too little. */
  static final int MINIMUM_LETTERS = 20;

  private static final String MODEL = "/langdetect-183.bin";
  private static final String MODEL_DIGEST =
      "2ddf585fac2e02a9dcfb9a4a9cc9417562eaac351be2efb506a2eaa87f19e9d4";

  /** What Hebrew, Indonesian and Yiddish were called until 1989; Java lists both. */
  private static final Set<String> WITHDRAWN = Set.of("iw", "in", "ji");

  private final LanguageDetectorME detector;
  private final Map<String, String> shortCodes = shortCodes();

  private LanguageIdentifier(LanguageDetectorME detector) {
    this.detector = detector;
  }

  /**
   * A language and how sure the model is.
   *
   * @param code ISO 639-1 where the language has a code there, else ISO 639-3
   * @param confidence 0 to 1
   */
  public record Language(String code, double confidence) {}

  /** The identifier of this JVM. */
  public static LanguageIdentifier shared() {
    return Holder.SHARED;
  }

  /** The language of a text; null if it has fewer than {@value #MINIMUM_LETTERS} letters. */
  public @Nullable Language identify(String text) {
    String sample = sample(text);
    long letters = sample.codePoints().filter(Character::isLetter).limit(MINIMUM_LETTERS).count();
    // An ideograph says as much as a few letters.
    boolean ideographs = sample.codePoints().filter(Character::isIdeographic).limit(5).count() == 5;
    if (letters < MINIMUM_LETTERS && !ideographs) {
      return null;
    }
    opennlp.tools.langdetect.Language best = detector.predictLanguage(sample);
    String code = best.getLang();
    return new Language(shortCodes.getOrDefault(code, code), best.getConfidence());
  }

  /** The codes of all languages that there are, sorted. */
  public static SortedSet<String> codes() {
    LanguageIdentifier identifier = shared();
    return Arrays.stream(identifier.detector.getSupportedLanguages())
        .map(code -> identifier.shortCodes.getOrDefault(code, code))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static String sample(String text) {
    if (text.length() <= SLICES * SLICE_CHARACTERS) {
      return text;
    }
    StringBuilder sample = new StringBuilder(SLICES * (SLICE_CHARACTERS + 1));
    int last = text.length() - SLICE_CHARACTERS;
    for (int i = 0; i < SLICES; i++) {
      int start = (int) ((long) last * i / (SLICES - 1));
      sample.append(text, start, start + SLICE_CHARACTERS).append(' ');
    }
    return sample.toString();
  }

  /** From the model's three letters to two. */
  static Map<String, String> shortCodes() {
    Map<String, String> codes = new HashMap<>();
    for (String two : Locale.getISOLanguages()) {
      if (!WITHDRAWN.contains(two)) {
        codes.put(Locale.forLanguageTag(two).getISO3Language(), two);
      }
    }
    // The model names the main language of a group that has one code in ISO 639-1.
    codes.put("cmn", "zh");
    codes.put("pes", "fa");
    codes.put("lvs", "lv");
    codes.put("ekk", "et");
    return codes;
  }

  private static final class Holder {
    static final LanguageIdentifier SHARED = load();

    private static LanguageIdentifier load() {
      try (InputStream stream = LanguageIdentifier.class.getResourceAsStream(MODEL)) {
        if (stream == null) {
          throw new IllegalStateException("the model " + MODEL + " is missing from the build");
        }
        byte[] bytes = stream.readAllBytes();
        String digest = new Digest().raw(bytes, 0, bytes.length).hex();
        if (!digest.equals(MODEL_DIGEST)) {
          throw new IllegalStateException(
              "the model " + MODEL + " is another one: its SHA-256 is " + digest);
        }
        return new LanguageIdentifier(
            new LanguageDetectorME(new LanguageDetectorModel(new ByteArrayInputStream(bytes))));
      } catch (IOException e) {
        throw new UncheckedIOException("the language model cannot be read", e);
      }
    }
  }
}
