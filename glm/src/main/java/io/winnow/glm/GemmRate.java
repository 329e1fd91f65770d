package io.winnow.glm;

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
import io.winnow.corpus.onnx.OnnxRuntime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * How fast ONNX Runtime multiplies matrices here, which the forward pass is measured by: two of
 * 2048 x 2048 float32 numbers, the second one known in advance as weights are, on one thread.
 */
public final class GemmRate implements AutoCloseable {
  /** ONNX's number for float32. */
  private static final int FLOAT = 1;

  private static final int SIZE = 2048;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OrtSession session;
  private final OnnxTensor input;

  /** Makes the matrices. */
  public GemmRate() {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.session = environment.createSession(model(), options);
      this.input =
          OnnxTensor.createTensor(environment, numbers().asFloatBuffer(), new long[] {SIZE, SIZE});
    } catch (OrtException e) {
      throw new IllegalStateException("the matrices cannot be made", e);
    }
    measure();
  }

  /** One product, in floating-point operations per CPU-second. */
  public double measure() {
    try {
      long start = threads.getCurrentThreadCpuTime();
      session.run(Map.of("a", input)).close();
      double seconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
      return 2.0 * SIZE * SIZE * SIZE / seconds;
    } catch (OrtException e) {
      throw new IllegalStateException("the product of matrices failed", e);
    }
  }

  @Override
  public void close() {
    input.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the matrices cannot be closed", e);
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
                        .setDataType(FLOAT)
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
                        .setElemType(FLOAT)
                        .setShape(TensorShapeProto.newBuilder().addDim(size).addDim(size))))
        .build();
  }
}
