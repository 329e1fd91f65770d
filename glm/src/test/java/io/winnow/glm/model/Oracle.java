package io.winnow.glm.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Checkpoints with known answers, which lie beside the data that WINNOW_DATA names. */
public final class Oracle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Oracle() {}

  /** A folder of it; without it the test is skipped, and says so. */
  public static Path folder(String name) {
    String data = System.getenv("WINNOW_DATA");
    Path folder = data == null ? null : Path.of(data).resolve("../glm-oracle").normalize();
    boolean there = folder != null && Files.isDirectory(folder);
    if (!there) {
      System.err.println("SKIPPED: WINNOW_DATA names no folder beside which glm-oracle lies");
    }
    Assumptions.assumeTrue(there, "WINNOW_DATA names no folder beside which glm-oracle lies");
    return folder.resolve(name);
  }

  /** A file of it. */
  public static JsonNode json(String name) throws IOException {
    return JSON.readTree(Files.readAllBytes(folder(name)));
  }

  /** A list of numbers. */
  public static int[] integers(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).intValue();
    }
    return numbers;
  }
}
