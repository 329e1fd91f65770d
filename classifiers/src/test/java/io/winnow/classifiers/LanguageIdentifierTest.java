package io.winnow.classifiers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.classifiers.LanguageIdentifier.Language;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanguageIdentifierTest {
  /** First article of the Universal Declaration of Human Rights. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "en",
          "All human beings are born free and equal in dignity and rights. They are endowed with"
              + " reason and conscience and should act towards one another in a spirit of"
              + " brotherhood.",
          "fr",
          "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués"
              + " de raison et de conscience et doivent agir les uns envers les autres dans un"
              + " esprit de fraternité.",
          "de",
          "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft"
              + " und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen.",
          "ru",
          "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены"
              + " разумом и совестью и должны поступать в отношении друг друга в духе братства.",
          "ja",
          "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
          "zh",
          "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。");

  @Test
  void languagesAreNamedByTheirTwoLetters() {
    TEXTS.forEach(
        (code, text) -> {
          Language language = LanguageIdentifier.shared().identify(text);
          assertTrue(language != null && language.code().equals(code), code + " was " + language);
        });
  }

  /** Java has kept the names of before 1989 beside those of today. */
  @Test
  void hebrewIndonesianAndYiddishHaveTheNamesOfToday() {
    Map<String, String> texts =
        Map.of(
            "he",
            "כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך"
                + " חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
            "id",
            "Saya tidak bisa datang besok karena kantor kami sedang pindah ke gedung baru di"
                + " Jakarta. Kami berharap semua orang bisa mengerti bahwa pekerjaan ini harus"
                + " selesai bulan depan, dan uang untuk mobil itu sudah kami kirim kemarin.");
    texts.forEach(
        (code, text) -> {
          Language language = LanguageIdentifier.shared().identify(text);
          assertTrue(language != null && language.code().equals(code), code + " was " + language);
        });
    for (String old : List.of("iw", "in", "ji")) {
      assertFalse(LanguageIdentifier.codes().contains(old), old);
    }
    assertTrue(LanguageIdentifier.codes().containsAll(List.of("he", "id", "zh", "fa", "ceb")));
    // The model knows 103; three of them go by the code of a group that has another one in it.
    assertEquals(100, LanguageIdentifier.codes().size());
  }

  @Test
  void aTextOfAFewLettersHasNone() {
    assertNull(LanguageIdentifier.shared().identify("12 ab"));
    assertNull(LanguageIdentifier.shared().identify(""));
  }

  @Test
  void onlySlicesOfALongTextAreLookedAt() {
    String text = "x".repeat(10_000_000);
    assertEquals(
        LanguageIdentifier.SLICES * (LanguageIdentifier.SLICE_CHARACTERS + 1),
        LanguageIdentifier.sample(text).length());
  }

  @Test
  void manyThreadsGetTheSameAnswer() {
    String text = TEXTS.get("fr");
    Language alone = LanguageIdentifier.shared().identify(text);
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> assertEquals(alone, LanguageIdentifier.shared().identify(text)));
  }
}
