package io.winnow.glm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OracleTest {
  private static final double TOKEN = 2e-4;
  private static final double MEAN = 1e-5;
  private static final double ACCEPTANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"air-like", "full-like", "grouped-tied-fp32"})
  void everythingIsAsTheOracleSays(String name) throws IOException {
    JsonNode expected = Oracle.json(name + "/expected.json");
    Checkpoint checkpoint = Checkpoint.open(Oracle.folder(name));
    checkpoint.checkNumbers();
    assertEquals(!name.startsWith("grouped"), checkpoint.predicts());
    try (ForwardPass pass = ForwardPass.traced(checkpoint)) {
      int cases = 0;
      for (JsonNode sequence : expected.get("cases")) {
        checkCase(pass, sequence);
        cases++;
      }
      assertEquals(4, cases);
    }
  }

  private static void checkCase(ForwardPass pass, JsonNode expected) {
    int[] ids = Oracle.integers(expected.get("ids"));
    Map<String, List<float[]>> floats = new HashMap<>();
    Map<String, List<long[]>> chosen = new HashMap<>();
    Predictions predictions =
        pass.predict(ids, 1, (name, row, value) -> record(name, value, floats, chosen));

    double sum = 0;
    JsonNode logProbabilities = expected.get("log_probs");
    for (int i = 0; i < ids.length - 1; i++) {
      double value = predictions.logProbabilities()[i + 1];
      assertEquals(logProbabilities.get(i).doubleValue(), value, TOKEN, "token " + i);
      sum -= value;
    }
    if (ids.length > 1) {
      double mean = sum / (ids.length - 1);
      assertEquals(expected.get("nll_mean").doubleValue(), mean, MEAN);
    }
    for (JsonNode top : expected.get("top5")) {
      int position = top.get("pos").intValue();
      if (position < ids.length - 1) {
        float[] logits = floats.get(HeadGraph.LOGITS).get(position);
        for (int i = 0; i < 5; i++) {
          assertEquals(
              top.get("logits").get(i).doubleValue(),
              logits[top.get("ids").get(i).intValue()],
              TOKEN);
        }
      }
    }
    expected.get("experts").fields().forEachRemaining(layer -> checkExperts(layer, floats, chosen));
    expected.get("trace").fields().forEachRemaining(layer -> checkTrace(layer, floats));
    if (expected.has("mtp")) {
      checkPrediction(expected.get("mtp"), predictions, ids.length);
    }
  }

  private static void checkExperts(
      Map.Entry<String, JsonNode> layer,
      Map<String, List<float[]>> floats,
      Map<String, List<long[]>> chosen) {
    int number = Integer.parseInt(layer.getKey());
    List<long[]> rows = chosen.get(LayerGraph.trace("experts", number));
    List<float[]> weights = floats.get(LayerGraph.trace("weights", number));
    JsonNode ids = layer.getValue().get("ids");
    assertEquals(ids.size(), rows.size());
    for (int token = 0; token < rows.size(); token++) {
      TreeSet<Long> sorted = new TreeSet<>();
      for (long id : rows.get(token)) {
        sorted.add(id);
      }
      assertEquals(
          integerList(ids.get(token)), List.copyOf(sorted), "layer " + number + " token " + token);
    }
    int[] ends = {0, rows.size() - 1};
    for (int end = 0; end < 2; end++) {
      Map<Long, Float> byId = new HashMap<>();
      for (int k = 0; k < rows.get(ends[end]).length; k++) {
        byId.put(rows.get(ends[end])[k], weights.get(ends[end])[k]);
      }
      List<Long> order = integerList(ids.get(ends[end]));
      for (int k = 0; k < order.size(); k++) {
        assertEquals(
            layer.getValue().get("weights_first_and_last").get(end).get(k).doubleValue(),
            byId.get(order.get(k)),
            1e-5);
      }
    }
  }

  private static void checkTrace(
      Map.Entry<String, JsonNode> layer, Map<String, List<float[]>> floats) {
    List<float[]> rows = floats.get(LayerGraph.trace("residual", Integer.parseInt(layer.getKey())));
    for (int i = 0; i < 4; i++) {
      assertEquals(layer.getValue().get("first").get(i).doubleValue(), rows.get(0)[i], 1e-4);
      assertEquals(
          layer.getValue().get("last").get(i).doubleValue(), rows.get(rows.size() - 1)[i], 1e-4);
    }
  }

  private static void checkPrediction(JsonNode expected, Predictions predictions, int tokens) {
    JsonNode logProbabilities = expected.get("log_probs");
    JsonNode accepted = expected.get("greedy_accepted");
    double shared = 0;
    for (int i = 0; i < tokens - 2; i++) {
      assertEquals(
          logProbabilities.get(i).doubleValue(),
          predictions.predictedLogProbabilities()[i + 2],
          TOKEN);
      boolean expectedAccepted =
          accepted.get(i).isBoolean()
              ? accepted.get(i).booleanValue()
              : accepted.get(i).asInt() == 1;
      assertEquals(expectedAccepted ? 1 : 0, predictions.agrees()[i + 2]);
      shared += predictions.sharedMass()[i + 2];
    }
    if (tokens > 2) {
      assertEquals(
          expected.get("expected_acceptance").doubleValue(), shared / (tokens - 2), ACCEPTANCE);
    }
  }

  private static void record(
      String name,
      OnnxTensor value,
      Map<String, List<float[]>> floats,
      Map<String, List<long[]>> chosen) {
    int rows = (int) value.getInfo().getShape()[0];
    int width = (int) value.getInfo().getShape()[1];
    if (name.startsWith(LayerGraph.trace("experts", 0).replace("0", ""))) {
      for (int row = 0; row < rows; row++) {
        long[] numbers = new long[width];
        value.getLongBuffer().get(row * width, numbers);
        chosen.computeIfAbsent(name, n -> new ArrayList<>()).add(numbers);
      }
    } else {
      for (int row = 0; row < rows; row++) {
        float[] numbers = new float[width];
        value.getFloatBuffer().get(row * width, numbers);
        floats.computeIfAbsent(name, n -> new ArrayList<>()).add(numbers);
      }
    }
  }

  private static List<Long> integerList(JsonNode list) {
    List<Long> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.longValue()));
    return numbers;
  }
}
