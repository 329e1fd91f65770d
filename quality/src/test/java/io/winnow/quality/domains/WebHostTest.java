package io.winnow.quality.domains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebHostTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.com, example.com",
    "HTTPS://WWW.Example.COM./a?b#c, www.example.com",
    "ftp://example.com/file, example.com",
    "http://example.com:8080/, example.com",
    "http://example.com:/, example.com",
    "http://user:p@ss@example.com:80/@x, example.com",
    "http://example.com?q=http://other.org/, example.com",
    "http://example.com#other.org, example.com",
    "http://example.com\\other.org, example.com",
    "http://bücher.example/, xn--bcher-kva.example",
    "http://BÜCHER.example/, xn--bcher-kva.example",
    "http://b%C3%BCcher.example/, xn--bcher-kva.example",
    "http://XN--BCHER-KVA.example/, xn--bcher-kva.example",
    "http://例え。テスト/, xn--r8jz45g.xn--zckzah",
    "http://straße.example/, strasse.example",
    "http://under_score-.example/, under_score-.example",
    "http://127.0.0.1:80/, 127.0.0.1",
    "'http://[2001:DB8:0:0:0:0:0:1]:80/', [2001:db8::1]",
    "'http://[::ffff:1.2.3.4]/', 1.2.3.4",
    "http://localhost/, localhost",
  })
  void addressesOfOneHostHaveOneForm(String address, String host) {
    assertEquals(host, WebHost.ofAddress(address));
    assertEquals(host, WebHost.of(host), "the form of the form is the form");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "mailto:someone@example.com",
        "urn:isbn:0451450523",
        "file:///etc/hosts",
        "http://",
        "http:///path",
        "http://two words.com/",
        "http://example.com:http/",
        "http://example..com/",
        "http://999.1.1.1/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://%zz.example/",
        "http://a.123/",
      })
  void whatIsNoAddressOfTheWebHasNoHost(String address) {
    assertNull(WebHost.ofAddress(address));
  }

  @Test
  void aHostHasAtMost253Characters() {
    String label = "a".repeat(62) + ".";
    String longest = label.repeat(4) + "b";
    assertEquals(longest, WebHost.of(longest));
    assertNull(WebHost.of(longest + "b"));
    assertNull(WebHost.of("a".repeat(64) + ".com"));
  }

  /** From checkPublicSuffix of publicsuffix.org, where "null" is a public suffix itself. */
  @ParameterizedTest
  @CsvSource({
    "COM,",
    "example.COM, example.com",
    "WwW.example.COM, example.com",
    "example,",
    "example.example, example.example",
    "a.b.example.example, example.example",
    "biz,",
    "b.domain.biz, domain.biz",
    "uk.com,",
    "b.example.uk.com, example.uk.com",
    "test.ac, test.ac",
    "mm,",
    "c.mm,",
    "b.c.mm, b.c.mm",
    "a.b.c.mm, b.c.mm",
    "jp,",
    "www.test.jp, test.jp",
    "ac.jp,",
    "www.test.ac.jp, test.ac.jp",
    "kyoto.jp,",
    "ide.kyoto.jp,",
    "a.b.ide.kyoto.jp, b.ide.kyoto.jp",
    "c.kobe.jp,",
    "a.b.c.kobe.jp, b.c.kobe.jp",
    "www.city.kobe.jp, city.kobe.jp",
    "ck,",
    "test.ck,",
    "a.b.test.ck, b.test.ck",
    "www.ck, www.ck",
    "www.www.ck, www.ck",
    "us,",
    "www.test.us, test.us",
    "ak.us,",
    "www.test.ak.us, test.ak.us",
    "k12.ak.us,",
    "www.test.k12.ak.us, test.k12.ak.us",
    "食狮.com.cn, xn--85x722f.com.cn",
    "www.食狮.公司.cn, xn--85x722f.xn--55qx5d.cn",
    "shishi.公司.cn, shishi.xn--55qx5d.cn",
    "公司.cn,",
    "食狮.中国, xn--85x722f.xn--fiqs8s",
    "xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
    "xn--fiqs8s,",
  })
  void theExamplesOfTheListOfPublicSuffixesHold(String name, @Nullable String domain) {
    String host = WebHost.of(name);
    assertEquals(domain, host == null ? "no host" : WebHost.domain(host));
  }

  @ParameterizedTest
  @CsvSource({
    "alice.github.io, alice.github.io",
    "www.alice.github.io, alice.github.io",
    "github.io,",
    "my.blog.blogspot.com, blog.blogspot.com",
  })
  void whoHasAPageWithAHostingServiceHasADomain(String host, @Nullable String domain) {
    assertEquals(domain, WebHost.domain(host));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,",
    "[2001:db8::1],",
    "localhost,",
    "_a_.-b-.example.com, example.com",
    "-alice-.github.io, -alice-.github.io",
    "x.1und1, x.1und1",
  })
  void hostsThatNobodyCanRegisterAreNoFault(String host, @Nullable String domain) {
    assertEquals(domain, WebHost.domain(host));
  }

  @Test
  void aSecondOpinionAboutSuffixesFindsTheSameDomains() {
    List<String> labels =
        List.of("com", "uk", "co", "jp", "kobe", "city", "ck", "www", "io", "github", "q1", "q2");
    Random random = new Random(45);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> parts = new ArrayList<>();
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        parts.add(labels.get(random.nextInt(labels.size())));
      }
      String last = parts.get(parts.size() - 1);
      if (!Set.of("com", "uk", "jp", "ck", "io", "q1", "q2").contains(last)) {
        continue; // the table below knows little of these
      }
      String host = String.join(".", parts);
      String domain = plainly(parts);
      assertEquals(domain, WebHost.domain(host), host);
      found += domain == null ? 0 : 1;
    }
    assertEquals(true, found > 5_000, "most have a domain: " + found);
  }

  /** The algorithm of publicsuffix.org over the rules that match labels of the test. */
  private static @Nullable String plainly(List<String> parts) {
    Set<String> rules =
        Set.of(
            "com",
            "uk",
            "co.uk",
            "jp",
            "co.jp",
            "*.kobe.jp",
            "*.ck",
            "io",
            "github.io",
            "uk.com",
            "co.com",
            "com.io",
            "co.io");
    Set<String> exceptions = Set.of("city.kobe.jp", "www.ck");
    int suffix = 1;
    for (int labels = parts.size(); labels >= 1; labels--) {
      List<String> end = parts.subList(parts.size() - labels, parts.size());
      String name = String.join(".", end);
      if (exceptions.contains(name)) {
        suffix = labels - 1;
        break;
      }
      String wild = "*." + String.join(".", end.subList(1, labels));
      if (rules.contains(name) || rules.contains(wild)) {
        suffix = labels;
        break;
      }
    }
    return parts.size() <= suffix
        ? null
        : String.join(".", parts.subList(parts.size() - suffix - 1, parts.size()));
  }

  @Test
  void anyAddressIsRead() {
    Random random = new Random(46);
    String characters = "ab0.-_:/@[]%#?\\ äß例。\ud83d\ude00xn";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder address = new StringBuilder("http://");
      for (int n = random.nextInt(12); n > 0; n--) {
        address.append(characters.charAt(random.nextInt(characters.length())));
      }
      String host = WebHost.ofAddress(address.toString());
      if (host != null) {
        assertEquals(host, WebHost.of(host), address.toString());
        String domain = WebHost.domain(host);
        assertEquals(true, domain == null || ("." + host).endsWith("." + domain), host);
      }
    }
  }
}
