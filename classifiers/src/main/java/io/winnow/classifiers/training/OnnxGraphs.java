package io.winnow.classifiers.training;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Parts of ONNX models. */
final class OnnxGraphs {
  static final int FLOAT = 1;
  static final int INT8 = 3;
  static final int INT64 = 7;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private OnnxGraphs() {}

  static byte[] model(OnnxMl.GraphProto.Builder graph) {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("winnow")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  static OnnxMl.NodeProto node(String name, String type, List<String> inputs, String output) {
    return OnnxMl.NodeProto.newBuilder()
        .setName(name)
        .setOpType(type)
        .addAllInput(inputs)
        .addOutput(output)
        .build();
  }

  /**
   * @param shape sizes, or names of sizes that differ from call to call
   */
  static OnnxMl.ValueInfoProto value(String name, int type, Object... shape) {
    OnnxMl.TensorShapeProto.Builder dimensions = OnnxMl.TensorShapeProto.newBuilder();
    for (Object size : shape) {
      OnnxMl.TensorShapeProto.Dimension.Builder dimension =
          OnnxMl.TensorShapeProto.Dimension.newBuilder();
      if (size instanceof Number number) {
        dimension.setDimValue(number.longValue());
      } else {
        dimension.setDimParam(size.toString());
      }
      dimensions.addDim(dimension);
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
        .build();
  }

  static OnnxMl.TensorProto floats(String name, float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return tensor(name, FLOAT, bytes.array(), shape);
  }

  static OnnxMl.TensorProto longs(String name, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return tensor(name, INT64, bytes.array(), values.length);
  }

  /**
   * @param bytes little-endian
   */
  static OnnxMl.TensorProto tensor(String name, int type, byte[] bytes, long... shape) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : shape) {
      tensor.addDims(size);
    }
    return tensor.build();
  }
}
