package io.winnow.classifiers.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EmbeddingModelTest {
  private static final EmbeddingModel MODEL = EmbeddingModel.of(EmbeddingModel.TRANSFORMER);

  /** Cosines that the model's card gives for its example, to three digits. */
  @Test
  void sentencesOfOneMeaningLieTogether() {
    float[] play = MODEL.embed("A man is playing a guitar on the stage.", 256);
    float[] music = MODEL.embed("Someone performs music with a guitar for an audience.", 256);
    float[] bank = MODEL.embed("The central bank raised its interest rates.", 256);
    assertTrue(cosine(play, music) > 0.6, "" + cosine(play, music));
    assertTrue(cosine(play, bank) < 0.2, "" + cosine(play, bank));
    assertEquals(1, cosine(play, play), 1e-6);
    assertEquals(384, play.length);
  }

  @Test
  void onlyTheFirstTokensCount() {
    String text = "one two three four five six seven eight nine ten ".repeat(3_000);
    assertArrayEquals(MODEL.embed(text, 64), MODEL.embed(text + " something else", 64));
    String changed = "One two three, four changes everything " + text;
    assertTrue(cosine(MODEL.embed(text, 64), MODEL.embed(changed, 64)) < 0.9999);
  }

  @Test
  void textsOfAnyKindHaveAVector() {
    for (String text :
        List.of("", " ", "\u0000", "\ud83d\ude00", "[SEP] [CLS]", "x".repeat(100_000))) {
      for (float value : MODEL.embed(text, 256)) {
        assertTrue(Float.isFinite(value), text);
      }
    }
  }

  /** First letters of scripts of which the vocabulary has no piece. */
  private static final List<Integer> UNKNOWN_SCRIPTS =
      List.of(0x0C15, 0x0A95, 0x0D15, 0x0A15, 0x1200, 0x1780);

  @Test
  void aTextOfWhichTheVocabularyLacksMostHasNoVector() {
    for (String name : EmbeddingModel.NAMES) {
      EmbeddingModel model = EmbeddingModel.of(name);
      for (int letter : UNKNOWN_SCRIPTS) {
        String word = Character.toString(letter) + Character.toString(letter + 1) + " ";
        assertNull(model.vector(word.repeat(300), 256), name + " " + word);
        // Four words of eight are known, then four of nine; the last are not looked at.
        String half = word.repeat(4) + "the old town river";
        assertArrayEquals(model.embed(half, 256), model.vector(half, 256), name);
        assertNull(model.vector(word + half, 256), name);
        assertArrayEquals(
            model.embed("the old town", 5), model.vector("the old town " + word.repeat(9), 5));
      }
      for (String known : List.of("", "The river floods.", "Река течёт", "川が流れる", "नदी बहती है")) {
        assertArrayEquals(model.embed(known, 256), model.vector(known, 256), name + " " + known);
      }
    }
  }

  @Test
  void vectorsDoNotDependOnWhatIsEmbeddedBesides() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      texts.add("Sentence number " + i + " speaks of rivers, bridges and tolls. ".repeat(i + 1));
    }
    List<float[]> alone = texts.stream().map(text -> MODEL.embed(text, 256)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> together =
          texts.stream().map(text -> pool.submit(() -> MODEL.embed(text, 256))).toList();
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(alone.get(i), together.get(i).get());
      }
    } finally {
      pool.shutdown();
    }
  }

  /** As two jobs do on one worker of a Flink cluster. */
  @Test
  void nativeCodeLoadsAgainInAnotherClassLoader() throws Exception {
    float[] here = MODEL.embed("The same text.", 256);
    for (int job = 0; job < 2; job++) {
      try (URLClassLoader loader =
          new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
        Class<?> model = loader.loadClass(EmbeddingModel.class.getName());
        assertNotSame(EmbeddingModel.class, model);
        Object other = model.getMethod("of", String.class).invoke(null, "minilm");
        Object vector =
            model.getMethod("embed", String.class, int.class).invoke(other, "The same text.", 256);
        assertArrayEquals(here, (float[]) vector);
      }
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  @Test
  void anUnknownModelIsRefusedWithTheNamesThereAre() {
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> EmbeddingModel.of("maxilm"));
    assertTrue(fault.getMessage().contains("minilm"), fault.getMessage());
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
