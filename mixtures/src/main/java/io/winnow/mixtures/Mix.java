package io.winnow.mixtures;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.BlockExchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.corpus.table.TableFile;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.TableWriter;
import io.winnow.corpus.text.Edits;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.mixtures.sequences.SequenceForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * From shards, of which {@link ChooseCopies} says what enters, to the files of a mixture: the parts
 * 0 to n - 1 and a receipt for each; a part may be empty.
 *
 * <p>Every copy gets a key of 128 bits from its document's id, component, number and the seed; the
 * mixture is all copies in the order of their keys. That is a shuffle of the whole that depends on
 * nothing else: not on shards, runner or parallelism, and not on the number of parts either, which
 * only says where it is cut. This is the one place where text is shuffled, once.
 *
 * <p>A part is written as its documents, one a row, or as sequences of tokens.
 *
 * <p>Memory: the texts of one part, as UTF-8, per worker thread, and a row group of its file; where
 * sequences are packed, the tokens of the part too. The files of a repository are in one part, so
 * that one is as large as the largest repository.
 */
final class Mix extends PTransform<PCollection<ShardInput>, PDone> {
  /** What all copies of a document share. */
  static final Schema SHARED =
      Schema.of(
          DocumentTable.SOURCE,
          DocumentTable.KIND,
          DocumentTable.SOURCE_URI,
          DocumentTable.TITLE,
          SignalTable.LANGUAGE,
          SignalTable.TOKENS,
          DocumentTable.TEXT,
          DocumentTable.REPOSITORY,
          DocumentTable.PATH,
          DocumentTable.PROGRAMMING_LANGUAGE);

  /** Says what is in the pieces, which {@link PieceBlocks} packs. */
  private static final KvCoder<Integer, byte[]> CODER = BlockCoder.of(SHARED);

  private final Mixture mixture;
  private final Table signals;
  private final CorpusFolder folder;
  private final String key;

  /**
   * @param signals table with language and tokens
   * @param key that the receipts will bear
   */
  Mix(Mixture mixture, Table signals, CorpusFolder folder, String key) {
    this.mixture = mixture;
    this.signals = signals;
    this.folder = folder;
    this.key = key;
  }

  @Override
  public PDone expand(PCollection<ShardInput> shards) {
    PCollection<KV<Integer, byte[]>> copies =
        shards.apply("Copies", BlockExchange.read(SHARED, new ReadCopies(mixture, signals)));
    PCollection<KV<Integer, byte[]>> empty =
        shards
            .getPipeline()
            .apply(
                "Every part of " + mixture.name(),
                Create.of(
                        IntStream.range(0, mixture.parts())
                            .mapToObj(part -> KV.of(part, new byte[0]))
                            .toList())
                    .withCoder(CODER));
    PCollectionList.of(copies)
        .and(empty)
        .apply("With every part", Flatten.pCollections())
        .apply("By part", GroupByKey.create())
        .apply("Write", ParDo.of(new WritePart(mixture, folder, key)));
    return PDone.in(shards.getPipeline());
  }

  /** Reads the documents of a shard that enter, and sends each copy to its part. */
  private record ReadCopies(Mixture mixture, Table signals)
      implements BlockExchange.Step<ShardInput> {
    @Override
    public void take(ShardInput from, BiConsumer<Integer, byte[]> out) throws IOException {
      PieceBlocks blocks = new PieceBlocks(out);
      Table table = ChooseCopies.table(mixture.name());
      try (TableReader copies =
          from.list(
              table, Table.ROW, DocumentTable.ID, ChooseCopies.COMPONENT, ChooseCopies.COPIES)) {
        Row entry = copies.row();
        if (entry != null) {
          entry = send(from, entry, copies, blocks);
        }
        if (entry != null) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s of shard %s names row %d, which is not there",
                  table.name(),
                  from.shard().name(),
                  entry.get(Table.ROW)));
        }
      }
      blocks.flush();
    }

    /** Sends the documents of a shard; gives the first entry that names none of them. */
    private @Nullable Row send(ShardInput from, Row first, TableReader copies, PieceBlocks blocks)
        throws IOException {
      Map<Long, List<Edits.Span>> edits =
          mixture.edited() ? EditTables.read(from.folder(), from.shard()) : Map.of();
      Row entry = first;
      try (AlignedRows documents = from.aligned(columns())) {
        long number = 0;
        for (Row document = documents.row();
            document != null && entry != null;
            document = documents.row()) {
          if (entry.get(Table.ROW) == number) {
            byte[] shared = encode(edit(document, edits.get(number)));
            while (entry != null && entry.get(Table.ROW) == number) {
              send(entry, document, shared, blocks);
              entry = copies.row();
            }
          }
          number++;
        }
      }
      return entry;
    }

    private List<Columns> columns() {
      List<Columns> columns = new ArrayList<>();
      columns.add(
          DocumentTable.DOCUMENTS.columns(
              SHARED.names().stream().filter(DocumentTable.DOCUMENTS.schema()::has).toList()));
      columns.add(signals.columns(List.of(SignalTable.LANGUAGE.name(), SignalTable.TOKENS.name())));
      if (mixture.edited()) {
        columns.add(EditTables.EDITED.columns(EditTables.EDITED_TOKENS));
      }
      return columns;
    }

    private void send(Row entry, Row document, byte[] shared, PieceBlocks blocks) {
      DocumentId id = entry.get(DocumentTable.ID);
      String component = entry.get(ChooseCopies.COMPONENT);
      // The files of a repository have one key, and so follow each other.
      DocumentId placed =
          mixture.orders().containsKey(component)
              ? Repositories.id(
                  document.get(DocumentTable.SOURCE),
                  document.getOrNull(DocumentTable.REPOSITORY),
                  id)
              : id;
      for (long copy = 0; copy < entry.get(ChooseCopies.COPIES); copy++) {
        long keyHigh = mixture.keyHigh(placed, component, copy);
        long keyLow = mixture.keyLow(placed, component, copy);
        blocks.add(
            mixture.partOf(keyHigh),
            new Piece(keyHigh, keyLow, id, component, copy, 0, 1, shared, 0, shared.length));
      }
    }

    /** What copies share of a document, its spans cut out. */
    private static @Nullable Object[] edit(Row document, @Nullable List<Edits.Span> spans) {
      @Nullable Object[] edited = new @Nullable Object[SHARED.size()];
      for (int i = 0; i < edited.length; i++) {
        edited[i] = document.getOrNull(SHARED.columns().get(i));
      }
      if (spans != null) {
        edited[SHARED.indexOf(DocumentTable.TEXT.name())] =
            Edits.cut(document.get(DocumentTable.TEXT), spans);
        edited[SHARED.indexOf(SignalTable.TOKENS.name())] =
            document.getOrNull(EditTables.EDITED_TOKENS);
      }
      return edited;
    }

    private static byte[] encode(@Nullable Object[] document) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
      PackedRows packed = new PackedRows(SHARED, (one, block) -> bytes.writeBytes(block));
      packed.add(0, document);
      packed.flush();
      return bytes.toByteArray();
    }
  }

  /** Sorts the copies of one part and writes its file, then its receipt. */
  private static final class WritePart extends DoFn<KV<Integer, Iterable<byte[]>>, Void> {
    private final Mixture mixture;
    private final CorpusFolder folder;
    private final String key;

    WritePart(Mixture mixture, CorpusFolder folder, String key) {
      this.mixture = mixture;
      this.folder = folder;
      this.key = key;
    }

    @ProcessElement
    public void write(@Element KV<Integer, Iterable<byte[]>> blocks) throws IOException {
      CopyReader copies = new CopyReader(blocks.getValue());
      String part = Shard.part(blocks.getKey());
      SequenceForm form = mixture.sequence();
      Table table = MixTexts.table(mixture.name(), form != null);
      PartWriter rows = form == null ? new DocumentPart() : new SequencePart(mixture, form);
      TableFile file;
      try (TableWriter writer = TableWriter.open(table.file(folder, part), table.schema())) {
        rows.write(copies, writer);
        Receipt.letGo(folder.receipt(table.name(), part), key);
        file = writer.commit();
      }
      new Receipt(key, file, rows.counts()).write(folder.receipt(table.name(), part));
    }
  }
}
