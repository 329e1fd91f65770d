package io.winnow.glm.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How numbers of a tensor are stored, where the forward pass can use them. */
enum TensorType {
  F32(4, 1),
  F16(2, 10),
  BF16(2, 16),
  F8_E4M3(1, 17);

  /** Sizes in bytes of the other types of the format, which only unused tensors may have. */
  private static final Map<String, Integer> OTHERS =
      Map.of(
          "BOOL", 1, "U8", 1, "I8", 1, "F8_E5M2", 1, "I16", 2, "U16", 2, "I32", 4, "U32", 4, "F64",
          8, "I64", 8);

  private final int bytes;
  private final int onnx;

  TensorType(int bytes, int onnx) {
    this.bytes = bytes;
    this.onnx = onnx;
  }

  /** Bytes of a number. */
  int bytes() {
    return bytes;
  }

  /** Its number in ONNX's {@code TensorProto.DataType}. */
  int onnx() {
    return onnx;
  }

  /** The type of a name, or null for one that the forward pass cannot use. */
  static @Nullable TensorType of(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** Bytes of a number of a type of the format, or 0 if the type is not known. */
  static int bytes(String name) {
    TensorType type = of(name);
    return type != null ? type.bytes : OTHERS.getOrDefault(name, name.equals("U64") ? 8 : 0);
  }
}
