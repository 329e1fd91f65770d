package io.winnow.dedup.kmeans;

import static io.winnow.corpus.Require.require;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/*
 * ONNX Runtime's Gemm over two blocks of always the same shape, on one thread. With that shape, a
 * product of two vectors is the same bits wherever they stand in their blocks and whatever stands
 * beside them, and a x b is b x a: each is one sum over the dimensions in their order. With other
 * shapes it would not be: blocks of one row or column, and of a number of columns that is no multiple
 * of sixteen, go through other code, whose sums are in another order. So blocks are always full; what
 * is missing is zeros.
 */
/**
 * Inner products of vectors, block by block, at the speed of a large product of matrices. Belongs
 * to one thread; any number of threads may have one.
 *
 * <p>Memory: 512 KB for the products, and for each block that is made 1 KB a dimension, outside the
 * heap.
 */
public final class InnerProducts implements AutoCloseable {
  /** Vectors in a block. Twice as many are not faster; half as many, by a tenth slower. */
  public static final int BLOCK = 256;

  private static final ConcurrentMap<Integer, OrtSession> SESSIONS = new ConcurrentHashMap<>();

  private final int dimensions;
  private final OrtSession session;
  private final List<Block> blocks = new ArrayList<>();
  private final FloatBuffer out;
  private final OnnxTensor tensor;
  private final float[] products = new float[BLOCK * BLOCK];
  private final float[] vector;

  public InnerProducts(int dimensions) {
    require(dimensions >= 1, "vectors must have at least 1 dimension, but have %d", dimensions);
    this.dimensions = dimensions;
    this.session = SESSIONS.computeIfAbsent(dimensions, InnerProducts::session);
    this.vector = new float[dimensions];
    this.out = floats(BLOCK * BLOCK);
    this.tensor = tensor(out, BLOCK);
  }

  /** Of every vector. */
  public int dimensions() {
    return dimensions;
  }

  /** Up to {@value #BLOCK} vectors, outside the heap. */
  public final class Block {
    private final FloatBuffer floats = InnerProducts.floats(BLOCK * dimensions);
    private final OnnxTensor tensor = InnerProducts.tensor(floats, dimensions);
    private int count;
    private int written;

    private Block() {}

    /** How many vectors there are. */
    public int count() {
      return count;
    }

    public void clear() {
      count = 0;
    }

    /** Adds vectors. */
    public void add(float[] rows, int first, int number) {
      require(count + number <= BLOCK, "a block has %d vectors at most", BLOCK);
      floats.put(count * dimensions, rows, first * dimensions, number * dimensions);
      count += number;
      written = Math.max(written, count);
    }

    /** Adds a vector as tables hold it, scaled to length 1. */
    public void add(byte[] embedding) {
      Embedding.read(embedding, vector);
      Vectors.normalize(vector);
      add(vector, 0, 1);
    }

    /** Adds a vector of another block. */
    public void add(Block other, int row) {
      require(count < BLOCK, "a block has %d vectors at most", BLOCK);
      floats.put(count * dimensions, other.floats, row * dimensions, dimensions);
      count++;
      written = Math.max(written, count);
    }

    /** Zeros where an earlier use left vectors, so that whatever is run over is the same. */
    private void pad() {
      for (int i = count * dimensions; i < written * dimensions; i++) {
        floats.put(i, 0);
      }
      written = count;
    }
  }

  /** A new block, which lives as long as this. */
  public Block block() {
    Block block = new Block();
    blocks.add(block);
    return block;
  }

  /**
   * The products of all vectors of one block with all of another.
   *
   * @return shape (BLOCK, BLOCK), a row for each vector of {@code a}; the next call fills it anew
   */
  public float[] multiply(Block a, Block b) {
    a.pad();
    b.pad();
    try {
      session.run(Map.of("a", a.tensor, "b", b.tensor), Set.of(), Map.of("c", tensor)).close();
    } catch (OrtException e) {
      throw new IllegalStateException("the product of matrices failed", e);
    }
    out.get(0, products);
    return products;
  }

  @Override
  public void close() {
    blocks.forEach(block -> block.tensor.close());
    blocks.clear();
    tensor.close();
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(Float.BYTES * count)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static OnnxTensor tensor(FloatBuffer floats, int width) {
    try {
      return OnnxTensor.createTensor(OnnxRuntime.environment(), floats, new long[] {BLOCK, width});
    } catch (OrtException e) {
      throw new IllegalStateException("a block of vectors cannot be made", e);
    }
  }

  private static OrtSession session(int dimensions) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return OnnxRuntime.environment().createSession(model(dimensions), options);
    } catch (OrtException e) {
      throw new IllegalStateException("the product of matrices cannot be made", e);
    }
  }

  private static byte[] model(int dimensions) {
    NodeProto product =
        NodeProto.newBuilder()
            .setOpType("Gemm")
            .addInput("a")
            .addInput("b")
            .addOutput("c")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("transB")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(1))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName("products")
                .addInput(value("a", dimensions))
                .addInput(value("b", dimensions))
                .addOutput(value("c", BLOCK))
                .addNode(product))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name, int width) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(
                            TensorShapeProto.newBuilder().addDim(size(BLOCK)).addDim(size(width)))))
        .build();
  }

  private static TensorShapeProto.Dimension size(int size) {
    return TensorShapeProto.Dimension.newBuilder().setDimValue(size).build();
  }
}
