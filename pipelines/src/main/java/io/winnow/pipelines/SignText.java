package io.winnow.pipelines;

import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.minhash.Signatures;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a text.
 *
 * @param parameters of signatures
 */
record SignText(MinHashParameters parameters) implements TextTable.Measure {
  @Override
  public Function<String, @Nullable Object[]> start() {
    return new Signatures(parameters)::row;
  }
}
