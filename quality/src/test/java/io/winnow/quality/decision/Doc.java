package io.winnow.quality.decision;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import org.jspecify.annotations.Nullable;

/**
 * A document of a test, with its groups by name; null is none, and a name of one is none too.
 *
 * @param minhash name of its group of near copies; only for those that the prefilter keeps
 */
record Doc(
    String name,
    String source,
    String kind,
    String content,
    @Nullable String url,
    long textBytes,
    @Nullable Long date,
    @Nullable Long words,
    @Nullable String minhash) {

  static Doc of(String name) {
    return new Doc(name, "crawl", "web", "text of " + name, null, 100, null, 100L, null);
  }

  DocumentId id() {
    return Digest.ofText(name);
  }

  Doc source(String value) {
    return new Doc(name, value, kind, content, url, textBytes, date, words, minhash);
  }

  Doc kind(String value) {
    return new Doc(name, source, value, content, url, textBytes, date, words, minhash);
  }

  Doc content(String value) {
    return new Doc(name, source, kind, value, url, textBytes, date, words, minhash);
  }

  Doc url(@Nullable String value) {
    return new Doc(name, source, kind, content, value, textBytes, date, words, minhash);
  }

  Doc textBytes(long value) {
    return new Doc(name, source, kind, content, url, value, date, words, minhash);
  }

  Doc date(@Nullable Long value) {
    return new Doc(name, source, kind, content, url, textBytes, value, words, minhash);
  }

  Doc words(@Nullable Long value) {
    return new Doc(name, source, kind, content, url, textBytes, date, value, minhash);
  }

  Doc minhash(@Nullable String value) {
    return new Doc(name, source, kind, content, url, textBytes, date, words, value);
  }
}
