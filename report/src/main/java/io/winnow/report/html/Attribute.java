package io.winnow.report.html;

/**
 * The attributes that an element may have. No handler of events, no style, no address: a link is
 * made by {@link Element#link} and leads to a place in the same page.
 */
public enum Attribute {
  ARIA_HIDDEN("aria-hidden"),
  ARIA_LABEL("aria-label"),
  CLASS("class"),
  D("d"),
  DIR("dir"),
  HEIGHT("height"),
  ID("id"),
  OPEN("open"),
  PRESERVE_ASPECT_RATIO("preserveAspectRatio"),
  ROLE("role"),
  SCOPE("scope"),
  TABINDEX("tabindex"),
  TEXT_ANCHOR("text-anchor"),
  VIEW_BOX("viewBox"),
  WIDTH("width"),
  X("x"),
  X1("x1"),
  X2("x2"),
  Y("y"),
  Y1("y1"),
  Y2("y2");

  private final String word;

  Attribute(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
