package io.winnow.glm.training;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Operators of libtorch that its Java bindings do not know, called through small TorchScript
 * programs: an archive of the program's text and an object without fields is all that a program
 * needs. All can be differentiated. Attention by blocks, which never writes the scores of all
 * pairs, took 134 ms forwards and backwards where products and a softmax took 354 ms (4 sequences
 * of 512 tokens, 8 heads of 32). For one thread.
 */
final class Operators {
  private final NDManager manager;
  private final PtSymbolBlock attention;
  private final PtSymbolBlock gated;
  private final PtSymbolBlock crossEntropy;
  private final PtSymbolBlock norm;

  Operators(NDManager manager) {
    this.manager = manager;
    attention =
        load(
            "q: Tensor,\n    k: Tensor,\n    v: Tensor",
            "torch.scaled_dot_product_attention(q, k, v, None, 0., True)");
    gated = load("gate: Tensor,\n    up: Tensor", "torch.mul(torch.silu(gate), up)");
    norm =
        load(
            "x: Tensor,\n    weight: Tensor",
            "torch.mul(torch.mul(x, torch.rsqrt(torch.add(torch.mean(torch.mul(x, x), [-1], "
                + "True), "
                + GlmShape.EPSILON
                + "))), weight)");
    // The library's own cross entropy took seven times as long backwards as this sum.
    crossEntropy =
        load(
            "logits: Tensor,\n    targets: Tensor,\n    weights: Tensor",
            "torch.sum(torch.mul(torch.sub(torch.logsumexp(logits, [1], True), "
                + "torch.gather(logits, 1, targets)), weights))");
  }

  /**
   * Causal attention, scaled by the square root of the head size.
   *
   * @param queries (sequences, heads, tokens, headSize), as the others
   */
  NDArray attention(NDArray queries, NDArray keys, NDArray values) {
    return run(attention, queries, keys, values);
  }

  /** {@code silu(gate) * up}. */
  NDArray gated(NDArray gate, NDArray up) {
    return run(gated, gate, up);
  }

  /**
   * Root mean square norm over the last axis.
   *
   * @param weight as long as the last axis
   */
  NDArray norm(NDArray x, NDArray weight) {
    return run(norm, x, weight);
  }

  /**
   * Sum of the negative logarithms of the targets' probabilities.
   *
   * @param logits (rows, vocabulary)
   * @param targets (rows, 1), int64
   * @param weights (rows, 1) of the rows
   */
  NDArray crossEntropy(NDArray logits, NDArray targets, NDArray weights) {
    return run(crossEntropy, logits, targets, weights);
  }

  private NDArray run(PtSymbolBlock program, NDArray... arguments) {
    return program.forward(new ParameterStore(manager, false), new NDList(arguments), true).head();
  }

  private PtSymbolBlock load(String arguments, String expression) {
    String program =
        "class Operator(Module):\n"
            + "  __parameters__ = []\n"
            + "  __buffers__ = []\n"
            + "  training : bool\n"
            + "  def forward(self: __torch__.Operator,\n    "
            + arguments
            + ") -> Tensor:\n    return "
            + expression
            + "\n";
    try {
      return JniUtils.loadModule(
          (PtNDManager) manager, new ByteArrayInputStream(archive(program)), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("libtorch does not load " + expression, e);
    }
  }

  private static byte[] archive(String program) throws IOException {
    // Pickle, protocol 2: the object __torch__.Operator with {"training": true} as its state.
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(new byte[] {(byte) 0x80, 2});
    object.writeBytes("c__torch__\nOperator\n)".getBytes(US_ASCII));
    object.writeBytes(new byte[] {(byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
    object.writeBytes("training".getBytes(US_ASCII));
    object.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "data.pkl", object.toByteArray());
      entry(zip, "code/__torch__.py", program.getBytes(US_ASCII));
      entry(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      entry(zip, "version", "3\n".getBytes(US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Stored, not deflated: libtorch reads nothing else. */
  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry("operator/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
