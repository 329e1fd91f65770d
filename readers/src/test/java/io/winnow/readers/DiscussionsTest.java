package io.winnow.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiscussionsTest extends ReadingFixture {
  private static final String POSTS =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <posts>
        <row Id="2" PostTypeId="2" ParentId="1" Score="3" Body="&lt;p&gt;Third best.&lt;/p&gt;" />
        <row Id="1" PostTypeId="1" CreationDate="2023-07-17T19:24:01.893" Score="7" \
      Body="&lt;p&gt;How do I x &amp;gt; y?&lt;/p&gt;&#xA;&lt;pre&gt;&lt;code&gt;a = 1&#xA;  b&lt;/code&gt;&lt;/pre&gt;" \
      Title="On x" ContentLicense="CC BY-SA 4.0" />
        <row Id="3" PostTypeId="2" ParentId="1" Score="12" Body="&lt;p&gt;Best.&lt;/p&gt;" />
        <row Id="4" PostTypeId="2" ParentId="1" Score="3" Body="&lt;p&gt;Tied, later.&lt;/p&gt;" />
        <row Id="5" PostTypeId="5" Body="a wiki" />
        <row Id="6" PostTypeId="2" ParentId="99" Body="orphan" />
        <row Id="7" PostTypeId="1" Title="Empty" Body="" />
      </posts>
      """;

  @Test
  void aDumpIsToldByTheWholeWordPosts() throws IOException {
    byte[] posts = POSTS.getBytes(UTF_8);
    for (String name : List.of("beer.Posts.xml", "beer-posts.xml", "POSTS.XML")) {
      assertTrue(words(read(Kind.SOCIAL, write(name, posts))).contains("doc"), name);
    }
    for (String name : List.of("blogposts.xml", "Posts.xml.html")) {
      assertEquals(List.of("not-a-discussion"), words(read(Kind.SOCIAL, write(name, posts))), name);
    }
  }

  @Test
  void aQuestionHasItsAnswersInTheOrderOfTheirScores() throws IOException {
    List<Outcome> outcomes = read(Kind.SOCIAL, write("Posts.xml", POSTS.getBytes(UTF_8)));
    Document question =
        (Document) outcomes.stream().filter(o -> o instanceof Document).findFirst().orElseThrow();
    assertEquals(
        """
        On x

        How do I x > y?

        a = 1
          b

        Answer:

        Best.

        Answer:

        Third best.

        Answer:

        Tied, later.\
        """,
        question.text());
    assertEquals("1", question.origin().givenId());
    assertEquals("CC-BY-SA-4.0", question.origin().licence());
    assertEquals(1689621841893L, question.origin().date());
    assertEquals(POSTS.indexOf("<row Id=\"1\""), question.origin().offset());
    assertEquals(
        List.of("answer-without-question", "doc", "no-text", "not-a-question"), sorted(outcomes));
  }

  private static List<String> sorted(List<Outcome> outcomes) {
    return words(outcomes).stream().sorted().toList();
  }

  @Test
  void aDamagedRowCostsItselfAlone() throws IOException {
    String damaged =
        POSTS
            .replace("Score=\"12\" Body=\"&lt;p&gt;Best.&lt;/p&gt;\" />", "Score=\"12\" Body=\"cut")
            .replace("Id=\"5\"", "Id=5")
            .replace("Title=\"Empty\"", "Title=\"&bad;\"");
    List<Outcome> outcomes =
        read(Kind.SOCIAL, write("beer.Posts.xml.zst", zstd(damaged.getBytes(UTF_8))));
    assertEquals(
        List.of("!broken-row", "!broken-row", "!broken-row", "answer-without-question", "doc"),
        sorted(outcomes));
  }

  @Test
  void damagedDumpsNeverFail() throws IOException {
    long seed = 5;
    Random random = new Random(seed);
    byte[] posts = POSTS.getBytes(UTF_8);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = posts.clone();
      for (int j = 0; j <= random.nextInt(8); j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      read(Kind.SOCIAL, write("Posts.xml", damaged));
    }
  }

  @Test
  void entitiesOfADumpAreNotExpanded() throws IOException {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n"
            + "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"&a;\" /></posts>";
    assertEquals(
        List.of("!broken-row"), words(read(Kind.SOCIAL, write("Posts.xml", bomb.getBytes(UTF_8)))));
  }

  @Test
  void passagesAreLinesWithOrWithoutTitleAndDate() throws IOException {
    String lines = "Heading\t2004-03-30\tThe passage itself.\n\nA bare passage.\nOnly a title\t\n";
    List<Outcome> outcomes =
        read(Kind.SOCIAL, write("p.lines.txt.gz", gzip(lines.getBytes(UTF_8))));
    assertEquals(List.of("doc", "doc", "no-text"), words(outcomes));
    Document first = (Document) outcomes.get(0);
    assertEquals("Heading", first.title());
    assertEquals("The passage itself.", first.text());
    assertEquals(1080604800000L, first.origin().date());
    assertEquals(lines.indexOf("A bare"), outcomes.get(1).origin().offset());
  }

  private static final List<String> MESSAGES =
      List.of(
          "{\"id\":1,\"title\":\"Root\",\"text\":\"<p>Hello</p>\",\"score\":5}",
          "{\"id\":2,\"parent\":1,\"text\":\"low\",\"score\":1}",
          "{\"id\":3,\"parent\":1,\"text\":\"high\",\"score\":9}",
          "{\"id\":4,\"parent\":3,\"text\":\"below high\",\"score\":2}",
          "{\"id\":5,\"parent\":77,\"text\":\"of another file\"}",
          "{\"id\":6,\"title\":\"Nothing but a title\"}",
          "{\"id\":7,\"parent\":8,\"text\":\"circle one\"}",
          "{\"id\":8,\"parent\":7,\"text\":\"circle two\"}",
          "{\"id\":9,\"parent\":9,\"text\":\"its own answer\"}",
          "{\"text\":\"without an id\"}",
          "broken");

  @Test
  void messagesThatNameTheirParentsBecomeThreads() throws IOException {
    List<Outcome> outcomes = threads(MESSAGES);
    assertEquals(
        List.of("!no-id-field", "!not-json", "doc", "doc", "doc", "doc", "no-text"),
        sorted(outcomes));
    List<String> texts = texts(outcomes);
    assertTrue(
        texts.contains("Root\n\nHello\n\nReply:\n\nhigh\n\nReply:\n\nbelow high\n\nReply:\n\nlow"),
        texts.toString());
    assertTrue(texts.contains("of another file"));
    assertTrue(texts.contains("circle one\n\nReply:\n\ncircle two"));
    assertTrue(texts.contains("its own answer"));
  }

  @Test
  void threadsDoNotDependOnTheOrderOfMessagesThatHaveScores() throws IOException {
    List<String> scored = new ArrayList<>(MESSAGES.subList(0, 4));
    List<String> expected = texts(threads(scored));
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(scored, random);
      assertEquals(expected, texts(threads(scored)), scored.toString());
    }
  }

  /** Every message is in exactly one document, whatever the chains, circles and repeated ids. */
  @Test
  void noMessageIsLostOrDoubled() throws IOException {
    long seed = 11;
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      List<String> lines = new ArrayList<>();
      int count = 1 + random.nextInt(30);
      for (int i = 0; i < count; i++) {
        lines.add(
            String.format(
                "{\"id\":%d,\"parent\":%s,\"text\":\"m%dm\",\"score\":%d}",
                random.nextInt(20),
                random.nextInt(4) == 0 ? "null" : Integer.toString(random.nextInt(22)),
                i,
                random.nextInt(3)));
      }
      String all = String.join("\n", texts(threads(lines)));
      for (int i = 0; i < count; i++) {
        String word = "m" + i + "m";
        assertEquals(
            all.indexOf(word),
            all.lastIndexOf(word),
            "seed " + seed + ", round " + round + ": " + lines);
        assertTrue(all.contains(word), "seed " + seed + ", round " + round + ": " + lines);
      }
    }
  }

  private List<Outcome> threads(List<String> lines) throws IOException {
    Path file = write("t.jsonl.gz", gzip(String.join("\n", lines).getBytes(UTF_8)));
    return read(
        new SourceSettings(
            "s",
            Kind.SOCIAL,
            List.of(file.toString()),
            Map.of("html", "text", "parent", "parent", "score", "score"),
            1 << 20));
  }

  @Test
  void messagesInsideMessagesAreReplies() throws IOException {
    String line =
        "{\"title\":\"T\",\"body\":\"root\",\"comments\":[{\"body\":\"b\",\"ups\":1},"
            + "{\"body\":\"a\",\"ups\":4,\"comments\":[{\"body\":\"below\"}]},{\"body\":\"  \"}]}";
    Path file = write("t.jsonl", line.getBytes(UTF_8));
    List<Outcome> outcomes =
        read(
            new SourceSettings(
                "s",
                Kind.SOCIAL,
                List.of(file.toString()),
                Map.of("text", "body", "replies", "comments", "score", "ups"),
                1 << 20));
    assertEquals(
        List.of("T\n\nroot\n\nReply:\n\na\n\nReply:\n\nbelow\n\nReply:\n\nb"), texts(outcomes));
  }

  @Test
  void onlyTheFirstLineMayNameTheFields() throws IOException {
    String header = "FIELDS_HEADER_INDICATOR title\tdate\ttext\n";
    List<Outcome> outcomes =
        read(Kind.SOCIAL, write("p.txt", (header + "A passage.\n" + header).getBytes(UTF_8)));
    assertEquals(List.of("A passage.", "text"), texts(outcomes));
  }
}
