package io.winnow.mixtures;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableFile;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.TableWriter;
import io.winnow.corpus.text.Edits;
import io.winnow.mixtures.epochs.CopyTable;
import io.winnow.mixtures.sequences.SequenceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * The door: from shards, of which {@code copies_NAME} says what enters, to the files of a mixture.
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
public final class Mix {
  /** Of the files, where documents are written. Nothing in it tells the name of an input file. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.id("id", "document id"),
          Column.number("copy", "number of the copy in its component, from 0"),
          Column.text("component", "component of the mixture"),
          Column.text("source", "source in the recipe"),
          Column.text("kind", "web, book, paper, code or social"),
          Column.text("source_uri", "the record's own URI"),
          Column.text("title", "title"),
          Column.text("language", "language of the text"),
          Column.number("tokens", "tokens of the text"),
          Column.text("text", "the text"));

  /** Count of a part's receipt: copies in it. */
  public static final String DOCUMENTS = "documents";

  /** Count of a part's receipt: tokens in them. */
  public static final String TOKENS = "tokens";

  /** Count of a part's receipt: tokens of the paths before files, which sequences hold besides. */
  public static final String PATHS = "path_tokens";

  /** Count of a part's receipt: texts or files of a repository, each ended by one more token. */
  public static final String TEXTS = "texts";

  /** Count of a part's receipt: all tokens of its sequences, counted as they are written. */
  public static final String WRITTEN = "written_tokens";

  /** Columns of {@link #SCHEMA} that differ from copy to copy. */
  static final int OWN_COLUMNS = 3;

  /** What all copies of a document share. */
  static final Schema SHARED =
      new Schema(SCHEMA.columns().subList(OWN_COLUMNS, SCHEMA.size()))
          .and(
              Schema.of(
                  Column.text("repository", "repository of a file"),
                  Column.text("path", "path inside the repository"),
                  Column.text("programming_language", "of source code")));

  /** Says what is in the pieces, which {@link PieceBlocks} packs. */
  private static final KvCoder<Integer, byte[]> CODER = BlockCoder.of(SCHEMA);

  private Mix() {}

  /**
   * Writes the parts 0 to n - 1 of a mixture and a receipt for each; a part may be empty. Files of
   * an earlier mixture with more parts are left alone.
   *
   * @param key that the receipts will bear
   */
  public static PTransform<PCollection<Shard>, PDone> into(
      Mixture mixture, CorpusFolder folder, String key) {
    return new WriteMixture(mixture, folder, key);
  }

  private static final class WriteMixture extends PTransform<PCollection<Shard>, PDone> {
    private final Mixture mixture;
    private final CorpusFolder folder;
    private final String key;

    WriteMixture(Mixture mixture, CorpusFolder folder, String key) {
      this.mixture = mixture;
      this.folder = folder;
      this.key = key;
    }

    @Override
    public PDone expand(PCollection<Shard> shards) {
      PCollection<KV<Integer, byte[]>> copies =
          shards.apply("Copies", ParDo.of(new ReadCopies(mixture, folder))).setCoder(CODER);
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
  }

  /** Reads the documents of a shard that enter, and sends each copy to its part. */
  private static final class ReadCopies extends DoFn<Shard, KV<Integer, byte[]>> {
    private final Mixture mixture;
    private final CorpusFolder folder;

    ReadCopies(Mixture mixture, CorpusFolder folder) {
      this.mixture = mixture;
      this.folder = folder;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PieceBlocks blocks = new PieceBlocks((part, block) -> out.output(KV.of(part, block)));
      try (TableReader copies =
          TableReader.open(folder.table(CopyTable.name(mixture.name()), shard.name()))) {
        @Nullable Object[] entry = copies.next();
        if (entry != null) {
          Map<Long, List<Edits.Span>> edits =
              mixture.edited() ? EditTables.read(folder, shard) : Map.of();
          List<Columns> columns = new ArrayList<>();
          columns.add(
              Columns.of(DocumentTable.DOCUMENTS.name(), "source", "kind", "source_uri", "title"));
          columns.add(Columns.of("signals", "language", "tokens"));
          columns.add(
              Columns.of(
                  DocumentTable.DOCUMENTS.name(),
                  "text",
                  "repository",
                  "path",
                  "programming_language"));
          if (mixture.edited()) {
            columns.add(Columns.of(EditTables.EDITED.name(), "edited_tokens"));
          }
          try (AlignedReader documents = AlignedReader.open(folder, shard.name(), columns)) {
            long row = 0;
            for (@Nullable Object[] document = documents.next();
                document != null && entry != null;
                document = documents.next()) {
              if (row(entry) == row) {
                byte[] shared = encode(edit(document, edits.get(row)));
                while (entry != null && row(entry) == row) {
                  send(entry, document, shared, blocks);
                  entry = copies.next();
                }
              }
              row++;
            }
          }
        }
        if (entry != null) {
          throw new IOException(
              String.format(
                  "%s of shard %s names row %d, which is not there",
                  CopyTable.name(mixture.name()), shard.name(), row(entry)));
        }
      }
      blocks.flush();
    }

    private static long row(@Nullable Object[] entry) {
      return (Long) Objects.requireNonNull(entry[0]);
    }

    private void send(
        @Nullable Object[] entry, @Nullable Object[] document, byte[] shared, PieceBlocks blocks) {
      DocumentId id = (DocumentId) Objects.requireNonNull(entry[1]);
      String component = (String) Objects.requireNonNull(entry[2]);
      long copies = (Long) Objects.requireNonNull(entry[3]);
      // The files of a repository have one key, and so follow each other.
      DocumentId placed =
          mixture.orders().containsKey(component)
              ? Repositories.id(
                  (String) Objects.requireNonNull(document[SHARED.indexOf("source")]),
                  (String) document[SHARED.indexOf("repository")],
                  id)
              : id;
      for (long copy = 0; copy < copies; copy++) {
        long keyHigh = mixture.keyHigh(placed, component, copy);
        long keyLow = mixture.keyLow(placed, component, copy);
        blocks.add(
            mixture.partOf(keyHigh),
            new Piece(keyHigh, keyLow, id, component, copy, 0, 1, shared, 0, shared.length));
      }
    }

    /** A document with its spans cut out, and only the columns that copies share. */
    private static @Nullable Object[] edit(
        @Nullable Object[] document, @Nullable List<Edits.Span> spans) {
      @Nullable Object[] edited = Arrays.copyOf(document, SHARED.size());
      if (spans != null) {
        int text = SHARED.indexOf("text");
        edited[text] = Edits.cut((String) Objects.requireNonNull(document[text]), spans);
        edited[SHARED.indexOf("tokens")] = document[SHARED.size()];
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
      String part = Mixture.part(blocks.getKey());
      SequenceSettings sequence = mixture.sequence();
      PartWriter rows = sequence == null ? new DocumentPart() : new SequencePart(mixture, sequence);
      TableFile file;
      try (TableWriter writer =
          TableWriter.open(folder.table(mixture.table(), part), rows.schema())) {
        rows.write(copies, writer);
        file = writer.commit();
      }
      new Receipt(key, file, rows.counts()).write(folder.receipt(mixture.table(), part));
    }
  }
}
