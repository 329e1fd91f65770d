package io.winnow.report.html;

import java.util.Locale;

/**
 * The elements that a page may have. What could run, load or submit something is not among them.
 */
public enum Tag {
  ARTICLE,
  ASIDE,
  A,
  BDI,
  BODY,
  CODE,
  DD,
  DETAILS,
  DIV,
  DL,
  DT,
  FIGCAPTION,
  FIGURE,
  FOOTER,
  G,
  H1,
  H2,
  H3,
  H4,
  HEADER,
  LI,
  LINE,
  MAIN,
  NAV,
  OL,
  P,
  PATH,
  PRE,
  RECT,
  SECTION,
  SMALL,
  SPAN,
  STRONG,
  SUMMARY,
  SVG,
  TABLE,
  TBODY,
  TD,
  TEXT,
  TH,
  THEAD,
  TITLE,
  TR,
  UL;

  private final String word = name().toLowerCase(Locale.ROOT);

  String word() {
    return word;
  }
}
