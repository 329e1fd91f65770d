package io.winnow.quality.domains;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.winnow.corpus.files.WrongInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainListsTest {
  @TempDir Path folder;

  private String file(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines)).toString();
  }

  private static DomainLists lists(List<String> deny, List<String> allow) {
    DomainSettings files = new DomainSettings(deny, allow);
    return DomainLists.of(files, DomainLists.digest(files));
  }

  private DomainLists denying(String... lines) throws IOException {
    return lists(List.of(file("deny.txt", lines)), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "example.com, www.example.com, true",
    "example.com, notexample.com, false",
    "example.com, com, false",
    ".example.com, example.com, false",
    ".example.com, www.example.com, true",
    "*.example.com, a.b.example.com, true",
    "*.example.com, example.com, false",
    "EXAMPLE.com., www.example.com, true",
    "https://example.com/, example.com, true",
    "//example.com, example.com, true",
    "https://user@example.com:8443/, example.com, true",
    "example.com:8443, example.com, true",
    "bücher.example, xn--bcher-kva.example, true",
    "xn--bcher-kva.example, xn--bcher-kva.example, true",
    "ru, www.example.ru, true",
    "127.0.0.1, 127.0.0.1, true",
    "0.0.1, 127.0.0.1, false",
    "'2001:db8::1', [2001:db8::1], true",
    "'[2001:DB8::0:1]:80', [2001:db8::1], true",
    "'http://[2001:db8::1]/', [2001:db8::1], true",
    "'  example.com   # a comment', example.com, true",
    "'# example.com', example.com, false",
    "'\ufeffexample.com\r', example.com, true",
  })
  void anEntryStandsForAHostAndAllBelowIt(String entry, String host, boolean denied)
      throws IOException {
    // The last part of an address is no domain: it is refused as an entry, not taken for one.
    if (entry.equals("0.0.1")) {
      assertThrows(WrongInput.class, () -> denying(entry));
      return;
    }
    assertEquals(denied, denying(entry, "", " ", "other.org").judge(host).denied());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com/page",
        "0.0.0.0 example.com",
        "||example.com^",
        "*",
        "*.*.com",
        "exa*mple.com",
        "10.0.0.0/8",
        "*.127.0.0.1",
        "999.999.999.999",
        "example..com",
        "http://",
        "1.2.3",
        "two words"
      })
  void whatIsNoEntryIsNamedWithFileAndLine(String entry) {
    WrongInput wrong =
        assertThrows(
            WrongInput.class, () -> denying("example.com", "# fine", entry, "example.org"));
    assertTrue(wrong.getMessage().contains("deny.txt, line 3 is no host or domain: \"" + entry));
  }

  @Test
  void linesThatAreNoTextAreNamedToo() throws IOException {
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', '\n', 'b', (byte) 0xFC});
    Path lengthy = Files.writeString(folder.resolve("long"), "a\n\n" + "x".repeat(5000) + "\n");
    assertEquals(
        latin + ", line 2 is not UTF-8.",
        assertThrows(WrongInput.class, () -> lists(List.of(latin.toString()), List.of()))
            .getMessage());
    assertEquals(
        lengthy + ", line 3 is too long for a host.",
        assertThrows(WrongInput.class, () -> lists(List.of(lengthy.toString()), List.of()))
            .getMessage());
  }

  @Test
  void aListThatIsNotThereOrBrokenIsNamed() throws IOException {
    String missing = folder.resolve("missing").toString();
    String broken = file("broken.gz", "example.com");
    for (String path : List.of(missing, broken)) {
      WrongInput wrong = assertThrows(WrongInput.class, () -> lists(List.of(), List.of(path)));
      assertTrue(wrong.getMessage().startsWith("The list of domains " + path), wrong.getMessage());
    }
  }

  @Test
  void compressedListsAreRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("example.com\n".getBytes(UTF_8));
    }
    Path gzip = Files.write(folder.resolve("a.gz"), bytes.toByteArray());
    Path zstd = Files.write(folder.resolve("b.zst"), Zstd.compress("example.org".getBytes(UTF_8)));
    DomainLists lists = lists(List.of(gzip.toString(), zstd.toString()), List.of());
    assertTrue(lists.judge("www.example.com").denied());
    assertTrue(lists.judge("www.example.org").denied());
    String plain = file("plain", "example.com", "");
    assertEquals(
        DomainLists.digest(new DomainSettings(List.of(plain), List.of())),
        DomainLists.digest(new DomainSettings(List.of(gzip.toString()), List.of())));
  }

  @Test
  void theLongestEntryDecides() throws IOException {
    DomainLists lists =
        lists(
            List.of(file("deny", "example.com", "bad.good.example.com", "both.org", ".below.org")),
            List.of(file("allow", "good.example.com", "both.org", "below.org", "org", ".in.com")));
    assertEquals(new DomainLists.Verdict(true, "example.com"), lists.judge("www.example.com"));
    assertEquals(
        new DomainLists.Verdict(false, "good.example.com"), lists.judge("good.example.com"));
    assertEquals(
        new DomainLists.Verdict(true, "bad.good.example.com"),
        lists.judge("very.bad.good.example.com"));
    assertEquals(new DomainLists.Verdict(true, "both.org"), lists.judge("both.org"));
    assertEquals(new DomainLists.Verdict(false, "below.org"), lists.judge("below.org"));
    assertEquals(new DomainLists.Verdict(true, ".below.org"), lists.judge("www.below.org"));
    assertEquals(new DomainLists.Verdict(false, "org"), lists.judge("other.org"));
    assertEquals(new DomainLists.Verdict(false, null), lists.judge("in.com"));
  }

  @Test
  void whereThereAreOnlyAllowedHostsAllOthersGo() throws IOException {
    String allowed = file("allow", "example.com");
    DomainLists only = lists(List.of(), List.of(allowed));
    assertTrue(only.judge("example.org").denied());
    assertNull(only.judge("example.org").entry());
    assertTrue(!only.judge("www.example.com").denied());
    DomainLists both = lists(List.of(file("deny", "example.net")), List.of(allowed));
    assertTrue(!both.judge("example.org").denied());
    assertTrue(!lists(List.of(), List.of()).judge("example.org").denied());
  }

  @Test
  void theDigestIsOfWhatListsSayAndOnWhichSide() throws IOException {
    String one = file("one", "example.com");
    String two = file("two", "example.org");
    String copy = file("copy", "example.com");
    String digest = DomainLists.digest(new DomainSettings(List.of(one, two), List.of()));
    assertEquals(digest, DomainLists.digest(new DomainSettings(List.of(two, copy), List.of())));
    assertNotEquals(digest, DomainLists.digest(new DomainSettings(List.of(one), List.of(two))));
    assertNotEquals(digest, DomainLists.digest(new DomainSettings(List.of(), List.of(one, two))));
    assertSame(lists(List.of(one), List.of()), lists(List.of(copy), List.of()));
    file("two", "example.net");
    assertNotEquals(digest, DomainLists.digest(new DomainSettings(List.of(one, two), List.of())));
    assertThrows(
        WrongInput.class,
        () -> DomainLists.of(new DomainSettings(List.of(one, two), List.of()), digest),
        "what has changed since is not used under the old digest");
  }

  @Test
  void aSecondOpinionJudgesRandomHostsTheSame() throws IOException {
    Random random = new Random(45);
    for (int round = 0; round < 30; round++) {
      List<String> deny = round % 5 == 0 ? List.of() : entries(random, 40);
      List<String> allow = round % 3 == 0 ? List.of() : entries(random, 40);
      DomainLists lists =
          lists(
              deny.isEmpty()
                  ? List.of()
                  : List.of(file("deny" + round, deny.toArray(String[]::new))),
              allow.isEmpty()
                  ? List.of()
                  : List.of(file("allow" + round, allow.toArray(String[]::new))));
      for (int i = 0; i < 2_000; i++) {
        String host = host(random);
        assertEquals(
            plainly(new HashSet<>(deny), new HashSet<>(allow), host),
            lists.judge(host).denied(),
            () -> host + " of " + deny + " and " + allow);
      }
    }
  }

  private static String host(Random random) {
    List<String> labels = new ArrayList<>();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      labels.add(String.valueOf((char) ('a' + random.nextInt(4))));
    }
    return String.join(".", labels);
  }

  private static List<String> entries(Random random, int count) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add((random.nextInt(3) == 0 ? "." : "") + host(random));
    }
    return entries;
  }

  /** Every entry is held against the host, and the most precise one of each side is compared. */
  private static boolean plainly(Set<String> deny, Set<String> allow, String host) {
    int denied = precision(deny, host);
    int allowed = precision(allow, host);
    return deny.isEmpty() && !allow.isEmpty() ? allowed < 0 : denied >= 0 && denied >= allowed;
  }

  private static int precision(Set<String> entries, String host) {
    int best = -1;
    for (String entry : entries) {
      boolean below = entry.startsWith(".");
      String name = below ? entry.substring(1) : entry;
      if (host.endsWith("." + name) || !below && host.equals(name)) {
        best = Math.max(best, 2 * name.length() + (below ? 1 : 0));
      }
    }
    return best;
  }

  @Test
  void aMillionNamesTakeAtMostSixtyBytesEach() {
    NameTable table = new NameTable();
    for (int i = 0; i < 1_000_000; i++) {
      table.add(("host-" + i + ".example").getBytes(UTF_8), 1 + i % 15);
    }
    for (int i = 0; i < 1_100_000; i++) {
      int expected = i < 1_000_000 ? 1 + i % 15 : 0;
      assertEquals(expected, table.get(("x.host-" + i + ".example").getBytes(UTF_8), 2));
    }
    assertTrue(table.bytes() <= 60_000_000, "bytes: " + table.bytes());
  }
}
