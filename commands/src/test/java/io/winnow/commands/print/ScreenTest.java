package io.winnow.commands.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final String ESCAPE = Character.toString(27);
  private static final String OVERRIDE = Character.toString(0x202E);
  private static final String NEXT_LINE = Character.toString(0x85);

  @Test
  void whatATerminalWouldObeyIsShown() {
    assertEquals(
        "red \\u001B[31m, back \\u000D, turned \\u202E, C1 \\u0085, bell \\u0007",
        Screen.line(
            "red "
                + ESCAPE
                + "[31m, back \r, turned "
                + OVERRIDE
                + ", C1 "
                + NEXT_LINE
                + ", bell "
                + Character.toString(7)));
    assertEquals("two lines", Screen.line("two\nlines"));
    assertEquals("two\nlines", Screen.lines("two\nlines"));
    String plain = "日本語, naïve, עברית, 😀";
    assertSame(plain, Screen.lines(plain));
  }

  @Test
  void jsonMeansTheSameOnAScreen() throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (int c = 0; c < 0x2100; c++) {
      String text = "a" + Character.toString(c) + "b";
      String shown = Screen.json(json.writeValueAsString(text));
      assertEquals(text, json.readValue(shown, String.class));
      boolean control = Character.isISOControl(c);
      assertFalse(control && shown.indexOf(c) >= 0, Integer.toHexString(c));
    }
  }

  @Test
  void aSpreadsheetIsGivenNoFormulaByATextAndEveryNumberAsItIs() {
    assertEquals("\"'=1+1\"", Cell.csv("=1+1"));
    assertEquals("\"'@a\"", Cell.csv("@a"));
    assertEquals("\"'+1\"", Cell.csv("+1"));
    assertEquals("\"'-a\"", Cell.csv("-a"));
    assertEquals("-1.5", Cell.csv(-1.5).substring(0, 4));
    assertEquals("-7", Cell.csv(-7L));
    assertEquals("\"a \"\"quoted\"\", cell\"", Cell.csv("a \"quoted\", cell"));
    assertEquals("a=b", Cell.csv("a=b"));
    assertEquals("", Cell.csv(null));
  }

  @Test
  void listsAreWrittenOut() throws IOException {
    assertEquals("[1, 2]", Cell.text(new int[] {1, 2}));
    assertEquals("[0.500000, 2]", Cell.text(new double[] {0.5, 2}));
    assertEquals("[1,2]", Cell.json(new int[] {1, 2}).toString());
    assertEquals("[0.5,2.0]", Cell.json(new double[] {0.5, 2}).toString());
    assertEquals("\"NaN\"", Cell.json(Double.NaN).toString());
    assertEquals("null", Cell.json(null).toString());
  }

  @Test
  void aTableStaysInItsLines() {
    StringWriter out = new StringWriter();
    TextTable.print(
        List.of(List.of("name", "n"), List.of("x" + ESCAPE + "[2J\r\ny", "7")),
        new PrintWriter(out));
    assertEquals(
        "name" + " ".repeat(10) + "n\nx\\u001B[2J y  7\n", out.toString().replace("\r\n", "\n"));
  }
}
