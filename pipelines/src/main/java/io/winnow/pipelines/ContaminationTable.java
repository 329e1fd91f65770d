package io.winnow.pipelines;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.text.Edits;
import io.winnow.dedup.contamination.Benchmarks;
import io.winnow.dedup.contamination.ContaminationParameters;
import io.winnow.dedup.contamination.ContaminationScan;
import io.winnow.dedup.contamination.ContaminationScan.Overlap;
import io.winnow.dedup.contamination.ContaminationTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The map stage {@code contamination}: what the documents that the table {@code prefilter} lets
 * through share with benchmarks, and, where the recipe wants that cut out, the spans.
 */
final class ContaminationTable implements ShardFunction {
  private final ArrayList<String> files;
  private final String digest;
  private final ContaminationParameters parameters;
  private final @Nullable Double cutFrom;

  /**
   * @param files of benchmarks
   * @param digest of their bytes
   * @param cutFrom share of an item from which on it is cut out; null if documents are left whole
   */
  ContaminationTable(
      List<String> files,
      String digest,
      ContaminationParameters parameters,
      @Nullable Double cutFrom) {
    this.files = new ArrayList<>(files);
    this.digest = digest;
    this.parameters = parameters;
    this.cutFrom = cutFrom;
  }

  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output(ContaminationTables.NAME, ContaminationTables.SCHEMA));
    if (cutFrom != null) {
      outputs.add(
          new Output(EditTables.list(ContaminationTables.NAME).name(), EditTables.EDITS.schema()));
    }
    return outputs;
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    ContaminationScan scan = new ContaminationScan(Benchmarks.of(files, digest, parameters));
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(DecisionTables.PREFILTER.name(), "kept"),
            Columns.of(DocumentTable.IDS.name(), "id"),
            Columns.of(DocumentTable.DOCUMENTS.name(), "text"))) {
      long number = 0;
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        String text = (String) row[2];
        List<Overlap> overlaps = Boolean.TRUE.equals(row[0]) ? scan.scan(text) : List.of();
        String left = cutFrom == null ? text : edit(number, row[1], text, overlaps, cutFrom, to);
        boolean whole = left != text && scan.words(left) < parameters.minimumWords();
        for (Overlap overlap : overlaps) {
          int[] spans = overlap.spans();
          to.write(
              0,
              number,
              row[1],
              overlap.benchmark(),
              overlap.item(),
              overlap.share(),
              (long) spans[0],
              (long) spans[spans.length - 1],
              whole);
        }
        number++;
      }
    }
  }

  /** Writes the edits of a document; gives the text itself, or what is left of it. */
  private String edit(
      long row,
      @Nullable Object id,
      String text,
      List<Overlap> overlaps,
      double from,
      ShardOutput to)
      throws IOException {
    List<Edits.Span> spans = new ArrayList<>();
    for (Overlap overlap : overlaps) {
      for (int i = 0; i < overlap.spans().length && overlap.share() >= from; i += 2) {
        spans.add(new Edits.Span(overlap.spans()[i], overlap.spans()[i + 1]));
      }
    }
    if (spans.isEmpty()) {
      return text;
    }
    List<Edits.Span> merged = Edits.merge(spans);
    for (Edits.Span span : merged) {
      to.write(1, row, id, (long) span.start(), (long) span.end(), "contaminated");
    }
    return Edits.cut(text, merged);
  }
}
