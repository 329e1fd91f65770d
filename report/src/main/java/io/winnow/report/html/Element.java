package io.winnow.report.html;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A piece of a page. Elements and attributes come from {@link Tag} and {@link Attribute}, every
 * text and every value is written by {@link Escape}; there is no way to add markup as a string.
 */
public final class Element {
  private sealed interface Node permits Words, Child {}

  private record Words(String text) implements Node {}

  private record Child(Element element) implements Node {}

  private final Tag tag;
  private final String place; // where a link leads in this page; empty for all other elements
  private final Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
  private final List<Node> content = new ArrayList<>();

  private Element(Tag tag, String place) {
    this.tag = tag;
    this.place = place;
  }

  public static Element of(Tag tag) {
    return new Element(tag, "");
  }

  public static Element of(Tag tag, String text) {
    return of(tag).text(text);
  }

  public static Element of(Tag tag, Element... children) {
    return of(tag).add(children);
  }

  /** A paragraph that says what follows it. */
  public static Element lead(String text) {
    return of(Tag.P, text).css("lead");
  }

  /** A link to the element of this page that has this id. */
  public static Element link(String place, String text) {
    return new Element(Tag.A, place).text(text);
  }

  public Element set(Attribute attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  public Element set(Attribute attribute, double value) {
    return set(attribute, Numbers.coordinate(value));
  }

  public Element css(String names) {
    return set(Attribute.CLASS, names);
  }

  public Element id(String id) {
    return set(Attribute.ID, id);
  }

  public Element text(String text) {
    content.add(new Words(text));
    return this;
  }

  /** Words of a stranger: cut to a length, and kept from turning the direction of what follows. */
  public Element foreign(String text, int characters) {
    return add(of(Tag.BDI, Excerpt.of(text, characters)));
  }

  public Element add(Element... children) {
    for (Element child : children) {
      content.add(new Child(child));
    }
    return this;
  }

  public Element add(List<Element> children) {
    children.forEach(this::add);
    return this;
  }

  /** The same attributes and content under another tag. */
  Element as(Tag other) {
    Element copy = new Element(other, place);
    copy.attributes.putAll(attributes);
    copy.content.addAll(content);
    return copy;
  }

  /** Numbers labels that others of the page have already, so that each is there once. */
  void numberLabels(Set<String> used) {
    String label = attributes.get(Attribute.ARIA_LABEL);
    if (label != null) {
      String unique = label;
      for (int i = 2; !used.add(unique); i++) {
        unique = label + " (" + i + ")";
      }
      attributes.put(Attribute.ARIA_LABEL, unique);
    }
    for (Node node : content) {
      if (node instanceof Child child) {
        child.element.numberLabels(used);
      }
    }
  }

  void write(StringBuilder page) {
    page.append('<').append(tag.word());
    if (!place.isEmpty()) {
      page.append(" href=\"#");
      Escape.write(place, page);
      page.append('"');
    }
    attributes.forEach(
        (attribute, value) -> {
          page.append(' ').append(attribute.word()).append("=\"");
          Escape.write(value, page);
          page.append('"');
        });
    page.append('>');
    if (tag == Tag.PRE) {
      page.append('\n'); // a parser drops one line break at the start of this element
    }
    for (Node node : content) {
      if (node instanceof Words words) {
        Escape.write(words.text, page);
      } else if (node instanceof Child child) {
        child.element.write(page);
      }
    }
    page.append("</").append(tag.word()).append('>');
  }
}
