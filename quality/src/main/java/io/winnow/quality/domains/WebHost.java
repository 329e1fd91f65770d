package io.winnow.quality.domains;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.net.IDN;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of web addresses in one form, and the domains that somebody has registered.
 *
 * <p>The form is lower case, without a dot at the end; names in other scripts are Punycode by IDNA
 * of 2003, which is the JDK's ({@code ß} is {@code ss}); addresses of version 6 stand in brackets,
 * as short as RFC 5952 has them.
 */
final class WebHost {
  private static final Pattern ADDRESS =
      Pattern.compile("\\s*+(?i:https?|ftp):/{2}([^/?#\\\\]*+).*+", Pattern.DOTALL);
  private static final Pattern WITH_PORT =
      Pattern.compile("(\\[[^\\]]*+\\]|[^:\\[]*+)(?::[0-9]{0,5}+)?");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_-]{1,63}+(?:\\.[a-z0-9_-]{1,63}+)*+");
  private static final Pattern NUMBER_LAST = Pattern.compile("(?:.*\\.)?(?:[0-9]++|0x[0-9a-f]*+)");

  /** Labels that are in use, though no name that can be registered has them. */
  private static final Pattern IRREGULAR =
      Pattern.compile("(?<=^|\\.)(?:(?:[-_][^.]*+|[^.]*[-_])(?=\\.|$)|[0-9][^.]*+$)");

  private static final int LONGEST = 253;

  private WebHost() {}

  /** The host of an address of the web; null for what is none. */
  static @Nullable String ofAddress(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    return matcher.matches() ? of(matcher.group(1).strip()) : null;
  }

  /**
   * The host in what an address has between its scheme and its path: user information and port, if
   * there are any, are left out. Null if it is none.
   */
  static @Nullable String of(String authority) {
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    if (host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[")) {
      return version6(host);
    }
    Matcher matcher = WITH_PORT.matcher(host);
    if (!matcher.matches()) {
      return null;
    }
    host = matcher.group(1);
    return host.startsWith("[") ? version6(host.substring(1, host.length() - 1)) : name(host);
  }

  private static @Nullable String version6(String address) {
    boolean zoned = address.indexOf('%') >= 0;
    return address.indexOf(':') >= 0 && !zoned && InetAddresses.isInetAddress(address)
        ? InetAddresses.toUriString(InetAddresses.forString(address))
        : null;
  }

  private static @Nullable String name(String given) {
    String name;
    try {
      String decoded =
          given.indexOf('%') < 0 ? given : URLDecoder.decode(given.replace("+", "%2B"), UTF_8);
      name = IDN.toASCII(decoded.toLowerCase(Locale.ROOT), IDN.ALLOW_UNASSIGNED);
      name = name.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null; // no name that a host can have
    }
    while (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      return null;
    }
    return isNumber(name) && !InetAddresses.isInetAddress(name) ? null : name;
  }

  /** Whether a host is an address of a machine, not a name. */
  static boolean isNumber(String host) {
    return host.startsWith("[") || NUMBER_LAST.matcher(host).matches();
  }

  /**
   * The registered domain of a host: one label more than the public suffix, by the list of
   * publicsuffix.org with its private part, so that of {@code www.alice.github.io} is {@code
   * alice.github.io}. A suffix that is not listed is its last label, as that list has it. Null for
   * addresses of machines and for what is a public suffix itself.
   *
   * @param host as {@link #of} gives it
   */
  static @Nullable String domain(String host) {
    if (isNumber(host)) {
      return null;
    }
    InternetDomainName name = InternetDomainName.from(IRREGULAR.matcher(host).replaceAll("x"));
    InternetDomainName suffix = name.publicSuffix();
    int labels = 1 + (suffix == null ? 1 : suffix.parts().size());
    int parts = name.parts().size();
    int start = 0;
    for (int i = labels; i < parts; i++) {
      start = host.indexOf('.', start) + 1;
    }
    return parts < labels ? null : host.substring(start);
  }
}
