package io.winnow.dedup.semantic;

import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Counts the documents of the parts of crowded cells and gives the parts numbers as cells; those
 * that are still too large, whose vectors are all alike, will be cut by the digests of the vectors.
 * The parts are rows of the first shard.
 *
 * <p>Memory: the centroids of all parts, in every worker.
 */
public final class FindSplits
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "splits";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("at", "place of the part among all parts"),
          Column.number("cell", "number of the centroid whose cell is split"),
          Column.bytes("centroid", "of the part, of length 1, as half floats"),
          Column.number("number", "of the part's first piece, as a cell"),
          Column.number("pieces", "into which it is cut by digests of vectors"));

  private static final Schema COUNTED =
      Schema.of(
          Column.number("cell", ""), Column.number("part", ""), Column.number("documents", ""));

  private final int most;
  private final CorpusFolder folder;
  private final Shard first;

  /**
   * @param most documents that a cell may have
   * @param first shard of the corpus, which holds centroids and parts
   */
  public FindSplits(int most, CorpusFolder folder, Shard first) {
    this.most = most;
    this.folder = folder;
    this.first = first;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Count", ParDo.of(new Count(folder, first)))
        .setCoder(BlockCoder.of(COUNTED))
        .apply("To one worker", GroupByKey.create())
        .apply("Number", ParDo.of(new Number(most, folder, first)))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  /** The centroids of the parts, by cell. */
  private static Map<Integer, List<byte[]>> parts(CorpusFolder folder, Shard first)
      throws IOException {
    Map<Integer, List<byte[]>> parts = new TreeMap<>();
    try (TableReader reader =
        TableReader.open(
            folder.table(FindParts.TABLE, first.name()), List.of("number", "centroid"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        int cell = Math.toIntExact((Long) Objects.requireNonNull(row[0]));
        parts
            .computeIfAbsent(cell, c -> new ArrayList<>())
            .add((byte[]) Objects.requireNonNull(row[1]));
      }
    }
    return parts;
  }

  private static final class Count extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final Shard first;

    Count(CorpusFolder folder, Shard first) {
      this.folder = folder;
      this.first = first;
    }

    @ProcessElement
    public void count(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Map<Integer, Cells.Parts> split = new HashMap<>();
      parts(folder, first)
          .forEach(
              (cell, centroids) ->
                  split.put(
                      cell, new Cells.Parts(Centroids.of(centroids), new long[0], new long[0])));
      Cells cells = new Cells(split);
      Map<Integer, Map<Integer, Long>> counts = new TreeMap<>();
      VectorBatches.read(
          folder,
          shard,
          (there, embeddings, nearest) -> {
            int[] centroids = nearest.stream().mapToInt(of -> of[0]).toArray();
            int[] found = cells.parts(embeddings, centroids);
            for (int i = 0; i < found.length; i++) {
              if (found[i] >= 0) {
                counts
                    .computeIfAbsent(centroids[i], cell -> new TreeMap<>())
                    .merge(found[i], 1L, Long::sum);
              }
            }
          });
      PackedRows packed = new PackedRows(COUNTED, (zero, block) -> out.output(KV.of(zero, block)));
      counts.forEach(
          (cell, found) ->
              found.forEach((part, count) -> packed.add(0, (long) cell, (long) part, count)));
      packed.flush();
    }
  }

  private static final class Number
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int most;
    private final CorpusFolder folder;
    private final Shard first;

    Number(int most, CorpusFolder folder, Shard first) {
      this.most = most;
      this.folder = folder;
      this.first = first;
    }

    @ProcessElement
    public void number(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Map<Long, Map<Long, Long>> counts = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            COUNTED,
            block,
            row ->
                counts
                    .computeIfAbsent((Long) row[0], cell -> new TreeMap<>())
                    .merge((Long) row[1], (Long) Objects.requireNonNull(row[2]), Long::sum));
      }
      long row = 0;
      long next = Centroids.read(folder, first).count();
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      for (Map.Entry<Integer, List<byte[]>> cell : parts(folder, first).entrySet()) {
        Map<Long, Long> documents = counts.getOrDefault((long) cell.getKey(), Map.of());
        for (int part = 0; part < cell.getValue().size(); part++) {
          long size = documents.getOrDefault((long) part, 0L);
          long pieces = size <= most ? 1 : (long) Math.ceil(size / (FindParts.FILL * most));
          byte[] centroid = cell.getValue().get(part);
          packed.add(0, row++, (long) cell.getKey(), centroid, next, pieces);
          next += pieces;
        }
      }
      packed.flush();
    }
  }
}
