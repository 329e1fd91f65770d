package io.winnow.glm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class BrokenCheckpointTest {
  @Test
  void everyBrokenCheckpointOfTheOracleIsRefusedWithASentence() throws IOException {
    JsonNode reasons = Oracle.json("broken/reasons.json");
    int refused = 0;
    for (Iterator<String> names = reasons.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      Path folder = Oracle.folder("broken/" + name);
      if (name.equals("good")) {
        load(folder);
        continue;
      }
      UnusableCheckpoint fault =
          assertThrows(UnusableCheckpoint.class, () -> load(folder), () -> name + " is taken");
      String message = fault.getMessage();
      System.out.println(name + ": " + message);
      assertFalse(message.contains("\n"), message);
      assertTrue(message.length() > 20 && message.length() < 300, message);
      refused++;
    }
    assertEquals(38, refused);
  }

  private static void load(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    checkpoint.checkNumbers();
    ForwardPass.of(checkpoint).close();
  }
}
