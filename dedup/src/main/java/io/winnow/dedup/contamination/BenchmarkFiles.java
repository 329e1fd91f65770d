package io.winnow.dedup.contamination;

import java.util.List;

/**
 * The files of the benchmarks that a recipe names.
 *
 * @param paths absolute, of JSON Lines
 * @param digest of their names and bytes, not of the folders that they lie in
 */
public record BenchmarkFiles(List<String> paths, String digest) {
  public BenchmarkFiles {
    paths = List.copyOf(paths);
  }
}
