package io.winnow.readers.web;

import io.winnow.corpus.Origin;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.html.MainText;
import io.winnow.readers.source.Records;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads web pages: WARC and WET files and HTML files. */
public final class WebReader implements FileReader {
  private final Records records;

  public WebReader(Records records) {
    this.records = records;
  }

  @Override
  public void read(Blob file) {
    if (FileNames.isWarc(file.name())) {
      try (SeekableBlob warc = file.seekable()) {
        new WarcFile(records, this, warc).read();
      } catch (IOException e) {
        records.deadLetter(file.origin(), "broken-warc", e);
      }
    } else if (FileNames.isHtml(file.name())) {
      byte[] html = file.bytes(records);
      if (html != null) {
        page(file.origin(), html, null);
      }
    } else {
      records.passOver(file.origin(), "not-html");
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
