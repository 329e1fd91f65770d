package io.winnow.glm;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Digest;
import io.winnow.glm.model.Checkpoint;
import io.winnow.glm.model.ForwardPass;
import io.winnow.glm.model.MemoryNeed;
import io.winnow.glm.model.Predictions;
import io.winnow.glm.model.UnusableCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scores documents with a GLM checkpoint. Thread-safe: one for a JVM, used by as many threads as
 * there are cores to give it. A score depends on the checkpoint and the document alone, bit for
 * bit, whatever is scored beside it.
 *
 * <p>A sequence longer than the window is seen through windows that overlap. Each starts at
 * position 0 with the prefix, and scores the tokens that none before it has scored, so that every
 * token is scored once.
 */
public final class GlmScorer implements AutoCloseable {
  private static final ConcurrentMap<String, GlmScorer> SHARED = new ConcurrentHashMap<>();
  private static final Pattern READ =
      Pattern.compile("(config|tokenizer)\\.json|.*\\.safetensors(\\.index\\.json)?");

  private final Path folder;
  private final ScorerOptions options;
  private final int vocabulary;
  private final ForwardPass forward;
  private volatile @Nullable GlmTokenizer tokenizer;

  private GlmScorer(Path folder, ScorerOptions options, int vocabulary, ForwardPass forward) {
    this.folder = folder;
    this.options = options;
    this.vocabulary = vocabulary;
    this.forward = forward;
  }

  /**
   * Loads a checkpoint.
   *
   * @param folder with {@code config.json}, the weights and, to score text, {@code tokenizer.json}
   * @throws UnusableCheckpoint if it fails its checks, or needs more memory than there is
   * @throws IllegalArgumentException if the options do not fit the model
   * @throws IOException if a file cannot be read
   */
  public static GlmScorer open(Path folder, ScorerOptions options) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    ScorerOptions fitting = fitting(checkpoint, options);
    checkpoint.checkNumbers();
    return new GlmScorer(
        folder,
        fitting,
        checkpoint.configuration().vocabularySize(),
        ForwardPass.of(checkpoint, fitting.window()));
  }

  /**
   * Looks at a checkpoint and its tokenizer without loading the weights.
   *
   * @throws UnusableCheckpoint if it fails its checks, or needs more memory than there is
   * @throws IllegalArgumentException if the options do not fit the model
   * @throws IOException if a file cannot be read
   */
  public static void check(Path folder, ScorerOptions options) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    fitting(checkpoint, options);
    GlmTokenizer.read(folder, checkpoint.configuration().vocabularySize());
  }

  private static ScorerOptions fitting(Checkpoint checkpoint, ScorerOptions options)
      throws IOException {
    ScorerOptions fitting = options.forModel(checkpoint.configuration().positions());
    MemoryNeed.of(checkpoint, fitting.window())
        .withThreads(fitting.threads())
        .check(fitting.memoryBytes());
    return fitting;
  }

  /**
   * The scorer of a checkpoint in this JVM, loaded once and never closed: all jobs share it.
   *
   * @param digest what {@link #digest} gave where the work was planned
   * @throws UnusableCheckpoint also if the files here are not those that have the digest
   * @throws IOException as {@link #open}
   */
  public static GlmScorer shared(Path folder, ScorerOptions options, String digest)
      throws IOException {
    try {
      return SHARED.computeIfAbsent(
          folder.toAbsolutePath().normalize() + " " + options + " " + digest,
          key -> {
            try {
              if (!digest(folder).equals(digest)) {
                throw new UnusableCheckpoint(
                    "the files in "
                        + folder
                        + " are not those that the run began with: another model was put there,"
                        + " or this machine has another one");
              }
              return open(folder, options);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What scores depend on besides the options: the digest of all files that a scorer reads. */
  public static String digest(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> READ.matcher(file.getFileName() + "").matches()).sorted().toList();
    }
    Digest digest = new Digest();
    byte[] buffer = new byte[1 << 20];
    for (Path file : files) {
      digest.add(file.getFileName().toString()).add(Files.size(file));
      try (InputStream stream = Files.newInputStream(file)) {
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
          digest.raw(buffer, 0, read);
        }
      }
    }
    return digest.hex();
  }

  /** Whether the model has a layer that predicts a second token. */
  public boolean predicts() {
    return forward.predicts();
  }

  /**
   * Loads the tokenizer, which otherwise the first text does.
   *
   * @throws UnusableCheckpoint if there is none, or it does not fit the model
   */
  public void loadTokenizer() throws IOException {
    tokenizer();
  }

  private GlmTokenizer tokenizer() throws IOException {
    GlmTokenizer loaded = tokenizer;
    if (loaded == null) {
      synchronized (this) {
        loaded = tokenizer;
        if (loaded == null) {
          loaded = GlmTokenizer.read(folder, vocabulary);
          tokenizer = loaded;
        }
      }
    }
    return loaded;
  }

  /**
   * The ids of a text, without the prefix.
   *
   * @throws NotScorable if the text is not Unicode
   */
  public int[] ids(String text) throws IOException {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new NotScorable("the text has half a character (a lone surrogate)");
    }
    return tokenizer().ids(text);
  }

  /**
   * Scores a text: all of its tokens, given {@code [gMASK]<sop>} and the tokens before.
   *
   * @throws NotScorable if the text is not Unicode, or the model's numbers overflow on it
   */
  public GlmScore score(String text) throws IOException {
    int[] ids = ids(text);
    return score(tokenizer().prefix(), ids, text.getBytes(StandardCharsets.UTF_8).length);
  }

  /**
   * Scores ids as they are: all but the first, given those before.
   *
   * @throws NotScorable if an id is not in the vocabulary, or the model's numbers overflow
   */
  public GlmScore scoreIds(int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= vocabulary) {
        throw new NotScorable("ids must be 0 to " + (vocabulary - 1) + ", but one is " + id);
      }
    }
    return score(new int[0], ids, -1);
  }

  /**
   * How much of its text the model sees before a token.
   *
   * @param token of a text, from 0
   * @return tokens before it in the window that scores it, the prefix not counted
   */
  public int position(int token) {
    int room = options.window() - GlmTokenizer.PREFIX_TOKENS;
    if (token < room) {
      return token;
    }
    int moves = (token - room) / options.stride() + 1;
    return token - moves * options.stride();
  }

  private GlmScore score(int[] prefix, int[] ids, long utf8Bytes) {
    int firstScored = prefix.length == 0 ? 1 : 0;
    int scored = Math.max(0, ids.length - firstScored);
    // What the layer that predicts a second token says first is about the third of a sequence.
    int firstPredicted = Math.max(firstScored, 2 - prefix.length);
    double[] all = new double[scored];
    double[] predicted =
        new double[forward.predicts() ? Math.max(0, ids.length - firstPredicted) : 0];
    double agreeing = 0;
    double sharedMass = 0;
    int room = options.window() - prefix.length;
    require(room >= options.stride(), "the stride is longer than the window less the prefix");
    int done = firstScored;
    for (int start = 0; done < ids.length; start += options.stride()) {
      int end = Math.min(ids.length, start + room);
      int[] sequence = Arrays.copyOf(prefix, prefix.length + end - start);
      System.arraycopy(ids, start, sequence, prefix.length, end - start);
      int shift = prefix.length - start;
      Predictions predictions = forward.predict(sequence, done + shift);
      for (int i = done; i < end; i++) {
        all[i - firstScored] = number(predictions.logProbabilities(), i, shift);
        if (forward.predicts() && i >= firstPredicted) {
          predicted[i - firstPredicted] = number(predictions.predictedLogProbabilities(), i, shift);
          agreeing += number(predictions.agrees(), i, shift);
          sharedMass += number(predictions.sharedMass(), i, shift);
        }
      }
      done = end;
    }
    return new GlmScore(all, predicted, agreeing, sharedMass, utf8Bytes);
  }

  /** Weights that are numbers can still overflow on the way; that is no score. */
  private static double number(double[] values, int token, int shift) {
    double value = values[token + shift];
    if (!Double.isFinite(value)) {
      throw new NotScorable("the model's numbers overflow at token " + token);
    }
    return value;
  }

  @Override
  public void close() {
    forward.close();
  }
}
