package io.winnow.dedup.sketch;

import static io.winnow.corpus.Require.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.minhash.MinHashFilter;
import org.apache.lucene.analysis.shingle.ShingleFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/**
 * MinHash by Lucene's analysis: words of Unicode's segmentation in lower case, without punctuation;
 * shingles of several words; of all shingles' hashes, the smallest in each of as many buckets as
 * there are hashes [1], an empty bucket taking the value of the next that is not (rotation [2]). A
 * text of fewer words than a shingle is one shingle.
 *
 * <p>Signatures are compared bucket by bucket. At 60 words the error of one estimate is about 1.8
 * times that of independent permutations, since most buckets are borrowed; it is as good from a few
 * hundred words on.
 *
 * <p>[1] Li, Owen, Zhang: One Permutation Hashing, NIPS 2012. [2] Shrivastava, Li: Densifying One
 * Permutation Hashing via Rotation, ICML 2014.
 *
 * <p>For one thread.
 */
final class LuceneMinHash {
  private final MinHashParameters parameters;
  private final Map<Integer, Analyzer> chains = new HashMap<>();

  LuceneMinHash(MinHashParameters parameters) {
    this.parameters = parameters;
  }

  /** The signature of a text, one number for each hash; null if the text has no word. */
  long @Nullable [] of(String text) {
    long[] signature = read(text, parameters.shingle());
    if (signature == null && parameters.shingle() > 1) {
      int words = countWords(text);
      signature = words == 0 ? null : read(text, words);
    }
    return signature;
  }

  private long @Nullable [] read(String text, int shingle) {
    long[] signature = new long[parameters.hashes()];
    int filled = 0;
    try (TokenStream hashes = chain(shingle).tokenStream("", text)) {
      CharTermAttribute term = hashes.getAttribute(CharTermAttribute.class);
      hashes.reset();
      while (hashes.incrementToken()) {
        // A token is 128 bits as eight chars, not text: about one in five would not survive UTF-8.
        char[] chars = term.buffer();
        signature[filled++] = Hashes.mix(bits(chars, 0) ^ Hashes.mix(bits(chars, 4)));
      }
      hashes.end();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    if (filled == 0) {
      return null;
    }
    require(filled == signature.length, "Lucene gave %d hashes of %d", filled, signature.length);
    return signature;
  }

  private static long bits(char[] chars, int from) {
    return (long) chars[from] << 48
        | (long) chars[from + 1] << 32
        | (long) chars[from + 2] << 16
        | chars[from + 3];
  }

  private int countWords(String text) {
    try (TokenStream words = chain(0).tokenStream("", text)) {
      words.reset();
      int count = 0;
      while (words.incrementToken()) {
        count++;
      }
      words.end();
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Analyzers keep their streams for the next text. */
  private Analyzer chain(int shingle) {
    return chains.computeIfAbsent(shingle, size -> new Chain(size, parameters.hashes()));
  }

  /** Words only (shingle 0), or their shingles' hashes. */
  private static final class Chain extends Analyzer {
    private final int shingle;
    private final int buckets;

    Chain(int shingle, int buckets) {
      this.shingle = shingle;
      this.buckets = buckets;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer tokenizer = new StandardTokenizer();
      TokenStream words = new LowerCaseFilter(tokenizer);
      if (shingle == 0) {
        return new TokenStreamComponents(tokenizer, words);
      }
      TokenStream shingles = words;
      if (shingle > 1) {
        ShingleFilter filter = new ShingleFilter(words, shingle, shingle);
        filter.setOutputUnigrams(false);
        shingles = filter;
      }
      return new TokenStreamComponents(tokenizer, new MinHashFilter(shingles, 1, buckets, 1, true));
    }
  }
}
