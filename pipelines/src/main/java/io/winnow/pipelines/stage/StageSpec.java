package io.winnow.pipelines.stage;

import java.util.List;

/**
 * All that decides what a stage writes: with the digests of the tables it reads it is the stage's
 * key. Whatever the stage's function depends on must be named here.
 *
 * @param name of the stage
 * @param code classes where the computation begins: the transforms of a shuffle stage; a map stage
 *     begins with its function, which is known
 * @param settings its part of the recipe, in canonical form
 * @param reads tables that it reads
 * @param mask tables that say which rows it computes, without changing what a row's result is;
 *     results of other rows are kept when only these change
 */
public record StageSpec(
    String name, List<Class<?>> code, String settings, List<String> reads, List<String> mask) {
  public StageSpec {
    code = List.copyOf(code);
    reads = List.copyOf(reads);
    mask = List.copyOf(mask);
  }

  /** A stage that computes every row. */
  public StageSpec(String name, List<Class<?>> code, String settings, List<String> reads) {
    this(name, code, settings, reads, List.of());
  }
}
