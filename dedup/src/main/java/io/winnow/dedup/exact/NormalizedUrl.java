package io.winnow.dedup.exact;

import java.net.IDN;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One form for the addresses of one page: scheme, {@code www.}, default port, fragment, tracking
 * and session parameters and a trailing slash do not count; host and percent-encoding are
 * normalised as in RFC 3986 section 6; parameters are sorted. Normalising twice changes nothing
 * more.
 */
final class NormalizedUrl {
  private static final Set<String> TRACKING =
      Set.of(
          "fbclid",
          "gclid",
          "dclid",
          "gbraid",
          "wbraid",
          "msclkid",
          "yclid",
          "igshid",
          "mc_cid",
          "mc_eid",
          "_ga",
          "_gl",
          "ref_src",
          "spm",
          "jsessionid",
          "phpsessid",
          "sessionid",
          "aspsessionid");

  private static final Pattern SCHEME = Pattern.compile("(?i)(https?|ftp)://.*", Pattern.DOTALL);

  /** Forums call a session so; elsewhere, {@code sid} names a story. */
  private static final Pattern SESSION = Pattern.compile("(?i)sid=[0-9a-f]{32}");

  private static final Pattern SESSION_IN_PATH = Pattern.compile("(?i);jsessionid=[^/?#]*");

  private NormalizedUrl() {}

  /** The normal form; null for what is no address of a page. */
  static @Nullable String of(String url) {
    String stripped = url.strip();
    if (!SCHEME.matcher(stripped).matches()) {
      return null;
    }
    boolean ftp = stripped.regionMatches(true, 0, "ftp:", 0, 4);
    String rest = stripped.substring(stripped.indexOf("://") + 3);
    int fragment = rest.indexOf('#');
    rest = fragment < 0 ? rest : rest.substring(0, fragment);
    int query = rest.indexOf('?');
    String parameters = query < 0 ? "" : rest.substring(query + 1);
    rest = query < 0 ? rest : rest.substring(0, query);
    int slash = rest.indexOf('/');
    String host = host(slash < 0 ? rest : rest.substring(0, slash), ftp);
    if (host == null) {
      return null;
    }
    String path = SESSION_IN_PATH.matcher(slash < 0 ? "" : rest.substring(slash)).replaceAll("");
    String kept = parameters(parameters);
    return (ftp ? "ftp:" : "") + "//" + host + path(path) + (kept.isEmpty() ? "" : "?" + kept);
  }

  private static @Nullable String host(String authority, boolean ftp) {
    String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    String port = "";
    if (colon >= 0 && host.indexOf(']', colon) < 0) {
      port = host.substring(colon + 1);
      host = host.substring(0, colon);
      if (!port.chars().allMatch(c -> c >= '0' && c <= '9') || port.length() > 5) {
        return null;
      }
    }
    boolean isDefault = ftp ? port.equals("21") : port.equals("80") || port.equals("443");
    try {
      host = host.startsWith("[") ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null; // no name that a host can have
    }
    while (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    while (host.startsWith("www.") && host.indexOf('.', 4) > 0) {
      host = host.substring(4);
    }
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ')) {
      return null;
    }
    return port.isEmpty() || isDefault ? host : host + ":" + port;
  }

  private static String path(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : encoded(path).split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return parts.isEmpty() ? "" : "/" + String.join("/", parts);
  }

  private static String parameters(String query) {
    return Arrays.stream(encoded(query).split("&"))
        .filter(parameter -> !parameter.isEmpty())
        .filter(parameter -> !isTracking(parameter))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static boolean isTracking(String parameter) {
    int equals = parameter.indexOf('=');
    String name =
        (equals < 0 ? parameter : parameter.substring(0, equals)).toLowerCase(Locale.ROOT);
    return name.startsWith("utm_")
        || TRACKING.contains(name)
        || SESSION.matcher(parameter).matches();
  }

  /** Percent-encoded unreserved characters as themselves, other encodings in upper case. */
  private static String encoded(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length() && isHex(text, i + 1) && isHex(text, i + 2)) {
        int value = Integer.parseInt(text, i + 1, i + 3, 16);
        if (isUnreserved(value)) {
          clean.append((char) value);
        } else {
          clean.append('%').append(text.substring(i + 1, i + 3).toUpperCase(Locale.ROOT));
        }
        i += 2;
      } else if (c <= ' ') {
        clean.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      } else {
        clean.append(c);
      }
    }
    return clean.toString();
  }

  private static boolean isHex(String text, int at) {
    char c = text.charAt(at);
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
