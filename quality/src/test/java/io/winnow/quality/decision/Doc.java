package io.winnow.quality.decision;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import org.jspecify.annotations.Nullable;

/**
 * A document of a test, with its groups by name; null is none, and a name of one is none too.
 *
 * @param quality only for those that the prefilter keeps
 * @param contaminated the largest share that it has in an item; of those, too
 * @param denied whether another stage has marked it
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
    @Nullable Double quality,
    @Nullable Double contaminated,
    boolean denied) {

  static Doc of(String name) {
    return new Doc(
        name, "crawl", "web", "text of " + name, null, 100, null, 100L, null, null, false);
  }

  DocumentId id() {
    return Digest.ofText(name);
  }

  Doc source(String value) {
    return new Doc(
        name, value, kind, content, url, textBytes, date, words, quality, contaminated, denied);
  }

  Doc kind(String value) {
    return new Doc(
        name, source, value, content, url, textBytes, date, words, quality, contaminated, denied);
  }

  Doc content(String value) {
    return new Doc(
        name, source, kind, value, url, textBytes, date, words, quality, contaminated, denied);
  }

  Doc url(@Nullable String value) {
    return new Doc(
        name, source, kind, content, value, textBytes, date, words, quality, contaminated, denied);
  }

  Doc textBytes(long value) {
    return new Doc(
        name, source, kind, content, url, value, date, words, quality, contaminated, denied);
  }

  Doc date(@Nullable Long value) {
    return new Doc(
        name, source, kind, content, url, textBytes, value, words, quality, contaminated, denied);
  }

  Doc words(@Nullable Long value) {
    return new Doc(
        name, source, kind, content, url, textBytes, date, value, quality, contaminated, denied);
  }

  Doc quality(@Nullable Double value) {
    return new Doc(
        name, source, kind, content, url, textBytes, date, words, value, contaminated, denied);
  }

  Doc contaminated(@Nullable Double value) {
    return new Doc(
        name, source, kind, content, url, textBytes, date, words, quality, value, denied);
  }

  Doc marked() {
    return new Doc(
        name, source, kind, content, url, textBytes, date, words, quality, contaminated, true);
  }
}
