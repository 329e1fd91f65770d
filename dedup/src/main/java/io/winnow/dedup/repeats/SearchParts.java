package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.BlockExchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
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
    // What workers get holds these, not the stage's.
    Parts counted = parts;
    RepeatParameters limits = parameters;
    return shards
        .apply(
            "Parts",
            BlockExchange.read(
                PartBlocks.SCHEMA,
                (ShardInput from, BiConsumer<Integer, byte[]> out) ->
                    count(counted.open(from), from, new PartBlocks(partitions, out))))
        .apply(
            "Repeats",
            BlockExchange.group(
                FindRepeats.LIST,
                (blocks, out) -> tell(limits, blocks, new PackedRows(FindRepeats.LIST, out))));
  }

  private static void count(Parts.Reader reader, ShardInput from, PartBlocks blocks)
      throws IOException {
    PartCounts counts = new PartCounts();
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

  /** Tells shards about the repeated parts that they have. */
  private static void tell(RepeatParameters limits, Iterable<byte[]> all, PackedRows packed) {
    PartCounts counts = new PartCounts();
    List<byte[]> blocks = new ArrayList<>();
    for (byte[] block : all) {
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
    for (byte[] block : blocks) {
      ByteBuffer rows = ByteBuffer.wrap(block);
      for (int at = 0; at < block.length; at += PartBlocks.ROW_BYTES) {
        int entry = counts.find(rows.getLong(at), rows.getLong(at + 8));
        if (counts.occurrences(entry) >= limits.minimumOccurrences()
            && counts.documents(entry) >= limits.minimumDocuments()) {
          tell(counts, entry, RowId.shard(rows.getLong(at + 32)), packed);
        }
      }
    }
    packed.flush();
  }

  private static void tell(PartCounts counts, int entry, int shard, PackedRows packed) {
    long kept = counts.rowId(entry);
    packed.add(
        shard,
        new DocumentId(counts.partHigh(entry), counts.partLow(entry)),
        RowId.shard(kept) == shard ? Long.valueOf(RowId.row(kept)) : null,
        (long) counts.occurrences(entry),
        (long) counts.documents(entry));
  }
}
