package io.winnow.classifiers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.stage.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedSettingsTest {
  @Test
  void recipesMayNameJustTheModelsThereAre() {
    Setting model = EmbedSettings.class.getRecordComponents()[0].getAnnotation(Setting.class);
    assertEquals(EmbeddingModel.NAMES, List.of(model.allowed()));
  }
}
