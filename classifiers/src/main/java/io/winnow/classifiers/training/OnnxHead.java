package io.winnow.classifiers.training;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a head as an ONNX model: {@code embedding} (1, dimensions) to {@code score} (1, 1). */
final class OnnxHead {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;

  private OnnxHead() {}

  static byte[] write(LinearHead head) {
    int dimensions = head.weights().length;
    float[] weights = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      weights[i] = (float) head.weights()[i];
    }
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("winnow")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(
            OnnxMl.GraphProto.newBuilder()
                .setName("head")
                .addInput(value("embedding", 1, dimensions))
                .addOutput(value("score", 1, 1))
                .addInitializer(tensor("weights", weights, dimensions, 1))
                .addInitializer(tensor("bias", new float[] {(float) head.bias()}, 1))
                .addNode(
                    OnnxMl.NodeProto.newBuilder()
                        .setName("sum")
                        .setOpType("Gemm")
                        .addInput("embedding")
                        .addInput("weights")
                        .addInput("bias")
                        .addOutput("logit"))
                .addNode(
                    OnnxMl.NodeProto.newBuilder()
                        .setName("probability")
                        .setOpType("Sigmoid")
                        .addInput("logit")
                        .addOutput("score")))
        .build()
        .toByteArray();
  }

  private static OnnxMl.ValueInfoProto value(String name, long... shape) {
    OnnxMl.TensorShapeProto.Builder dimensions = OnnxMl.TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(dimensions)))
        .build();
  }

  private static OnnxMl.TensorProto tensor(String name, float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(FLOAT)
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (long size : shape) {
      tensor.addDims(size);
    }
    return tensor.build();
  }
}
