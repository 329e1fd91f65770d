package io.winnow.corpus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxRuntimeTest {
  /** What a process of its own does: the fault that it looks for ends a process. */
  public static void main(String[] arguments) {
    System.out.println(OnnxRuntime.environment() == OnnxRuntime.environment());
  }

  @Test
  void aLongCommandLineEndsNoProcess() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OnnxRuntimeTest.class.getName(),
            "x".repeat(100_000));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    assertEquals("true", said.strip());
  }

  @Test
  void faultsOfATaskAreThrownAsTheyAre() {
    IOException checked = new IOException();
    assertSame(
        checked,
        assertThrows(IOException.class, () -> OnnxRuntime.onLargeStack(() -> fail(checked))));
    IllegalStateException unchecked = new IllegalStateException();
    assertSame(
        unchecked,
        assertThrows(
            IllegalStateException.class, () -> OnnxRuntime.onLargeStack(() -> fail(unchecked))));
  }

  private static <E extends Exception> Object fail(E fault) throws E {
    throw fault;
  }
}
