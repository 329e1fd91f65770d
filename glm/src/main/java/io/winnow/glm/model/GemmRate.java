package io.winnow.glm.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * How fast ONNX Runtime multiplies matrices here, which the forward pass is measured by: two of
 * 2048 x 2048 float32 numbers, the second one known in advance as weights are, on one thread.
 */
public final class GemmRate {
  private static final int SIZE = 2048;
  private static final int RUNS = 3;

  private GemmRate() {}

  /** The best of a few products, in floating-point operations per CPU-second. */
  public static double measure() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    FloatBuffer values = numbers().asFloatBuffer();
    long[] shape = {SIZE, SIZE};
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      try (OrtSession session = environment.createSession(model(), options);
          OnnxTensor input = OnnxTensor.createTensor(environment, values, shape)) {
        session.run(Map.of("a", input)).close();
        double best = 0;
        for (int run = 0; run < RUNS; run++) {
          long start = threads.getCurrentThreadCpuTime();
          session.run(Map.of("a", input)).close();
          double seconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
          best = Math.max(best, 2.0 * SIZE * SIZE * SIZE / seconds);
        }
        return best;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the product of matrices failed", e);
    }
  }

  private static ByteBuffer numbers() {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(SIZE * SIZE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SIZE * SIZE; i++) {
      bytes.putFloat((i * 31 % 1009 - 504) / 504f);
    }
    return bytes.flip();
  }

  private static byte[] model() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName("gemm")
                .addInput(value("a"))
                .addOutput(value("c"))
                .addInitializer(
                    TensorProto.newBuilder()
                        .setName("b")
                        .setDataType(GraphWriter.FLOAT)
                        .addDims(SIZE)
                        .addDims(SIZE)
                        .setRawData(ByteString.copyFrom(numbers())))
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("Gemm")
                        .addInput("a")
                        .addInput("b")
                        .addOutput("c")))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name) {
    TensorShapeProto.Dimension.Builder size =
        TensorShapeProto.Dimension.newBuilder().setDimValue(SIZE);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(GraphWriter.FLOAT)
                        .setShape(TensorShapeProto.newBuilder().addDim(size).addDim(size))))
        .build();
  }
}
