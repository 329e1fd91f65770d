package io.winnow.corpus.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static List<String> split(String line) {
    List<String> sentences = new ArrayList<>();
    for (int from = 0; from < line.length(); ) {
      int next = Sentences.next(line, from, line.length());
      sentences.add(line.substring(from, next).strip());
      from = next;
    }
    return sentences;
  }

  @Test
  void sentencesEndAtTheirMarksInAnyScript() {
    assertEquals(
        List.of("It rained.", "Why?", "Nobody knew!"), split("It rained. Why? Nobody knew!"));
    assertEquals(List.of("今日は雨です。", "「なぜ？」", "誰も知らない。"), split("今日は雨です。「なぜ？」誰も知らない。"));
    assertEquals(List.of("我们走吧！", "好的。"), split("我们走吧！好的。"));
    assertEquals(List.of("यह एक नदी है।", "वह बहती है।"), split("यह एक नदी है। वह बहती है।"));
    assertEquals(List.of("لماذا؟", "لا أعرف."), split("لماذا؟ لا أعرف."));
    assertEquals(
        List.of("ฝนตกเมื่อวานนี้ แต่วันนี้แดดออก"), split("ฝนตกเมื่อวานนี้ แต่วันนี้แดดออก"));
    assertEquals(List.of("\"Go!\"", "She went.", "😀 Fine."), split("\"Go!\" She went. 😀 Fine."));
  }

  @Test
  void abbreviationsNumbersAndNamesGoOn() {
    for (String one :
        List.of(
            "Dr. J. R. Smith met Mrs. Jones.",
            "Pi is 3.14159 or so, e.g. in Java 17.0.2.",
            "See Fig. 3 and Eq. 4 (cf. Smith et al. 2003).",
            "1. Introduction",
            "So ... it went on… and on.",
            "Ask example.com/a?b=c or node.js!x")) {
      assertEquals(List.of(one), split(one));
    }
  }

  @Test
  void aPassageHasTheSameSentencesWhereverItStands() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] parts = {
      "Rain fell.", "Who? ", "好。", "U.S. ", "\"No!\" ", "😀 ", "e.g. ", "Mr. ", "x", " ", "3.5 "
    };
    for (int round = 0; round < 2000; round++) {
      StringBuilder middle = new StringBuilder("Start here. ");
      for (int i = random.nextInt(8); i > 0; i--) {
        middle.append(parts[random.nextInt(parts.length)]);
      }
      middle.append(" The end. ");
      String passage = middle.toString();
      List<String> alone = split(passage + "Next");
      List<String> within = split("Before it. " + passage + "Next");
      assertEquals(alone, within.subList(1, within.size()), "seed " + seed + ": " + passage);
      for (String sentence : alone) {
        assertFalse(sentence.isEmpty(), "seed " + seed);
        assertFalse(Character.isLowSurrogate(sentence.charAt(0)), "seed " + seed);
        assertTrue(passage.concat("Next").contains(sentence), "seed " + seed);
      }
    }
  }
}
