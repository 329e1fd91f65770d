package io.winnow.readers.social;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Compression;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.html.MainText;
import io.winnow.readers.source.Dates;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the posts of a Stack Exchange dump: a question with its answers, the one with most votes
 * first, is a document. Other posts, such as wikis of tags, are passed over. Each {@code row} is
 * parsed by itself, so a damaged one costs no other.
 */
public record StackExchangePosts(Records records) implements FileReader {
  private static final Pattern NAME = Pattern.compile("(.*[^\\p{L}\\p{N}])?posts\\.xml");
  private static final String QUESTION = "1";
  private static final String ANSWER = "2";
  private static final XMLInputFactory XML = factory();

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /** Whether a file of this name may be one: {@code Posts.xml}, or that behind a forum's name. */
  public static boolean fits(String path) {
    return NAME.matcher(FileNames.last(Compression.withoutCompression(path))).matches();
  }

  @Override
  public void read(Blob file) {
    Origin origin = file.origin();
    try (Threads threads = new Threads(records, origin, "Answer:")) {
      long offset = -1;
      try (InputStream stream = file.open()) {
        RowScanner rows = new RowScanner(stream, records.maximumBytes());
        while (rows.next()) {
          offset = rows.offset();
          row(rows, Origin.at(origin.uri(), offset), threads);
        }
      } catch (IOException e) {
        records.deadLetter(Origin.at(origin.uri(), offset), DeadLetterCause.BROKEN_FILE, e);
      }
      threads.finish(PassedOverReason.ANSWER_WITHOUT_QUESTION);
    }
  }

  private void row(RowScanner rows, Origin origin, Threads threads) {
    switch (rows.state()) {
      case TOO_LONG -> records.tooLarge(origin);
      case BROKEN ->
          records.deadLetter(
              origin, DeadLetterCause.BROKEN_ROW, "the row ends before its closing bracket");
      case WHOLE -> {
        try {
          post(attributes(rows.bytes()), origin, threads);
        } catch (XMLStreamException e) {
          records.deadLetter(origin, DeadLetterCause.BROKEN_ROW, oneLine(e.getMessage()));
        }
      }
    }
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "the row is not XML" : message.replaceAll("\\s+", " ");
  }

  private static Map<String, String> attributes(byte[] row) throws XMLStreamException {
    Optional<String> text = TextDecoding.strictUtf8(row);
    if (text.isEmpty()) {
      throw new XMLStreamException("the row is not UTF-8");
    }
    XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(row), "UTF-8");
    try {
      reader.nextTag();
      Map<String, String> attributes = new HashMap<>();
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
      }
      return attributes;
    } finally {
      reader.close();
    }
  }

  private void post(Map<String, String> row, Origin origin, Threads threads) {
    String id = row.get("Id");
    String type = row.get("PostTypeId");
    if (id == null || type == null) {
      String missing = id == null ? "Id" : "PostTypeId";
      records.deadLetter(origin, DeadLetterCause.BROKEN_ROW, "the row has no attribute " + missing);
      return;
    }
    String parent = type.equals(ANSWER) ? row.get("ParentId") : null;
    if (!type.equals(QUESTION) && parent == null) {
      records.passOver(origin.withGivenId(id), PassedOverReason.NOT_A_QUESTION);
      return;
    }
    double score;
    try {
      score = Double.parseDouble(row.getOrDefault("Score", "0"));
    } catch (NumberFormatException e) {
      records.deadLetter(
          origin, DeadLetterCause.BROKEN_ROW, "Score is no number: " + row.get("Score"));
      return;
    }
    String licence = row.get("ContentLicense");
    threads.add(
        parent == null ? id : parent,
        new Post(
            id,
            parent,
            score,
            origin.offset(),
            Dates.parse(row.get("CreationDate")),
            null,
            licence == null ? null : spdx(licence),
            row.get("Title"),
            MainText.all(row.getOrDefault("Body", ""))));
  }

  /** The SPDX name of a licence as Stack Exchange names it, such as {@code CC BY-SA 4.0}. */
  private static String spdx(String licence) {
    return licence.strip().toUpperCase(Locale.ROOT).replace(' ', '-');
  }
}
