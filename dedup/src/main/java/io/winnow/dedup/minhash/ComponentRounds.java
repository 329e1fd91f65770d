package io.winnow.dedup.minhash;

import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Rounds of jobs on the way from pairs to components: {@link StarRounds} again and again until they
 * change nothing, then {@link StarLabels}.
 */
final class ComponentRounds implements Work.NextRound {
  private Table before = FindPairs.PAIRS;
  private Table stars = FindPairs.PAIRS;
  private int jobs;
  private boolean labelled;

  @Override
  public Optional<Stage> next(Inputs inputs) throws IOException {
    if (labelled) {
      return Optional.empty();
    }
    // The first job turns pairs into stars, so what comes out is not what went in.
    if (jobs < 2 || !same(inputs)) {
      jobs++;
      before = stars;
      stars = StarRounds.stars(jobs);
      return Optional.of(new StarRounds(jobs, before));
    }
    labelled = true;
    return Optional.of(new StarLabels(stars));
  }

  /** Whether rounds changed nothing: then every document is tied to the root of its component. */
  private boolean same(Inputs inputs) throws IOException {
    return digests(inputs, before).equals(digests(inputs, stars));
  }

  private static List<String> digests(Inputs inputs, Table table) throws IOException {
    return inputs.receipts(table).stream().map(Receipt::file).map(file -> file.digest()).toList();
  }
}
