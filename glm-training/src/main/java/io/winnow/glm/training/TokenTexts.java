package io.winnow.glm.training;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Chance;
import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Documents as token ids, those to train on and those held out, and the sequences made of them: a
 * document is {@code [gMASK]<sop>}, its text and {@code <|endoftext|>}; documents follow each other
 * in an order that chance decides anew for each epoch, and are cut into sequences that begin with
 * {@code [gMASK]<sop>} too. What a sequence holds is a function of its number and the seed.
 */
final class TokenTexts {
  private final BpeTokenizer tokenizer;
  private final long seed;
  private final double heldOutShare;
  private final List<Text> training = new ArrayList<>();
  private final List<Text> heldOut = new ArrayList<>();
  private long trainingTokens;
  private long heldOutTokens;

  private long epoch = -1;
  private int[] stream = new int[0];
  private int[] order = new int[0];

  /**
   * One document.
   *
   * @param id digest of its text
   * @param tokens its ids, without special ones
   * @param bytes of its text in UTF-8
   */
  record Text(DocumentId id, int[] tokens, int bytes) {}

  TokenTexts(BpeTokenizer tokenizer, double heldOutShare, long seed) {
    require(
        heldOutShare > 0 && heldOutShare < 1,
        "the held-out share must be between 0 and 1, but was %s",
        heldOutShare);
    this.tokenizer = tokenizer;
    this.heldOutShare = heldOutShare;
    this.seed = seed;
  }

  /** Whether a text is held out, which its digest and the seed decide. */
  static boolean isHeldOut(DocumentId id, double share, long seed) {
    return Chance.unit(id, "held out", seed) < share;
  }

  /** Adds a document. Equal texts are on the same side. */
  void add(Text text) {
    if (isHeldOut(text.id, heldOutShare, seed)) {
      heldOut.add(text);
      heldOutTokens += text.tokens.length;
    } else {
      training.add(text);
      trainingTokens += text.tokens.length;
    }
  }

  List<Text> training() {
    return training;
  }

  /**
   * Held-out documents by chance, until there are enough tokens; the last one is cut, and bytes are
   * counted of what is left.
   */
  List<Text> heldOut(long tokens) {
    List<Text> sorted = new ArrayList<>(heldOut);
    sorted.sort(
        Comparator.comparingLong((Text text) -> Chance.bits(text.id, "held out order", seed))
            .thenComparing(text -> text.tokens.length));
    List<Text> some = new ArrayList<>();
    long left = tokens;
    for (Text text : sorted) {
      if (left <= 0) {
        break;
      }
      int length = (int) Math.min(left, text.tokens.length);
      if (length > 0) {
        int[] first = Arrays.copyOf(text.tokens, length);
        int bytes = length == text.tokens.length ? text.bytes : tokenizer.decode(first).length;
        some.add(new Text(text.id, first, bytes));
        left -= length;
      }
    }
    return some;
  }

  long trainingTokens() {
    return trainingTokens;
  }

  long heldOutTokens() {
    return heldOutTokens;
  }

  int heldOutTexts() {
    return heldOut.size();
  }

  BpeTokenizer tokenizer() {
    return tokenizer;
  }

  /** A digest of everything that sequences are made of. */
  String digest() {
    Digest digest = new Digest().add(seed).add(tokenizer.size());
    for (List<Text> texts : List.of(training, heldOut)) {
      digest.add(texts.size());
      for (Text text : texts) {
        digest.add(text.id.high()).add(text.id.low()).add(text.tokens.length);
        for (int token : text.tokens) {
          digest.add(token);
        }
      }
    }
    return digest.hex();
  }

  /** Sequences of an epoch. */
  long sequences(int context) {
    return (trainingTokens + 3L * training.size()) / (context - 2);
  }

  /**
   * Sequences in a row.
   *
   * @param first number of the first, from 0, over all epochs
   */
  Batch batch(long first, int count, int context) {
    long perEpoch = sequences(context);
    require(
        perEpoch > 0,
        "there is too little text: %s tokens do not fill a sequence of %s",
        trainingTokens,
        context);
    List<int[]> sequences = new ArrayList<>();
    List<boolean[]> scored = new ArrayList<>();
    int[] prefix = tokenizer.prefix();
    for (long number = first; number < first + count; number++) {
      prepare(number / perEpoch, (int) perEpoch);
      int at = order[(int) (number % perEpoch)] * (context - 2);
      int[] sequence = new int[context];
      System.arraycopy(prefix, 0, sequence, 0, 2);
      System.arraycopy(stream, at, sequence, 2, context - 2);
      boolean[] flags = new boolean[context];
      for (int i = 2; i < context; i++) {
        flags[i] = sequence[i] != prefix[0] && sequence[i] != prefix[1];
      }
      sequences.add(sequence);
      scored.add(flags);
    }
    return new Batch(sequences, scored);
  }

  private void prepare(long wanted, int perEpoch) {
    if (epoch == wanted) {
      return;
    }
    List<Text> texts = new ArrayList<>(training);
    texts.sort(
        Comparator.comparingLong((Text text) -> Chance.bits(text.id, "epoch " + wanted, seed))
            .thenComparing(text -> text.tokens.length));
    stream = new int[Math.toIntExact(trainingTokens + 3L * texts.size())];
    int at = 0;
    for (Text text : texts) {
      for (int id : tokenizer.prefix()) {
        stream[at++] = id;
      }
      System.arraycopy(text.tokens, 0, stream, at, text.tokens.length);
      at += text.tokens.length;
      stream[at++] = tokenizer.endOfText();
    }
    order = new int[perEpoch];
    SplittableRandom random = new SplittableRandom(Chance.mix(seed ^ Chance.mix(wanted)));
    for (int i = 0; i < perEpoch; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    epoch = wanted;
  }

  /**
   * Windows over held-out documents, each behind {@code [gMASK]<sop>}. Neighbours overlap by half,
   * and every token is scored once, in the window where it has more before it.
   *
   * @param count windows of a batch at most
   */
  List<Batch> windows(List<Text> texts, int context, int count) {
    List<Batch> batches = new ArrayList<>();
    List<int[]> sequences = new ArrayList<>();
    List<boolean[]> scored = new ArrayList<>();
    int body = context - 2;
    for (Text text : texts) {
      int done = 0;
      for (int begin = 0; done < text.tokens.length; begin += body / 2) {
        int end = Math.min(text.tokens.length, begin + body);
        int[] sequence = new int[context];
        // What comes after the end is seen by no row that is scored.
        Arrays.fill(sequence, tokenizer.endOfText());
        System.arraycopy(tokenizer.prefix(), 0, sequence, 0, 2);
        System.arraycopy(text.tokens, begin, sequence, 2, end - begin);
        boolean[] flags = new boolean[context];
        Arrays.fill(flags, 2 + done - begin, 2 + end - begin, true);
        sequences.add(sequence);
        scored.add(flags);
        done = end;
        if (sequences.size() == count) {
          batches.add(new Batch(List.copyOf(sequences), List.copyOf(scored)));
          sequences.clear();
          scored.clear();
        }
      }
    }
    if (!sequences.isEmpty()) {
      batches.add(new Batch(List.copyOf(sequences), List.copyOf(scored)));
    }
    return batches;
  }
}
