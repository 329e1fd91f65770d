package io.winnow.mixtures.epochs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Chance;
import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final int COUNT = 100_000;

  private static DocumentId id(int number) {
    return Digest.ofText("document " + number);
  }

  @Test
  void threeAndAFifthEpochsAreThreeCopiesAndAFourthOfAFifth() {
    Copies copies = new Copies("pretrain", new Component("web", null, 3.2), 45);
    long four = 0;
    for (int i = 0; i < COUNT; i++) {
      boolean chosen = Chance.unit(id(i), "pretrain/web", 45) < 0.2;
      assertEquals(chosen ? 4 : 3, copies.of(id(i)));
      four += chosen ? 1 : 0;
    }
    // Binomial: the mean is 20,000, five standard deviations are 632.
    assertTrue(Math.abs(four - 20_000) < 632, "chosen: " + four);
  }

  @Test
  void halfAnEpochIsHalfOfTheDocuments() {
    Copies copies = new Copies("pretrain", new Component("web", null, 0.5), 45);
    long[] counts = new long[3];
    IntStream.range(0, COUNT).forEach(i -> counts[(int) copies.of(id(i))]++);
    assertEquals(0, counts[2]);
    assertTrue(Math.abs(counts[1] - 50_000) < 791, "chosen: " + counts[1]);
  }

  @Test
  void wholeEpochsAreTheSameForAll() {
    for (int epochs : new int[] {1, 2, 7, 100}) {
      Copies copies = new Copies("pretrain", new Component("web", null, epochs), 45);
      assertTrue(IntStream.range(0, 1000).allMatch(i -> copies.of(id(i)) == epochs));
    }
  }

  @Test
  void mixtureComponentAndSeedChooseAnew() {
    String chosen = chosen("pretrain", "web", 45);
    assertEquals(chosen, chosen("pretrain", "web", 45));
    assertNotEquals(chosen, chosen("midtrain", "web", 45));
    assertNotEquals(chosen, chosen("pretrain", "code", 45));
    assertNotEquals(chosen, chosen("pretrain", "web", 46));
  }

  private static String chosen(String mixture, String component, long seed) {
    Copies copies = new Copies(mixture, new Component(component, null, 0.5), seed);
    StringBuilder all = new StringBuilder();
    IntStream.range(0, 100).forEach(i -> all.append(copies.of(id(i))));
    return all.toString();
  }

  @Test
  void epochsOutOfRangeAreRefused() {
    for (double epochs : new double[] {0, -1, 100.5, Double.NaN}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new Component("web", null, epochs))
              .getMessage();
      assertEquals("epochs of web must be above 0 and at most 100, but was " + epochs, message);
    }
  }
}
