package io.winnow.classifiers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.classifiers.onnx.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassifyTest {
  private static ClassifyModel model(
      String model,
      List<String> kinds,
      Map<String, Integer> buckets,
      Map<String, TierLimits> tiers) {
    return new ClassifyModel("score", model, kinds, buckets, tiers);
  }

  private static List<String> faults(String embedding, ClassifyModel... models) {
    List<String> faults = new ArrayList<>();
    Classify.check(
        List.of(models),
        new EmbedSettings(embedding, 256),
        (path, fault) -> faults.add(path + ": " + fault));
    for (ClassifyModel model : models) {
      model.check((path, fault) -> faults.add(path + ": " + fault));
    }
    return faults;
  }

  @Test
  void aModelOfWinnowKnowsTheTransformersVectorsOnly() {
    ClassifyModel own = model("web-quality", List.of(), Map.of(), Map.of());
    ClassifyModel other = model("folder", List.of(), Map.of(), Map.of());
    assertEquals(List.of(), faults(EmbeddingModel.TRANSFORMER, other, own));
    assertEquals(
        List.of(
            "1.model: the model web-quality was trained on embeddings of minilm, but embed.model is"
                + " static"),
        faults(EmbeddingModel.STATIC, other, own));
  }

  @Test
  void aKindIsGradedOnceByAModelThatIsForIt() {
    TierLimits tiers = new TierLimits(0.4, 0.6);
    ClassifyModel web = model("a", List.of("web"), Map.of("web", 20), Map.of());
    ClassifyModel code = model("b", List.of("code"), Map.of(), Map.of("code", tiers));
    assertEquals(List.of(), faults(EmbeddingModel.STATIC, web, code));
    assertEquals(
        List.of(
            "2.buckets.web: another model gives kind web its buckets",
            "2.tiers.code: another model gives kind code its tiers"),
        faults(
            EmbeddingModel.STATIC,
            web,
            code,
            model("c", List.of(), Map.of("web", 5), Map.of("code", tiers))));
  }

  @Test
  void tiersFollowEachOther() {
    assertEquals(
        List.of(
            "buckets.web: the model is not for kind web",
            "tiers.code.low: the tier low must end where high begins or before: 0.7, 0.6"),
        faults(
            EmbeddingModel.TRANSFORMER,
            model(
                "a",
                List.of("code"),
                Map.of("web", 20),
                Map.of("code", new TierLimits(0.7, 0.6)))));
  }
}
