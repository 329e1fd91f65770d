package io.winnow.readers.web;

import io.winnow.corpus.Origin;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.html.MainText;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads web pages: WARC and WET files and HTML files. */
public record WebReader(Records records) {
  /** Reads WARC and WET files. */
  public static FileReader ofWarcs(Records records) {
    return new WebReader(records)::warc;
  }

  /** Reads files of HTML. */
  public static FileReader ofPages(Records records) {
    return new WebReader(records)::page;
  }

  private void warc(Blob file) {
    try (SeekableBlob warc = file.seekable()) {
      new WarcFile(records, this, warc).read();
    } catch (IOException e) {
      records.deadLetter(file.origin(), DeadLetterCause.BROKEN_WARC, e);
    }
  }

  private void page(Blob file) {
    byte[] html = file.bytes(records);
    if (html != null) {
      page(file.origin(), html, null);
    }
  }

  /**
   * One page.
   *
   * @param charset that its HTTP header names
   */
  void page(Origin origin, byte[] html, @Nullable String charset) {
    if (html.length > 0 && TextDecoding.isBinary(html)) {
      records.passOver(origin, PassedOverReason.NOT_HTML);
      return;
    }
    MainText main = MainText.extract(TextDecoding.html(html, charset));
    records.documentUnlessBlank(origin, main.title(), main.text());
  }
}
