package io.winnow.classifiers.training;

import ai.onnx.proto.OnnxMl;
import java.util.List;

/**
 * Writes vectors of tokens as an ONNX model: {@code input_ids} (texts, tokens) to {@code embedding}
 * (texts, dimensions), the weighted sum of the tokens' vectors, brought to length 1. A vector is
 * kept as bytes, its largest number as 127 or -127; what that stands for is part of its weight. The
 * token 0 fills up shorter texts and weighs nothing.
 */
final class OnnxTokenVectors {
  private static final int LARGEST = 127;

  private OnnxTokenVectors() {}

  /**
   * @param vectors of the tokens, with their weights in them; shape (tokens, dimensions)
   */
  static byte[] write(float[][] vectors) {
    int tokens = vectors.length;
    int dimensions = vectors[0].length;
    byte[] bytes = new byte[tokens * dimensions];
    float[] weights = new float[tokens];
    for (int token = 1; token < tokens; token++) {
      float largest = 0;
      for (float value : vectors[token]) {
        largest = Math.max(largest, Math.abs(value));
      }
      weights[token] = largest / LARGEST;
      for (int i = 0; i < dimensions && largest > 0; i++) {
        bytes[token * dimensions + i] =
            (byte) Math.rint((double) vectors[token][i] * LARGEST / largest);
      }
    }
    return OnnxGraphs.model(
        OnnxMl.GraphProto.newBuilder()
            .setName("token-vectors")
            .addInput(OnnxGraphs.value("input_ids", OnnxGraphs.INT64, "texts", "tokens"))
            .addOutput(OnnxGraphs.value("embedding", OnnxGraphs.FLOAT, "texts", dimensions))
            .addInitializer(
                OnnxGraphs.tensor("vectors", OnnxGraphs.INT8, bytes, tokens, dimensions))
            .addInitializer(OnnxGraphs.floats("weights", weights, tokens))
            .addInitializer(OnnxGraphs.longs("one", 1))
            .addNode(OnnxGraphs.node("rows", "Gather", List.of("vectors", "input_ids"), "rows"))
            .addNode(
                OnnxGraphs.node("numbers", "Cast", List.of("rows"), "numbers").toBuilder()
                    .addAttribute(attribute("to", OnnxGraphs.FLOAT))
                    .build())
            .addNode(OnnxGraphs.node("share", "Gather", List.of("weights", "input_ids"), "share"))
            .addNode(OnnxGraphs.node("row", "Unsqueeze", List.of("share", "one"), "row"))
            .addNode(OnnxGraphs.node("product", "MatMul", List.of("row", "numbers"), "product"))
            .addNode(OnnxGraphs.node("sum", "Squeeze", List.of("product", "one"), "sum"))
            .addNode(
                OnnxGraphs.node("length", "LpNormalization", List.of("sum"), "embedding")
                    .toBuilder()
                    .addAttribute(attribute("axis", -1))
                    .addAttribute(attribute("p", 2))
                    .build()));
  }

  private static OnnxMl.AttributeProto attribute(String name, long value) {
    return OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
