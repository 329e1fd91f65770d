package io.winnow.mixtures.sequences;

import io.winnow.corpus.Chance;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes sequences of the units of one part of a mixture. Every token of every unit is in exactly
 * one of them; only the last sequence of a stream, and packed ones, have fewer tokens than asked
 * for, and nothing is filled up.
 *
 * <p>Memory: one sequence for a stream; the tokens of all units for packing.
 */
public final class SequenceWriter {
  /**
   * Of the rows. A document ends where the next one starts, and so does a context. A document that
   * does not fit, or is cut, goes on in another sequence: {@code skipped} says how many of its
   * tokens lie before those here.
   */
  public static final Schema SCHEMA = Sequence.SCHEMA;

  /** In it, the ids of the documents of a sequence. */
  public static final Column<String[]> DOCUMENTS = Sequence.DOCUMENTS;

  public static final Column<Long> TOKENS = Sequence.TOKENS;
  public static final Column<int[]> IDS = Sequence.IDS;
  public static final Column<int[]> CONTEXTS = Sequence.CONTEXTS;

  private final String mixture;
  private final long seed;
  private final SequenceForm settings;
  private final RowSink rows;
  private final List<Stretch> stretches = new ArrayList<>();
  private Sequence open;

  /** Takes rows of {@link #SCHEMA}. */
  @FunctionalInterface
  public interface RowSink {
    void write(Row row) throws IOException;
  }

  /** A part of a unit that goes into one sequence. */
  private record Stretch(Unit unit, int from, int length) {}

  /**
   * @param mixture name of the mixture
   * @param seed of the recipe; it decides the order of packed sequences
   */
  public SequenceWriter(String mixture, long seed, SequenceForm settings, RowSink rows) {
    this.mixture = mixture;
    this.seed = seed;
    this.settings = settings;
    this.rows = rows;
    this.open = new Sequence(settings.length());
  }

  /** Adds a unit. */
  public void add(Unit unit) throws IOException {
    int length = settings.length();
    int from = 0;
    while (from < unit.size()) {
      boolean stream = settings.packing() == Packing.CONCATENATE;
      int part = Math.min(unit.size() - from, stream ? length - open.size() : length);
      if (stream) {
        open.add(unit, from, part);
        if (open.size() == length) {
          rows.write(open.row(mixture));
          open = new Sequence(length);
        }
      } else {
        stretches.add(new Stretch(unit, from, part));
      }
      from += part;
    }
  }

  /** Writes what is left. */
  public void finish() throws IOException {
    if (open.size() > 0) {
      rows.write(open.row(mixture));
    }
    int[] bins =
        BestFit.bins(stretches.stream().mapToInt(Stretch::length).toArray(), settings.length());
    List<List<Stretch>> packed = new ArrayList<>();
    for (int i = 0; i < bins.length; i++) {
      while (packed.size() <= bins[i]) {
        packed.add(new ArrayList<>());
      }
      packed.get(bins[i]).add(stretches.get(i));
    }
    // Bins come with the longest texts first; sequences are to come in no order of length.
    List<Row> written = new ArrayList<>();
    for (List<Stretch> bin : packed) {
      Sequence sequence = new Sequence(bin.stream().mapToInt(Stretch::length).sum());
      bin.forEach(stretch -> sequence.add(stretch.unit(), stretch.from(), stretch.length()));
      written.add(sequence.row(mixture));
    }
    written.sort(
        Comparator.comparingLong(
                (Row row) -> Chance.bits(row.get(Sequence.ID), "order of sequences", seed))
            .thenComparing(row -> row.get(Sequence.ID)));
    for (Row row : written) {
      rows.write(row);
    }
  }
}
