package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds the parts that occur in several places of the documents that are kept, and for each the
 * document whose copy stays: of all that have it the one with the smallest id, so that of any two
 * documents it is always the same one that keeps what they share. Out come packed rows of {@link
 * FindRepeats#LIST}, by shard number: to each shard the repeated parts that it has.
 *
 * <p>A shard sends each part once for every {@value #PARTS_AT_ONCE} different parts that it has,
 * with the number of its copies, as 48 bytes. Text does not move.
 *
 * <p>Memory: of a shard up to {@value #PARTS_AT_ONCE} different parts, 64 bytes each; of a
 * partition about {@value #ROWS_PER_PARTITION} rows, 120 bytes each. Partitions are as many as a
 * corpus needs in which each kind of unit is {@value #BYTES_PER_UNIT} bytes long, a fingerprint is
 * chosen every {@value #BYTES_PER_FINGERPRINT}, and every word, of {@value #BYTES_PER_WORD} bytes,
 * begins a repeated passage; of text that is denser, they are larger. What comes out, the repeated
 * parts of one shard, is held as rows while it is written, 200 bytes each.
 *
 * @param bytesPerPart of text for which there is one part of each kind
 * @param kinds of parts that are looked for
 */
record SearchParts(Parts parts, RepeatParameters parameters, int bytesPerPart, int kinds) {
  private static final int PARTS_AT_ONCE = 1_000_000;
  private static final int ROWS_PER_PARTITION = 500_000;
  private static final int BYTES_PER_UNIT = 64;
  private static final int BYTES_PER_FINGERPRINT = 64;
  private static final int BYTES_PER_WORD = 6;

  /** Finds repeated units. */
  static SearchParts units(RepeatParameters parameters) {
    Parts units =
        from -> {
          UnitDigests digests = new UnitDigests(parameters);
          return (text, kind, sink) ->
              digests.read(
                  text, kind, (unit, first, end, name) -> sink.accept(name.high(), name.low()));
        };
    int kinds = Math.max(1, parameters.units().size());
    return new SearchParts(units, parameters, BYTES_PER_UNIT, kinds);
  }

  /** Finds fingerprints of passages that occur in several places. */
  static SearchParts fingerprints(RepeatParameters parameters) {
    Parts fingerprints =
        from -> {
          PassageWindows windows = new PassageWindows(parameters);
          return (text, kind, sink) -> {
            windows.read(text, kind);
            windows.fingerprints(sink);
          };
        };
    return new SearchParts(fingerprints, parameters, BYTES_PER_FINGERPRINT, 1);
  }

  /** Finds repeated passages, where the list {@link FindRepeats#FINGERPRINTS} leads to them. */
  static SearchParts passages(RepeatParameters parameters) {
    Parts passages =
        from -> {
          PassageWindows windows = new PassageWindows(parameters);
          RepeatedParts repeated = RepeatedParts.read(from, FindRepeats.FINGERPRINTS);
          return (text, kind, sink) -> {
            windows.read(text, kind);
            windows.passages(repeated, (first, name) -> sink.accept(name.high(), name.low()));
          };
        };
    return new SearchParts(passages, parameters, BYTES_PER_WORD, 1);
  }

  /** Into how many partitions the parts are shuffled. */
  Partitions partitions(List<Shard> shards) {
    long bytes = shards.stream().mapToLong(Shard::textBytes).sum();
    return Partitions.of(bytes / bytesPerPart * kinds, ROWS_PER_PARTITION);
  }

  /** Takes shards to the rows of a list. */
  PCollection<KV<Integer, byte[]>> blocks(PCollection<ShardInput> shards, Partitions partitions) {
    return shards
        .apply("Parts", ParDo.of(new ReadParts(parts, partitions)))
        .setCoder(BlockCoder.of(PartBlocks.SCHEMA))
        .apply("By part", GroupByKey.create())
        .apply("Repeats", ParDo.of(new Repeated(parameters)))
        .setCoder(BlockCoder.of(FindRepeats.LIST));
  }

  private static final class ReadParts extends DoFn<ShardInput, KV<Integer, byte[]>> {
    private final Parts parts;
    private final Partitions partitions;

    ReadParts(Parts parts, Partitions partitions) {
      this.parts = parts;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element ShardInput from, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PartBlocks blocks =
          new PartBlocks(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      PartCounts counts = new PartCounts();
      Parts.Reader reader = parts.open(from);
      from.forEach(
          List.of(
              DecisionTables.DECISIONS.columns(DecisionTables.KEPT, DocumentTable.KIND),
              DocumentTable.IDS.columns(DocumentTable.ID),
              DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT)),
          (number, row) -> {
            if (row.is(DecisionTables.KEPT)) {
              DocumentId id = row.get(DocumentTable.ID);
              long rowId = from.rowId(number);
              reader.read(
                  row.get(DocumentTable.TEXT),
                  Kind.of(row.get(DocumentTable.KIND)),
                  (high, low) -> counts.add(high, low, id.high(), id.low(), rowId));
              // Between documents, so that none is counted twice.
              if (counts.size() >= PARTS_AT_ONCE) {
                blocks.addAll(counts);
                counts.clear();
              }
            }
          });
      blocks.addAll(counts);
      blocks.flush();
    }
  }

  private static final class Repeated
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final RepeatParameters parameters;

    Repeated(RepeatParameters parameters) {
      this.parameters = parameters;
    }

    @ProcessElement
    public void find(
        @Element KV<Integer, Iterable<byte[]>> partition, OutputReceiver<KV<Integer, byte[]>> out) {
      PartCounts counts = new PartCounts();
      List<byte[]> blocks = new ArrayList<>();
      for (byte[] block : partition.getValue()) {
        blocks.add(block);
        ByteBuffer rows = ByteBuffer.wrap(block);
        while (rows.hasRemaining()) {
          counts.add(
              rows.getLong(),
              rows.getLong(),
              rows.getLong(),
              rows.getLong(),
              rows.getLong(),
              rows.getInt(),
              rows.getInt());
        }
      }
      PackedRows packed =
          new PackedRows(FindRepeats.LIST, (shard, block) -> out.output(KV.of(shard, block)));
      for (byte[] block : blocks) {
        ByteBuffer rows = ByteBuffer.wrap(block);
        for (int at = 0; at < block.length; at += PartBlocks.ROW_BYTES) {
          tell(counts, rows.getLong(at), rows.getLong(at + 8), rows.getLong(at + 32), packed);
        }
      }
      packed.flush();
    }

    /** Tells a shard about a part that it has, if it is repeated. */
    private void tell(PartCounts counts, long high, long low, long rowId, PackedRows packed) {
      int entry = counts.find(high, low);
      if (counts.occurrences(entry) >= parameters.minimumOccurrences()
          && counts.documents(entry) >= parameters.minimumDocuments()) {
        int shard = RowId.shard(rowId);
        long kept = counts.rowId(entry);
        packed.add(
            shard,
            new DocumentId(high, low),
            RowId.shard(kept) == shard ? Long.valueOf(RowId.row(kept)) : null,
            (long) counts.occurrences(entry),
            (long) counts.documents(entry));
      }
    }
  }
}
