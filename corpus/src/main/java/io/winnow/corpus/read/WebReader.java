package io.winnow.corpus.read;

import io.winnow.corpus.Origin;
import io.winnow.corpus.html.MainText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads web pages: WARC and WET files, HTML files, and archives of HTML files. */
final class WebReader {
  private final Records records;

  WebReader(Records records) {
    this.records = records;
  }

  void read(String path) {
    if (FileNames.isWarc(path)) {
      new WarcFile(records, this, path).read();
    } else if (FileNames.isArchive(path)) {
      readArchive(path);
    } else {
      // The name of an input file is no part of a document's identity: no path.
      file(Origin.at(path, -1), path, () -> Bytes.open(path));
    }
  }

  private void readArchive(String path) {
    new Archive(path)
        .visit(
            new Archive.Visitor() {
              @Override
              public void file(String name, Archive.Content content) {
                WebReader.this.file(
                    Origin.at(path + "!/" + name, -1).withPath(null, name), name, content);
              }

              @Override
              public void broken(IOException fault) {
                records.deadLetter(Origin.at(path, -1), "broken-archive", fault);
              }
            });
  }

  private void file(Origin origin, String name, Archive.Content content) {
    if (!FileNames.isHtml(name)) {
      records.passOver(origin, "not-html");
      return;
    }
    Optional<byte[]> bytes;
    try {
      InputStream stream = content.open();
      bytes = Bytes.read(stream, records.maximumBytes());
    } catch (IOException e) {
      records.deadLetter(origin, "broken-entry", e);
      return;
    }
    if (bytes.isEmpty()) {
      records.tooLarge(origin);
    } else {
      page(origin, bytes.get(), null);
    }
  }

  /**
   * One page.
   *
   * @param charset that its HTTP header names
   */
  void page(Origin origin, byte[] html, @Nullable String charset) {
    if (html.length > 0 && TextDecoding.isBinary(html)) {
      records.passOver(origin, "not-html");
      return;
    }
    MainText main = MainText.extract(TextDecoding.html(html, charset));
    if (main.text().isEmpty()) {
      records.passOver(origin, "no-text");
    } else {
      records.document(origin, main.title(), main.text());
    }
  }
}
