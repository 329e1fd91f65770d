package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of documents whose story is known, since they were written for it. */
class ExplainTest {
  private static final String FOX =
      "A fox came down to the river every evening, when the ferry had made its last crossing, and"
          + " looked at the lamps of the other bank until the last of them was put out.";

  @TempDir static Path folder;

  private static String run = "";

  @BeforeAll
  static void aRun() throws IOException {
    String escape = Character.toString(27);
    Files.writeString(
        folder.resolve("in.jsonl"),
        String.join(
            "\n",
            line("fox", FOX, "1714910400", "The fox"),
            line("copy", FOX, "1714996800", "The copy"),
            line("near", FOX.replace("put out", "out"), "1714996800", "Nearly a copy"),
            line("short", "Too short by far.", "1714996800", "=1+1 " + escape + "[31m"),
            line("empty", "", "1714996800", "nothing"),
            "{not json}"));
    Files.createDirectories(folder.resolve("code"));
    Files.writeString(folder.resolve("code/README.md"), "# Notes\n\nOf no use, but there.\n");
    Files.writeString(folder.resolve("code/a.py"), "def double(x):\n    return 2 * x\n");
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: stories
        sources:
          - name: tales
            kind: social
            paths: [in.jsonl]
            fields: {text: text, id: id, date: day, title: title}
          - {name: project, kind: code, paths: [code]}
        stages: [signals, exact, minhash]
        minhash: {shingle: 2, bands: 25, rows: 2, threshold: 0.6}
        rules:
          - {name: too-short, drop: "words < 10", kinds: [social]}
          - {name: prose, drop: "programming_language = markdown", kinds: [code]}
        guards: {rule: 1, cluster: 1}
        dead-letters: {maximum-share: 1}
        mixtures:
          - name: plain
            components: [{where: "kind = social", epochs: 2}]
          - name: packed
            sequence: {length: 64, packing: concatenate}
            components: [{where: "tokens > 0"}]
        """);
    run = folder.resolve("out").toString();
    Said ran =
        winnow("run", folder.resolve("recipe.yaml").toString(), "--out", run, "--runner=direct");
    assertEquals(0, ran.code, ran.err);
    assertTrue(
        ran.err.replaceAll(" +", " ").contains("tales 6 1 1 4 1 1 1 1"),
        "records, passed over, dead, documents, by rules, exact and minhash, kept: " + ran.err);
  }

  private static String line(String id, String text, String day, String title) {
    return new ObjectMapper()
        .createObjectNode()
        .put("id", id)
        .put("text", text)
        .put("day", Long.parseLong(day))
        .put("title", title)
        .toString();
  }

  @Test
  void theVerdictComesFirstAndDatesAreDates() throws IOException {
    List<String> lines = explained(kept());
    assertEquals("  => kept", lines.get(1));
    assertTrue(
        lines.contains("     in mixture plain, component component-1: 2 times"), lines.toString());
    assertTrue(
        lines.contains(
            kept().equals("fox")
                ? "    date: 2024-05-05T12:00:00Z"
                : "    date: 2024-05-06T12:00:00Z"),
        lines.toString());
  }

  @Test
  void aRulesColumnsAreShownWhereverTheyStand() throws IOException {
    List<String> lines = explained("short");
    assertEquals("  => dropped by rules: too-short", lines.get(1));
    assertEquals("     the rule: words < 10", lines.get(2));
    assertEquals("     words = 4", lines.get(3));
    List<String> prose = winnow("explain", run, id("path = README.md")).lines();
    assertEquals("  => dropped by rules: prose", prose.get(1));
    assertEquals("     programming_language = markdown", prose.get(3));
  }

  @Test
  void aCopyNamesTheOneThatIsKeptForIt() throws IOException {
    JsonNode kept = json(kept());
    JsonNode equal = json(kept().equals("fox") ? "copy" : "fox");
    JsonNode near = json("near");
    assertEquals("dropped by exact: duplicate-content", equal.get("verdict").asText());
    assertEquals("dropped by minhash: near-duplicate", near.get("verdict").asText());
    for (JsonNode story : List.of(equal, near)) {
      JsonNode survivor = story.get("survivor");
      assertEquals(kept.get("id"), survivor.get("id"));
      assertEquals(kept.get("uri"), survivor.get("uri"));
      assertTrue(survivor.get("this_run").asBoolean());
      assertTrue(survivor.get("title").asText().startsWith("The "), survivor.toString());
    }
  }

  /** Of two equal texts, the one that stays: chance, by their ids. */
  private static String kept() throws IOException {
    return json("fox").get("kept").asBoolean() ? "fox" : "copy";
  }

  @Test
  void everyPlaceInAMixtureIsNamed() throws IOException {
    JsonNode story = json(kept());
    List<String> plain = new ArrayList<>();
    int packed = 0;
    for (JsonNode place : story.get("places")) {
      if (place.get("mixture").asText().equals("plain")) {
        plain.add(place.get("file").asText() + " " + place.get("row"));
      } else {
        packed++;
      }
    }
    String part = "mixtures/plain/part-00000.parquet ";
    assertEquals(List.of(part + 0, part + 1), plain);
    assertTrue(packed > 0, story.toString());
    assertEquals(2, story.get("copies").get(0).get("copies").asInt());
  }

  @Test
  void recordsThatAreNoDocumentsHaveAStoryToo() throws IOException {
    String file = folder.resolve("in.jsonl").toString();
    String all = winnow("explain", run, file).out;
    assertTrue(all.contains("  => passed over by ingest: no-text"), all);
    assertTrue(all.contains("  => a dead letter: not-json"), all);
  }

  @Test
  void nothingThatATerminalWouldObeyIsPrinted() throws IOException {
    String id = id("given_id = short");
    for (List<String> command :
        List.of(
            List.of("explain", run, id),
            List.of("explain", run, id, "--json"),
            List.of("show", run, "documents"),
            List.of("show", run, "documents", "--format=jsonl"),
            List.of("show", run, "documents", "--format=csv"))) {
      String out = winnow(command.toArray(String[]::new)).out;
      assertTrue(out.contains("=1+1 \\u001B[31m"), command + ": " + out);
      assertFalse(out.indexOf(27) >= 0, command + ": " + out);
    }
    String csv = winnow("show", run, "documents", "--format=csv", "--columns=title").out;
    assertTrue(csv.contains("\"'=1+1"), csv);
  }

  @Test
  void clustersAreListedWithTheirSurvivors() throws IOException {
    Said exact = winnow("clusters", run, "--by=exact", "--json");
    JsonNode cluster = new ObjectMapper().readTree(exact.out);
    assertEquals(2, cluster.get("size").asInt());
    assertTrue(cluster.get("uri").asText().endsWith("in.jsonl"), exact.out);
    String table = winnow("clusters", run).out;
    assertTrue(table.contains("title") && table.contains("1 clusters"), table);
    JsonNode near =
        new ObjectMapper().readTree(winnow("clusters", run, id("given_id = near"), "--json").out);
    assertEquals(2, near.get("members").size());
    assertTrue(near.get("edges").get(0).get("true_similarity").asDouble() > 0.6, near.toString());
    assertEquals(1, near.get("path").size());
    assertEquals(0, winnow("clusters", run, "--by=semantic").code);
  }

  private static List<String> explained(String givenId) throws IOException {
    return winnow("explain", run, id("given_id = " + givenId)).lines();
  }

  private static JsonNode json(String givenId) throws IOException {
    return new ObjectMapper()
        .readTree(winnow("explain", run, id("given_id = " + givenId), "--json").out);
  }

  private static String id(String where) {
    Said rows = winnow("show", run, "documents", "--where", where, "--columns=id", "--format=csv");
    return rows.lines().get(1);
  }

  private record Said(int code, String out, String err) {
    List<String> lines() {
      assertEquals(0, code, err);
      return out.lines().toList();
    }
  }

  private static Said winnow(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Winnow.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Said(code, out.toString(), err.toString());
  }
}
