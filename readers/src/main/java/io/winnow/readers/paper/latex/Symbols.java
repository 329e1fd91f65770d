package io.winnow.readers.paper.latex;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Unicode text of LaTeX's symbols and accents. */
final class Symbols {
  private static final Map<String, String> SYMBOLS = new HashMap<>();
  private static final Map<String, String> ACCENTS = new HashMap<>();

  static {
    String symbols =
        """
        & & % % $ $ # # _ _ { { } } ldots … dots … textellipsis … ss ß SS ẞ o ø O Ø l ł L Ł ae æ
        AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ S § P ¶ dag †
        ddag ‡ textdagger † textdaggerdbl ‡ copyright © textcopyright © pounds £ textsterling £
        textregistered ® texttrademark ™ textdegree ° degree ° textendash – textemdash —
        textbackslash \\ textasciitilde ~ textasciicircum ^ textbar | textless < textgreater >
        textquotedblleft “ textquotedblright ” textquoteleft ‘ textquoteright ’ quotedblbase „
        quotesinglbase ‚ glqq „ grqq “ glq ‚ grq ‘ flqq « frqq » og « fg » guillemotleft «
        guillemotright » guilsinglleft ‹ guilsinglright › textquotedbl " textquotesingle ' dq "
        lq ‘ rq ’ slash / euro € EUR € texteuro € textmu µ textordfeminine ª textordmasculine º
        textexclamdown ¡ textquestiondown ¿ textbullet • textperiodcentered · textsection §
        textparagraph ¶ textunderscore _ textbraceleft { textbraceright } textasteriskcentered *
        textdollar $ textcent ¢ textyen ¥ textcurrency ¤ textonehalf ½ textonequarter ¼
        textthreequarters ¾ textpm ± texttimes × textdiv ÷ textonesuperior ¹ texttwosuperior ²
        textthreesuperior ³ textlnot ¬ textbrokenbar ¦ textasciiacute ´ textasciigrave `
        textasciimacron ¯ textasciidieresis ¨ checkmark ✓ lbrack [ rbrack ] textnumero №
        textlangle ⟨ textrangle ⟩ textrightarrow → textleftarrow ← textdownarrow ↓ textuparrow ↑
        TeX TeX LaTeX LaTeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX pdfTeX pdfTeX LuaTeX LuaTeX
        AmS AMS PS PostScript LaTeXML LaTeXML percent % ohm Ω textohm Ω textmho ℧
        """;
    String[] words = symbols.strip().split("\\s+");
    for (int i = 0; i + 1 < words.length; i += 2) {
      SYMBOLS.put(words[i], words[i + 1]);
    }
    for (String blank : new String[] {" ", ",", ";", ":", "space", "quad", "qquad", "enspace"}) {
      SYMBOLS.put(blank, " ");
    }
    for (String blank : new String[] {"thinspace", "nobreakspace", "hfill", "hfil", "dotfill"}) {
      SYMBOLS.put(blank, " ");
    }
    accents("` \u0300 ' \u0301 ^ \u0302 ~ \u0303 = \u0304 u \u0306 . \u0307 \" \u0308 r \u030A");
    accents("H \u030B v \u030C d \u0323 c \u0327 k \u0328 b \u0331 t \u0361");
  }

  private static void accents(String pairs) {
    String[] words = pairs.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      ACCENTS.put(words[i], words[i + 1]);
    }
  }

  private Symbols() {}

  /** Null if it is none. */
  static @Nullable String symbol(String control) {
    return SYMBOLS.get(control);
  }

  static boolean isAccent(String control) {
    return ACCENTS.containsKey(control);
  }

  /** The letters with the accent on the first of them; over nothing a circumflex or a tilde. */
  static String accented(String control, String letters) {
    if (letters.isEmpty()) {
      return control.equals("^") || control.equals("~") ? control : "";
    }
    int end = letters.offsetByCodePoints(0, 1);
    String base = letters.substring(0, end);
    base = base.equals("ı") ? "i" : base.equals("ȷ") ? "j" : base;
    return Normalizer.normalize(base + ACCENTS.get(control), Normalizer.Form.NFC)
        + letters.substring(end);
  }
}
