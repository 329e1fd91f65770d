package io.winnow.report.html;

import static io.winnow.report.html.Attribute.ARIA_HIDDEN;
import static io.winnow.report.html.Attribute.HEIGHT;
import static io.winnow.report.html.Attribute.PRESERVE_ASPECT_RATIO;
import static io.winnow.report.html.Attribute.ROLE;
import static io.winnow.report.html.Attribute.TEXT_ANCHOR;
import static io.winnow.report.html.Attribute.VIEW_BOX;
import static io.winnow.report.html.Attribute.WIDTH;
import static io.winnow.report.html.Attribute.X;
import static io.winnow.report.html.Attribute.X1;
import static io.winnow.report.html.Attribute.X2;
import static io.winnow.report.html.Attribute.Y;
import static io.winnow.report.html.Attribute.Y1;
import static io.winnow.report.html.Attribute.Y2;

/**
 * Bars and the parts of drawings, as SVG elements. Colours come from the style sheet by class, so
 * they follow its scheme.
 */
public final class Charts {
  private Charts() {}

  /** How wide a drawing is, in its own units. */
  static final double WIDTH_UNITS = 330;

  // Letters of the style sheet's 11 px are 6 wide on average, digits a little more.
  private static final double CHARACTER_UNITS = 6.2;

  /** A part of a bar. */
  public record Part(double size, String css) {}

  /**
   * A bar as wide as its cell.
   *
   * @param title what it says, in words
   * @param whole the size of a full bar
   */
  public static Element bar(String title, double whole, Part... parts) {
    Element svg =
        Element.of(Tag.SVG, Element.of(Tag.TITLE, title))
            .css("bar")
            .set(ROLE, "img")
            .set(PRESERVE_ASPECT_RATIO, "none");
    double from = 0;
    for (Part part : parts) {
      if (part.size > 0 && whole > 0) {
        // What is there can be seen, however little it is.
        double width = Math.max(100 * part.size / whole, 0.3);
        double x = Math.min(100 * from / whole, 99.7);
        svg.add(
            Element.of(Tag.RECT)
                .css(part.css)
                .set(X, Numbers.coordinate(x) + "%")
                .set(WIDTH, Numbers.coordinate(Math.min(width, 100 - x)) + "%")
                .set(HEIGHT, "100%"));
      }
      from += part.size;
    }
    return svg;
  }

  /** A dot in the colour of a class. */
  public static Element key(String css) {
    return Element.of(Tag.SPAN).css("key " + css).set(ARIA_HIDDEN, "true");
  }

  /** What the colour of a class means. */
  public static Element legend(String css, String words) {
    return Element.of(Tag.SPAN, key(css)).text(words);
  }

  /** About how wide a text of a drawing is, in the drawing's units. */
  static double textWidth(String text) {
    return CHARACTER_UNITS * text.length();
  }

  /** As much of a text as there is room for. */
  static String fit(String text, double room) {
    return Excerpt.of(text, Math.max(3, (int) (room / CHARACTER_UNITS)));
  }

  /** An empty drawing. */
  static Element drawing(String title, double height) {
    return Element.of(Tag.SVG, Element.of(Tag.TITLE, title))
        .css("chart")
        .set(ROLE, "img")
        .set(VIEW_BOX, "0 0 " + Numbers.coordinate(WIDTH_UNITS) + " " + Numbers.coordinate(height));
  }

  static Element line(String css, double x1, double y1, double x2, double y2) {
    return Element.of(Tag.LINE).css(css).set(X1, x1).set(Y1, y1).set(X2, x2).set(Y2, y2);
  }

  static Element rectangle(String css, double x, double y, double width, double height) {
    return Element.of(Tag.RECT)
        .css(css)
        .set(X, x)
        .set(Y, y)
        .set(WIDTH, Math.max(0, width))
        .set(HEIGHT, height);
  }

  static Element label(String text, double x, double y, String anchor, String css) {
    return Element.of(Tag.TEXT, text).css(css).set(X, x).set(Y, y).set(TEXT_ANCHOR, anchor);
  }
}
