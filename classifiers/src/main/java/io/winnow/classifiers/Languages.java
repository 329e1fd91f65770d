package io.winnow.classifiers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;

/** The languages that {@link LanguageIdentifier} can name, without loading its model. */
public final class Languages {
  /** The model's own labels, ISO 639-3. */
  private static final List<String> LABELS =
      List.of(
          ("afr ara ast aze bak bel ben bos bre bul cat ceb ces che cmn cym dan deu ekk ell eng epo"
                  + " est eus fao fas fin fra fry gle glg gsw guj heb hin hrv hun hye ind isl ita"
                  + " jav jpn kan kat kaz kir kor lat lav lim lit ltz lvs mal mar min mkd mlt mon"
                  + " mri msa nan nds nep nld nno nob oci pan pes plt pnb pol por pus ron rus san"
                  + " sin slk slv som spa sqi srp sun swa swe tam tat tel tgk tgl tha tur ukr urd"
                  + " uzb vie vol war zul")
              .split(" "));

  private Languages() {}

  /** Their codes as they stand in tables, sorted. */
  public static List<String> codes() {
    Map<String, String> shortCodes = LanguageIdentifier.shortCodes();
    return LABELS.stream()
        .map(label -> shortCodes.getOrDefault(label, label))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The code of a language that somebody calls by another code, with a region, or by its English
   * name.
   */
  public static Optional<String> meant(String word) {
    String language = word.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    return codes().stream()
        .filter(code -> code.equals(language) || isCalled(Locale.forLanguageTag(code), language))
        .findFirst();
  }

  private static boolean isCalled(Locale locale, String word) {
    String name = locale.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
    try {
      return Arrays.asList(name, locale.getLanguage(), locale.getISO3Language()).contains(word);
    } catch (MissingResourceException e) {
      return false; // a language without a code of three letters
    }
  }
}
