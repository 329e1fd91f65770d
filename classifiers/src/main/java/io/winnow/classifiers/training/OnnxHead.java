package io.winnow.classifiers.training;

import ai.onnx.proto.OnnxMl;
import java.util.List;

/** Writes a head as an ONNX model: {@code embedding} (1, dimensions) to {@code score} (1, 1). */
final class OnnxHead {
  private OnnxHead() {}

  static byte[] write(LinearHead head) {
    int dimensions = head.weights().length;
    float[] weights = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      weights[i] = (float) head.weights()[i];
    }
    return OnnxGraphs.model(
        OnnxMl.GraphProto.newBuilder()
            .setName("head")
            .addInput(OnnxGraphs.value("embedding", OnnxGraphs.FLOAT, 1, dimensions))
            .addOutput(OnnxGraphs.value("score", OnnxGraphs.FLOAT, 1, 1))
            .addInitializer(OnnxGraphs.floats("weights", weights, dimensions, 1))
            .addInitializer(OnnxGraphs.floats("bias", new float[] {(float) head.bias()}, 1))
            .addNode(
                OnnxGraphs.node("sum", "Gemm", List.of("embedding", "weights", "bias"), "logit"))
            .addNode(OnnxGraphs.node("probability", "Sigmoid", List.of("logit"), "score")));
  }
}
