package io.winnow.glm.model;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param name in the checkpoint
 * @param file that holds it
 * @param type as the header writes it; see {@link TensorType}
 * @param shape row-major
 * @param offset of its first byte in the file
 * @param length in bytes
 */
record StoredTensor(
    String name, Path file, String type, List<Long> shape, long offset, long length) {}
