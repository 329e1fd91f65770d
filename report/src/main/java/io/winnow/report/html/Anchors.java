package io.winnow.report.html;

import java.util.HashSet;
import java.util.Set;

/**
 * Places of a page to which links may lead: each is there once, however often what it stands for is
 * shown.
 */
public final class Anchors {
  private static final int CHARACTERS = 100;

  private final Set<String> places = new HashSet<>();

  /** Names a document's place in the page. */
  public static String ofDocument(String id) {
    return "document-" + plain(id);
  }

  /** Names a rule's place in the page. */
  public static String ofRule(String rule) {
    return "rule-" + plain(rule);
  }

  /** Letters that mean nothing else in an address. */
  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), CHARACTERS); i++) {
      char c = name.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      plain.append(word ? c : '-');
    }
    return plain.toString();
  }

  /** Makes an element a place, with a link to itself, unless there is such a place already. */
  public Element set(Element element, String place) {
    return places.add(place)
        ? element.id(place).add(Element.link(place, "#").css("anchor"))
        : element;
  }

  /** Whether a link may lead there. */
  public boolean has(String place) {
    return places.contains(place);
  }
}
