package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.dedup.minhash.MinHashSettings.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinHashSettingsTest {
  @Test
  void bandsAndRowsAreDerivedFromATargetOrStayAsTheyAreGiven() {
    assertEquals(
        "shingles of 5 words, 18 bands of 7 hashes by sketch",
        settings(0, 0.95, 128).parameters().words());
    assertTrue(settings(0.8, 0.95, 128).parameters().meetingProbability(0.8) >= 0.95);
  }

  @Test
  void aTargetThatNoBandsReachIsAFault() {
    assertEquals(List.of(), faults(settings(0.8, 0.95, 128)));
    assertEquals(
        List.of(
            "target: minhash.target: 2 hashes find at most 0.190 of the pairs of similarity 0.1,"
                + " but 0.95 are wanted"),
        faults(settings(0.1, 0.95, 2)));
  }

  private static MinHashSettings settings(double similarity, double recall, int hashes) {
    return new MinHashSettings(
        5, 18, 7, "sketch", 0.72, List.of(), new Target(similarity, recall, hashes));
  }

  private static List<String> faults(MinHashSettings settings) {
    List<String> faults = new ArrayList<>();
    settings.check((path, fault) -> faults.add(path + ": " + fault));
    return faults;
  }
}
