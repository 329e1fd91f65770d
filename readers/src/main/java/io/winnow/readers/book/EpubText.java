package io.winnow.readers.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.text.TextDecoding;
import io.winnow.corpus.text.WordList;
import io.winnow.readers.html.MainText;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * The text of an EPUB (2 or 3): its chapters in the order of the spine. Cover, title page, table of
 * contents, imprint and colophon are left out where the book marks them ({@code epub:type}), so are
 * references to notes; the notes themselves stay.
 *
 * @param title of the book
 * @param identifier as the book gives it
 * @param licence SPDX name, where the book names one that is known
 * @param text empty if the book has none
 */
public record EpubText(
    @Nullable String title, @Nullable String identifier, @Nullable String licence, String text) {
  private static final Set<String> APART =
      WordList.of(
          """
          cover titlepage halftitlepage imprint colophon copyright-page toc loi lot landmarks
          page-list index
          """);

  /**
   * Reads a book.
   *
   * @param maximumBytes of all its pages, unpacked
   * @throws BookTooLarge if they are larger
   * @throws IOException with a sentence, if it is no EPUB, damaged or encrypted
   */
  public static EpubText extract(byte[] epub, long maximumBytes) throws IOException {
    Map<String, byte[]> files = unpack(epub, maximumBytes);
    String opf = packageFile(files);
    Document book = xml(files.get(opf));
    if (files.containsKey("META-INF/encryption.xml")
        && isEncrypted(xml(files.get("META-INF/encryption.xml")), files.keySet())) {
      throw new IOException("the book is encrypted");
    }
    String base = opf.substring(0, opf.lastIndexOf('/') + 1);
    Map<String, Element> manifest = new HashMap<>();
    for (Element item : book.getElementsByTag("item")) {
      manifest.put(item.attr("id"), item);
    }
    StringBuilder text = new StringBuilder();
    Set<String> read = new HashSet<>();
    for (Element reference : book.getElementsByTag("itemref")) {
      Element item = manifest.get(reference.attr("idref"));
      if (item == null
          || reference.attr("linear").equals("no")
          || (" " + item.attr("properties") + " ").contains(" nav ")) {
        continue;
      }
      String path = path(base, item.attr("href"));
      byte[] page = files.get(path);
      // A spine names a page once; the text is bounded by what the pages hold.
      if (page != null && read.add(path)) {
        String chapter = chapter(page);
        text.append(text.isEmpty() || chapter.isEmpty() ? "" : "\n\n").append(chapter);
      }
    }
    return new EpubText(
        first(book, "dc:title"),
        first(book, "dc:identifier"),
        licence(first(book, "dc:rights")),
        text.toString());
  }

  private static Map<String, byte[]> unpack(byte[] epub, long maximumBytes) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    long left = maximumBytes;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(epub))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!isText(entry.getName())) {
          continue;
        }
        byte[] bytes = zip.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, left + 1));
        left -= bytes.length;
        if (left < 0) {
          throw new BookTooLarge(maximumBytes);
        }
        files.put(entry.getName(), bytes);
      }
    } catch (IllegalArgumentException | EOFException e) {
      // An end in the middle of a page has no message of its own.
      Exception fault = e;
      throw new IOException("the book is damaged: " + fault, fault);
    }
    if (files.isEmpty()) {
      throw new IOException("the book is no zip, or has no pages");
    }
    return files;
  }

  private static boolean isText(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith("html")
        || lower.endsWith(".htm")
        || lower.endsWith(".xml")
        || lower.endsWith(".opf");
  }

  private static String packageFile(Map<String, byte[]> files) throws IOException {
    byte[] container = files.get("META-INF/container.xml");
    if (container == null) {
      throw new IOException("the book has no META-INF/container.xml");
    }
    Element root = xml(container).selectFirst("rootfile");
    String opf = root == null ? "" : root.attr("full-path");
    if (!files.containsKey(opf)) {
      throw new IOException("the book has no package file \"" + opf + "\"");
    }
    return opf;
  }

  /** Fonts may be obfuscated without harm. */
  private static boolean isEncrypted(Document encryption, Set<String> files) {
    return encryption.getElementsByTag("enc:CipherReference").stream()
            .anyMatch(reference -> files.contains(reference.attr("URI")))
        || encryption.getElementsByTag("CipherReference").stream()
            .anyMatch(reference -> files.contains(reference.attr("URI")));
  }

  /** A parser that knows no DTD and fetches nothing. */
  private static Document xml(byte[] bytes) {
    return Jsoup.parse(TextDecoding.xml(bytes), "", Parser.xmlParser());
  }

  private static String path(String base, String href) {
    String plain = href.contains("#") ? href.substring(0, href.indexOf('#')) : href;
    String decoded;
    try {
      decoded = URLDecoder.decode(plain.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      decoded = plain;
    }
    Deque<String> steps = new ArrayDeque<>();
    for (String step : (base + decoded).split("/")) {
      if (step.equals("..")) {
        // One step up is common; names that lead out of the zip are in no zip.
        if (steps.pollLast() == null) {
          return "";
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.addLast(step);
      }
    }
    return String.join("/", steps);
  }

  private static String chapter(byte[] page) {
    Document document = xml(page);
    Element body = document.selectFirst("body");
    if (body == null) {
      // Not well-formed enough: a browser would still show it.
      body = Jsoup.parse(TextDecoding.xml(page)).body();
    }
    for (Element element : body.getAllElements()) {
      for (String type : element.attr("epub:type").split("\\s+")) {
        if (APART.contains(type)) {
          if (element == body) {
            return "";
          }
          element.remove();
        } else if (type.equals("noteref")) {
          element.remove();
        }
      }
    }
    body.select("rt, rp").remove();
    return MainText.all(body);
  }

  private static @Nullable String first(Document book, String tag) {
    for (Element element : book.getElementsByTag(tag)) {
      String text = element.text().strip();
      if (!text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable String licence(@Nullable String rights) {
    String lower = rights == null ? "" : rights.toLowerCase(Locale.ROOT);
    if (lower.contains("cc0") || lower.contains("publicdomain/zero")) {
      return "CC0-1.0";
    }
    return null;
  }
}
