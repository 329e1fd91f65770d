package io.winnow.classifiers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanguagesTest {
  @Test
  void theyAreThoseOfTheModel() {
    assertEquals(List.copyOf(LanguageIdentifier.codes()), Languages.codes());
  }

  @Test
  void aLanguageIsFoundByItsNameAnotherCodeOrARegion() {
    for (String word : List.of("english", "English", "eng", "EN", "en-US", "en_gb")) {
      assertEquals(Optional.of("en"), Languages.meant(word), word);
    }
    assertEquals(Optional.of("gsw"), Languages.meant("swiss german"));
    assertEquals(Optional.empty(), Languages.meant("klingon"));
  }
}
