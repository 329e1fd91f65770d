package io.winnow.readers.rows;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.corpus.Origin;
import io.winnow.readers.html.MainText;
import io.winnow.readers.social.Post;
import io.winnow.readers.social.Threads;
import io.winnow.readers.source.Dates;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.Records;
import io.winnow.readers.source.SourceSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes documents of objects with named fields, such as lines of JSON and rows of Parquet. The
 * source's settings say which field holds what; dots lead into objects.
 */
final class MappedFields {
  /** What is taken where the recipe names no field. */
  private static final Map<String, String> DEFAULTS =
      Map.of("text", "text", "id", "id", "uri", "url", "title", "title");

  private final Records records;
  private final Map<String, String> fields;

  MappedFields(Records records) {
    this.records = records;
    this.fields = records.source().fields();
  }

  /** Whether messages name the one that they answer, so that threads have to be put together. */
  boolean hasParents() {
    return fields.containsKey("parent");
  }

  /**
   * The fields of the objects that may be looked at: the part of each name before its first dot.
   */
  List<String> topLevel() {
    List<String> names = new ArrayList<>();
    for (String what : SourceSettings.FIELDS) {
      String name = fieldName(what);
      if (name != null) {
        names.add(name);
        names.add(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
      }
    }
    return names;
  }

  /** Gives one object its outcome. */
  void record(Origin place, JsonNode object) {
    Origin origin = described(place, object);
    String title = word(object, "title");
    String html = fields.containsKey("html") ? word(object, "html") : null;
    if (html != null && !fields.containsKey("replies")) {
      MainText main = MainText.extract(html);
      records.documentUnlessBlank(origin, title == null ? main.title() : title, main.text());
      return;
    }
    if (fields.containsKey("replies")) {
      records.documentUnlessBlank(origin, title, thread(title, object));
      return;
    }
    JsonNode text = field(object, "text");
    if (text == null || !text.isTextual()) {
      records.deadLetter(
          origin,
          DeadLetterCause.NO_TEXT_FIELD,
          "the field " + fieldName("text") + " is " + (text == null ? "missing" : "no text"));
      return;
    }
    records.documentUnlessBlank(origin, title, text.asText());
  }

  /** A message with the messages nested in it: the best first, each with its own below it. */
  private String thread(@Nullable String title, JsonNode first) {
    StringBuilder text = new StringBuilder();
    if (title != null) {
      text.append(title.strip());
    }
    Deque<JsonNode> left = new ArrayDeque<>(List.of(first));
    boolean any = false;
    while (!left.isEmpty()) {
      JsonNode message = left.pop();
      String own = message(message).strip();
      if (!own.isEmpty()) {
        any = true;
        text.append(text.isEmpty() ? "" : "\n\n");
        text.append(message == first ? "" : Threads.REPLY + "\n\n").append(own);
      }
      JsonNode replies = field(message, "replies");
      List<JsonNode> answers = new ArrayList<>();
      if (replies != null && replies.isArray()) {
        replies.forEach(answers::add);
      }
      answers.sort(Comparator.comparingDouble(this::score).reversed());
      for (int i = answers.size() - 1; i >= 0; i--) {
        left.push(answers.get(i));
      }
    }
    return any ? text.toString() : "";
  }

  /** A message's own text, that of HTML without its marks; empty if it has none. */
  private String message(JsonNode object) {
    String html = fields.containsKey("html") ? word(object, "html") : null;
    if (html != null) {
      return MainText.all(html);
    }
    String text = word(object, "text");
    return text == null ? "" : text;
  }

  /** An object as a message that names its parent; null, and a dead letter, if it has no id. */
  @Nullable Post post(Origin origin, JsonNode object) {
    String id = word(object, "id");
    if (id == null) {
      records.deadLetter(
          origin,
          DeadLetterCause.NO_ID_FIELD,
          "the field " + fieldName("id") + " is missing: threads need it");
      return null;
    }
    return new Post(
        id,
        word(object, "parent"),
        score(object),
        origin.offset(),
        date(field(object, "date")),
        word(object, "uri"),
        null,
        word(object, "title"),
        message(object));
  }

  private double score(JsonNode object) {
    JsonNode score = field(object, "score");
    return score == null ? 0 : score.asDouble(0);
  }

  private Origin described(Origin origin, JsonNode object) {
    String language = word(object, "language");
    return origin
        .withSourceUri(word(object, "uri"))
        .withGivenId(word(object, "id"))
        .withPath(word(object, "repository"), word(object, "path"))
        .withProgrammingLanguage(language == null ? null : language.toLowerCase(Locale.ROOT))
        .withDate(date(field(object, "date")));
  }

  private @Nullable String word(JsonNode object, String what) {
    JsonNode value = field(object, what);
    return value == null || value.isContainerNode() || value.asText().isEmpty()
        ? null
        : value.asText();
  }

  private @Nullable JsonNode field(JsonNode object, String what) {
    String name = fieldName(what);
    if (name == null) {
      return null;
    }
    JsonNode value = object.get(name);
    if (value == null) {
      // Dots lead into objects, where no field has the whole name.
      value = object;
      for (String part : name.split("\\.")) {
        value = value == null ? null : value.get(part);
      }
    }
    return value == null || value.isNull() ? null : value;
  }

  private @Nullable String fieldName(String what) {
    String name = fields.get(what);
    return name != null ? name : DEFAULTS.get(what);
  }

  /** Seconds or milliseconds since 1970, or an ISO date or time; null for anything else. */
  static @Nullable Long date(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (value.isNumber()) {
      double number = value.asDouble();
      // Seconds reach 10^11 in the year 5138.
      double millis = Math.abs(number) < 1e11 ? number * 1000 : number;
      return Math.abs(millis) < Long.MAX_VALUE ? (Long) (long) millis : null;
    }
    return Dates.parse(value.asText());
  }
}
