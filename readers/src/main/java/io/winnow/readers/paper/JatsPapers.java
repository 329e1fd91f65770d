package io.winnow.readers.paper;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Compression;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.paper.jats.JatsText;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads articles in JATS, one a file; other XML is passed over. */
public record JatsPapers(Records records) implements FileReader {
  private static final Pattern ARTICLE = Pattern.compile("<(?:\\w+:)?article[\\s>]");

  /** Whether a file of this name may be one. */
  public static boolean fits(String path) {
    String name = Compression.withoutCompression(path);
    return name.endsWith(".xml") || name.endsWith(".nxml");
  }

  @Override
  public void read(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    String xml = TextDecoding.xml(bytes);
    if (!ARTICLE.matcher(xml).find()) {
      records.passOver(file.origin(), PassedOverReason.NOT_JATS);
      return;
    }
    try {
      JatsText article = JatsText.extract(xml);
      Origin origin =
          file.origin()
              .withGivenId(article.doi())
              .withLicence(article.licence(), null)
              .withDate(article.date());
      records.documentUnlessBlank(origin, article.title(), article.text());
    } catch (IOException e) {
      records.deadLetter(file.origin(), DeadLetterCause.BROKEN_JATS, e);
    }
  }
}
