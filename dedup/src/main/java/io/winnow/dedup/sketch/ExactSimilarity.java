package io.winnow.dedup.sketch;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * The Jaccard similarity that signatures estimate, from the texts: for a few pairs at a time. By
 * Lucene's words as they are, a second opinion of {@link Words}.
 */
public final class ExactSimilarity {
  private ExactSimilarity() {}

  /**
   * Shared shingles over all shingles of two texts; 0 if neither has a word.
   *
   * @param shingle words per shingle; a text of fewer words is one shingle
   */
  public static double of(String a, String b, int shingle) {
    Set<List<String>> first = shingles(a, shingle);
    Set<List<String>> second = shingles(b, shingle);
    Set<List<String>> shared = new HashSet<>(first);
    shared.retainAll(second);
    int all = first.size() + second.size() - shared.size();
    return all == 0 ? 0 : (double) shared.size() / all;
  }

  private static Set<List<String>> shingles(String text, int shingle) {
    List<String> words = words(text);
    Set<List<String>> shingles = new HashSet<>();
    int size = Math.min(shingle, words.size());
    for (int i = 0; size > 0 && i + size <= words.size(); i++) {
      shingles.add(words.subList(i, i + size));
    }
    return shingles;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    try (StandardTokenizer tokenizer = new StandardTokenizer()) {
      tokenizer.setReader(new StringReader(text));
      CharTermAttribute term = tokenizer.getAttribute(CharTermAttribute.class);
      TypeAttribute type = tokenizer.getAttribute(TypeAttribute.class);
      tokenizer.reset();
      while (tokenizer.incrementToken()) {
        String word = term.toString().toLowerCase(Locale.ROOT);
        if (type.type().equals("<SOUTHEAST_ASIAN>")) {
          word.codePoints().mapToObj(Character::toString).forEach(words::add);
        } else {
          words.add(word);
        }
      }
      tokenizer.end();
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }
}
