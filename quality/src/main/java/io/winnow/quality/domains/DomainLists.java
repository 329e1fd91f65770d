package io.winnow.quality.domains;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.winnow.corpus.Digest;
import io.winnow.corpus.files.ByteLine;
import io.winnow.corpus.files.Bytes;
import io.winnow.corpus.files.FileFault;
import io.winnow.corpus.files.LostInput;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.text.TextDecoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts some lists deny. Immutable; one for the same files in a JVM.
 *
 * <p>The longest entry that a host is equal to or below of decides; of one name, the entry for what
 * is below it ({@code .example.com} or {@code *.example.com}) before the one for all of it ({@code
 * example.com}); of the same entry on both sides, the one that denies. Where there are lists of
 * what is allowed and no others, whatever is on none of them is denied.
 *
 * <p>Memory: see {@link NameTable}.
 */
final class DomainLists {
  private static final ConcurrentMap<String, DomainLists> SHARED = new ConcurrentHashMap<>();

  private static final int MAXIMUM_LINE_BYTES = 4096;
  private static final Pattern ENTRY =
      Pattern.compile("(?:(?:[A-Za-z][A-Za-z0-9+.-]*+:)?//)?(\\*?\\.)?([^/?#\\\\\\s*]++)/?");

  // What an entry says of its name.
  private static final int DENIED = 1;
  private static final int DENIED_BELOW = 2;
  private static final int ALLOWED = 4;
  private static final int ALLOWED_BELOW = 8;

  private final NameTable names = new NameTable();
  private final boolean allowsOnly;

  /**
   * What is to be done with a host.
   *
   * @param entry that says so, in the form of {@link WebHost}; null if none does
   */
  record Verdict(boolean denied, @Nullable String entry) {}

  private DomainLists(DomainSettings files) {
    this.allowsOnly = files.deny().isEmpty() && !files.allow().isEmpty();
    files.deny().forEach(path -> read(path, DENIED, DENIED_BELOW));
    files.allow().forEach(path -> read(path, ALLOWED, ALLOWED_BELOW));
  }

  /**
   * The lists of some files, read once in this JVM.
   *
   * @param digest as {@link #digest} gives it
   * @throws WrongInput naming the line that is no entry, or the file that cannot be read
   */
  static DomainLists of(DomainSettings files, String digest) {
    return SHARED.computeIfAbsent(
        digest,
        key -> {
          if (!digest(files).equals(key)) {
            throw new WrongInput("The lists of domains have changed while they were in use.");
          }
          return new DomainLists(files);
        });
  }

  /**
   * Digest of what the files of either side hold, in whichever order and however compressed.
   *
   * @throws WrongInput naming the file that cannot be read
   */
  static String digest(DomainSettings files) {
    Digest digest = new Digest();
    for (List<String> side : List.of(files.deny(), files.allow())) {
      digest.add(side.size());
      side.stream().map(DomainLists::digest).sorted().forEach(digest::add);
    }
    return digest.hex();
  }

  /** The same of one file. */
  static String digest(String path) {
    Digest digest = new Digest();
    reading(
        path,
        () -> {
          try (InputStream stream = Bytes.decompressed(path, Bytes.raw(path))) {
            byte[] buffer = new byte[64 << 10];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
              digest.raw(buffer, 0, n);
            }
          }
        });
    return digest.hex();
  }

  private void read(String path, int whole, int below) {
    reading(
        path,
        () -> {
          try (InputStream stream = Bytes.decompressed(path, Bytes.raw(path))) {
            ByteLine line = new ByteLine(MAXIMUM_LINE_BYTES);
            for (long number = 1; line.read(stream); number++) {
              Optional<String> text = TextDecoding.strictUtf8(line.bytes());
              if (line.tooLong() || text.isEmpty()) {
                throw new WrongInput(
                    String.format(
                        Locale.ROOT,
                        "%s, line %d is %s.",
                        path,
                        number,
                        line.tooLong() ? "too long for a host" : "not UTF-8"));
              }
              add(text.get(), path, number, whole, below);
            }
          }
        });
  }

  private void add(String line, String path, long number, int whole, int below) {
    int comment = line.indexOf('#');
    String text = comment < 0 ? line : line.substring(0, comment);
    text = (number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    if (text.isEmpty()) {
      return;
    }
    Matcher entry = ENTRY.matcher(text);
    String host = entry.matches() ? WebHost.of(entry.group(2)) : null;
    if (host == null || entry.group(1) != null && WebHost.isNumber(host)) {
      throw new WrongInput(
          String.format(
              Locale.ROOT,
              "%s, line %d is no host or domain: \"%s\". An entry is a name such as example.com,"
                  + " which stands for all below it too, .example.com for what is below it only,"
                  + " or the address of a machine.",
              path,
              number,
              text));
    }
    names.add(host.getBytes(ISO_8859_1), entry.group(1) == null ? whole : below);
  }

  /** What reads a file. */
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  private static void reading(String path, Reading reading) {
    try {
      reading.run();
    } catch (LostInput e) {
      throw new WrongInput(
          String.format(
              Locale.ROOT,
              "The list of domains %s cannot be read: %s",
              path,
              FileFault.sentence(e.getCause()).orElse(e.getCause().toString())));
    } catch (IOException e) {
      throw new WrongInput(
          String.format(
              Locale.ROOT,
              "The list of domains %s cannot be decompressed: %s",
              path,
              e.getMessage()));
    }
  }

  /**
   * Asks the lists.
   *
   * @param host as {@link WebHost} gives it
   */
  Verdict judge(String host) {
    byte[] bytes = host.getBytes(ISO_8859_1);
    // Nothing is above the address of a machine.
    int last = WebHost.isNumber(host) ? 0 : host.lastIndexOf('.') + 1;
    for (int start = 0; start <= last; start = next(host, start)) {
      int says = names.get(bytes, start);
      int below = says & (DENIED_BELOW | ALLOWED_BELOW);
      if (start > 0 && below != 0) {
        return new Verdict((below & DENIED_BELOW) != 0, "." + host.substring(start));
      }
      int whole = says & (DENIED | ALLOWED);
      if (whole != 0) {
        return new Verdict((whole & DENIED) != 0, host.substring(start));
      }
    }
    return new Verdict(allowsOnly, null);
  }

  /** Where the name above begins; beyond the end where there is none. */
  private static int next(String host, int start) {
    int dot = host.indexOf('.', start);
    return dot < 0 ? host.length() : dot + 1;
  }
}
