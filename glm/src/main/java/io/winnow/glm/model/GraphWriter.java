package io.winnow.glm.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes an ONNX graph node by node. Values are named by what made them and a number; weights point
 * into the files of the checkpoint.
 */
final class GraphWriter {
  static final int FLOAT = 1;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int BOOL = 9;

  /** The domain of the operators that only ONNX Runtime has. */
  static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 10;

  /** The first that casts 8-bit floats and scatters with a sum is older than this. */
  private static final int OPSET = 21;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("glm4_moe");
  private final Checkpoint checkpoint;
  private final Path root;
  private final Map<String, String> weights = new HashMap<>();
  private final Set<String> stored = new HashSet<>();
  private final Map<String, String> constants = new HashMap<>();
  private final AtomicInteger numbers;
  private final @Nullable GraphWriter outer;

  /**
   * @param root folder that the places of weights are relative to
   */
  GraphWriter(Checkpoint checkpoint, Path root) {
    this(checkpoint, root, new AtomicInteger(), null);
  }

  private GraphWriter(
      Checkpoint checkpoint, Path root, AtomicInteger numbers, @Nullable GraphWriter outer) {
    this.outer = outer;
    this.checkpoint = checkpoint;
    this.root = root;
    this.numbers = numbers;
  }

  /**
   * The beginning of a graph inside this one, which sees the values of this one, and whose own
   * values nobody else sees: see {@link #either}.
   */
  GraphWriter inner() {
    return new GraphWriter(checkpoint, root, numbers, this);
  }

  /**
   * A value of an inner graph if a condition holds, and otherwise a value that is there already.
   *
   * @param condition one truth value
   * @param inner graph that is run if it holds
   * @param value of the inner graph
   * @param otherwise of the same type
   */
  String either(String condition, GraphWriter inner, String value, String otherwise) {
    GraphWriter other = inner();
    String same = other.node("Identity", List.of(otherwise));
    return node(
        "If",
        List.of(condition),
        Attribute.of("then_branch", inner.branch(value)),
        Attribute.of("else_branch", other.branch(same)));
  }

  private GraphProto branch(String result) {
    return graph
        .setName("branch." + numbers.getAndIncrement())
        .addOutput(ValueInfoProto.newBuilder().setName(result))
        .build();
  }

  /** The model, to be handed to ONNX Runtime. */
  byte[] model() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("winnow")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /**
   * An input of the graph.
   *
   * @param shape with negative numbers where the size is known only when it runs
   */
  String input(String name, int type, long... shape) {
    graph.addInput(value(name, type, shape));
    return name;
  }

  /** Gives a value out under a name of its own. */
  void output(String value, String name, int type, long... shape) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name).build());
    graph.addOutput(value(name, type, shape));
  }

  /** Makes a value that has its name already an output. */
  void output(String name, int type, long... shape) {
    graph.addOutput(value(name, type, shape));
  }

  private static ValueInfoProto value(String name, int type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (int i = 0; i < shape.length; i++) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      if (shape[i] < 0) {
        dimension.setDimParam("dynamic" + -shape[i]);
      } else {
        dimension.setDimValue(shape[i]);
      }
      dimensions.addDim(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
        .build();
  }

  /** A node of the standard operators with one output. */
  String node(String operator, List<String> inputs, Attribute... attributes) {
    return node("", operator, inputs, 1, attributes)[0];
  }

  /** {@code value · weightᵀ}. */
  String linear(String value, String weight) {
    return node("Gemm", List.of(value, weight(weight)), Attribute.of("transB", 1L));
  }

  /** A value in another shape, of which -1 is what is left. */
  String reshape(String value, long... shape) {
    return node("Reshape", List.of(value, integers(shape)));
  }

  /** A node of ONNX Runtime's own operators with one output. */
  String microsoft(String operator, List<String> inputs, Attribute... attributes) {
    return node(MICROSOFT, operator, inputs, 1, attributes)[0];
  }

  /**
   * A node.
   *
   * @param inputs by name; an empty name leaves one out
   * @param outputs how many
   * @return the names of the outputs
   */
  String[] node(
      String domain, String operator, List<String> inputs, int outputs, Attribute... attributes) {
    String[] names = new String[outputs];
    for (int i = 0; i < outputs; i++) {
      names[i] = operator + "." + numbers.getAndIncrement();
    }
    add(domain, operator, names[0], inputs, List.of(names), attributes);
    return names;
  }

  /** A node whose outputs have names already. */
  void named(
      String domain,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Attribute... attributes) {
    String name = operator + "." + numbers.getAndIncrement();
    add(domain, operator, name, inputs, outputs, attributes);
  }

  private void add(
      String domain,
      String operator,
      String name,
      List<String> inputs,
      List<String> outputs,
      Attribute... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setDomain(domain)
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(outputs);
    for (Attribute attribute : attributes) {
      node.addAttribute(attribute.proto());
    }
    graph.addNode(node);
  }

  /** A named number or numbers of a node. */
  record Attribute(AttributeProto proto) {
    static Attribute of(String name, long value) {
      return of(typed(name, AttributeProto.AttributeType.INT).setI(value));
    }

    static Attribute of(String name, double value) {
      return of(typed(name, AttributeProto.AttributeType.FLOAT).setF((float) value));
    }

    static Attribute of(String name, String value) {
      return of(
          typed(name, AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
    }

    static Attribute of(String name, GraphProto graph) {
      return of(typed(name, AttributeProto.AttributeType.GRAPH).setG(graph));
    }

    private static AttributeProto.Builder typed(String name, AttributeProto.AttributeType type) {
      return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static Attribute of(AttributeProto.Builder proto) {
      return new Attribute(proto.build());
    }
  }

  /** A constant of whole numbers; shape (numbers). */
  String integers(long... numbers) {
    return integers(new long[] {numbers.length}, numbers);
  }

  String integers(long[] shape, long... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(numbers);
    return constant(INT64, bytes.array(), shape);
  }

  /** A constant of one float without dimensions. */
  String scalar(double number) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat((float) number);
    return constant(FLOAT, bytes.array());
  }

  private String constant(int type, byte[] data, long... shape) {
    String key = type + Arrays.toString(shape) + HexFormat.of().formatHex(data);
    return constants.computeIfAbsent(
        key,
        k -> {
          String name = "constant." + numbers.getAndIncrement();
          TensorProto.Builder tensor =
              TensorProto.newBuilder()
                  .setName(name)
                  .setDataType(type)
                  .setRawData(ByteString.copyFrom(data));
          for (long dimension : shape) {
            tensor.addDims(dimension);
          }
          graph.addInitializer(tensor);
          return name;
        });
  }

  /**
   * A tensor of the checkpoint as float32; folded to that when the session is made. Weights are
   * always of the outermost graph: ONNX Runtime keeps those of inner graphs beside what it packs
   * them into.
   */
  String weight(String name) {
    if (outer != null) {
      return outer.weight(name);
    }
    return weights.computeIfAbsent(
        name,
        n -> {
          String stored = stored(checkpoint.tensor(name), name);
          StoredTensor scale = checkpoint.scale(name);
          String floats = floats(stored, checkpoint.tensor(name));
          if (scale == null) {
            return floats;
          }
          String scales = floats(stored(scale, scale.name()), scale);
          return node("Mul", List.of(floats, scales));
        });
  }

  /**
   * Rows of a matrix of the checkpoint, as float32. Only the rows are converted.
   *
   * @param rows numbers of rows; shape (tokens)
   */
  String rows(String name, String rows) {
    StoredTensor tensor = checkpoint.tensor(name);
    return floats(node("Gather", List.of(stored(tensor, name), rows)), tensor);
  }

  private String floats(String value, StoredTensor tensor) {
    return tensor.type().equals(TensorType.F32.name())
        ? value
        : node("Cast", List.of(value), Attribute.of("to", (long) FLOAT));
  }

  private String stored(StoredTensor tensor, String name) {
    if (stored.add(name)) {
      String location;
      try {
        location = root.relativize(tensor.file().toRealPath()).toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      TensorProto.Builder proto =
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(Objects.requireNonNull(TensorType.of(tensor.type())).onnx())
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(entry("location", location))
              .addExternalData(entry("offset", Long.toString(tensor.offset())))
              .addExternalData(entry("length", Long.toString(tensor.length())));
      tensor.shape().forEach(proto::addDims);
      graph.addInitializer(proto);
    }
    return name;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
