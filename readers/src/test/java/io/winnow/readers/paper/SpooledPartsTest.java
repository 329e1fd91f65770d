package io.winnow.readers.paper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.readers.ReadingFixture;
import io.winnow.readers.containers.InputBlob;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpooledPartsTest extends ReadingFixture {
  @Test
  void partsThatAreTooLargeAreLeftOutAndTooManyAreToldOf() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("large.tex", "x".repeat(200).getBytes(UTF_8));
    files.put("a.tex", "first".getBytes(UTF_8));
    files.put("b.sty", new byte[0]);
    files.put("c.bin", "c".getBytes(UTF_8));
    InputBlob tar = new InputBlob(write("p.tar", tar(files)).toString());
    try (SpooledParts parts = SpooledParts.of(tar, 100)) {
      assertEquals("first", text(parts, "a.tex"));
      assertEquals("", text(parts, "b.sty"));
      assertEquals("none", text(parts, "c.bin"));
      assertEquals("none", text(parts, "large.tex"));
      assertTrue(!parts.tooMany());
    }
    try (SpooledParts parts = SpooledParts.of(tar, 1_000, 202)) {
      assertTrue(parts.tooMany());
    }
  }

  private static String text(SpooledParts parts, String name) {
    return parts.read("", name).map(bytes -> new String(bytes, UTF_8)).orElse("none");
  }
}
