package io.winnow.readers.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class LicencesTest {
  private static final String SPEAKS_OF_OTHERS =
      """

      ... whole texts of licences go on for pages, and name their kin: a later part lets one link
      with works under version 3 of the GNU Affero General Public License, and the end advises
      authors of libraries to use the GNU Lesser General Public License instead.
      """;

  @Test
  void aLicenceIsTheOneOfItsTitleWhicheverOthersItNames() {
    assertEquals(
        "GPL-3.0",
        Licences.recognize(
            "GNU GENERAL PUBLIC LICENSE\n    Version 3, 29 June 2007\n" + SPEAKS_OF_OTHERS));
    assertEquals(
        "AGPL-3.0",
        Licences.recognize(
            "GNU AFFERO GENERAL PUBLIC LICENSE\n   Version 3, 19 November 2007\n"
                + "like the GNU General Public License, version 3, 29 June 2007"
                + SPEAKS_OF_OTHERS));
    assertEquals(
        "LGPL-3.0",
        Licences.recognize(
            "GNU LESSER GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007\n"
                + "incorporates version 3 of the GNU General Public License"
                + SPEAKS_OF_OTHERS));
    assertEquals(
        "MPL-2.0",
        Licences.recognize(
            "Mozilla Public License Version 2.0\n\n1.12. Secondary License: the GNU General Public"
                + " License, Version 2.0, the GNU Affero General Public License, Version 3.0"));
    assertEquals(
        "GPL-2.0",
        Licences.recognize(
            "GNU GENERAL PUBLIC LICENSE\n   Version 2, June 1991\n ... use the GNU Lesser General"
                + " Public License, version 2.1 or version 3, instead"));
  }

  @Test
  void ofTwoBsdLicencesTheOneWithTheThirdClauseIsIt() {
    String two = "Redistribution and use in source and binary forms, with or without modification";
    assertEquals("BSD-2-Clause", Licences.recognize(two));
    assertEquals(
        "BSD-3-Clause", Licences.recognize(two + " ... endorse or promote products derived from"));
  }

  @Test
  void anUnknownLicenceHasNoName() {
    assertNull(Licences.recognize("You may look at this, but not touch it."));
  }
}
