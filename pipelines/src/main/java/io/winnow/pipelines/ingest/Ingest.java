package io.winnow.pipelines.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Digest;
import io.winnow.corpus.Document;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableFile;
import io.winnow.readers.InputReader;
import io.winnow.readers.source.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Reads inputs into shards: {@code documents}, {@code passed_over} and {@code dead_letters}, each
 * of one shard. A task's receipt comes last and says how many records, and of which outcome, it
 * met.
 */
public final class Ingest extends PTransform<PBegin, PDone> {
  /** Name of the stage and of the folder of its tasks' receipts. */
  public static final String NAME = "ingest";

  public static final String RECORDS = "records";
  public static final String SHARDS = "shards";
  public static final String TEXT_BYTES = "text_bytes";
  public static final String NOT_SAMPLED = "not_sampled";

  /** The tables that it writes. */
  public static final List<Table> TABLES =
      List.of(DocumentTable.DOCUMENTS, DocumentTable.PASSED_OVER, DocumentTable.DEAD_LETTERS);

  private final CorpusFolder folder;
  private final List<IngestTask> tasks;
  private final IngestSettings settings;
  private final EnumMap<Kind, InputReader> readers;

  /**
   * @param readers of the kinds of the tasks' sources
   */
  public Ingest(
      CorpusFolder folder,
      List<IngestTask> tasks,
      IngestSettings settings,
      Map<Kind, InputReader> readers) {
    this.folder = folder;
    this.tasks = tasks;
    this.settings = settings;
    this.readers = new EnumMap<>(readers);
  }

  /** Name of the {@code number}-th shard of a task. */
  public static String shardName(String task, int number) {
    return String.format(Locale.ROOT, "%s-%03d", task, number);
  }

  @Override
  public PDone expand(PBegin begin) {
    begin
        .apply("Inputs", Tasks.of(IngestTask.class, tasks, IngestTask::bytes))
        .apply("Read", ParDo.of(new Read(folder, settings, readers)));
    return PDone.in(begin.getPipeline());
  }

  private static final class Read extends DoFn<IngestTask, Void> {
    private final CorpusFolder folder;
    private final IngestSettings settings;
    private final EnumMap<Kind, InputReader> readers;

    Read(CorpusFolder folder, IngestSettings settings, EnumMap<Kind, InputReader> readers) {
      this.folder = folder;
      this.settings = settings;
      this.readers = readers;
    }

    @ProcessElement
    public void read(@Element IngestTask task) throws IOException {
      try (ShardsOfTask shards = new ShardsOfTask(folder, settings, task)) {
        InputReader reader = Objects.requireNonNull(readers.get(task.settings().kind()));
        for (InputFile input : task.inputs()) {
          reader.read(task.settings(), input, shards::add);
        }
        shards.commit();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  /** The shards of one task while they are written, one at a time. */
  private static final class ShardsOfTask implements AutoCloseable {
    private final CorpusFolder folder;
    private final IngestSettings settings;
    private final IngestTask task;
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private @Nullable ShardOutput shard;
    private int shards;
    private long shardBytes;

    ShardsOfTask(CorpusFolder folder, IngestSettings settings, IngestTask task) {
      this.folder = folder;
      this.settings = settings;
      this.task = task;
    }

    void add(Outcome outcome) {
      try {
        counts.merge(RECORDS, 1L, Long::sum);
        if (outcome instanceof Document document) {
          add(document);
        } else if (outcome instanceof PassedOver passed) {
          counts.merge(DocumentTable.PASSED_OVER.name(), 1L, Long::sum);
          ShardOutput to = open();
          to.write(
              DocumentTable.PASSED_OVER,
              id(passed, passed.reason()),
              passed.source(),
              passed.origin().uri(),
              passed.origin().offset(),
              passed.reason());
        } else if (outcome instanceof DeadLetter letter) {
          counts.merge(DocumentTable.DEAD_LETTERS.name(), 1L, Long::sum);
          ShardOutput to = open();
          to.write(
              DocumentTable.DEAD_LETTERS,
              id(letter, letter.cause()),
              letter.source(),
              letter.origin().uri(),
              letter.origin().offset(),
              letter.cause(),
              letter.detail());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void add(Document document) throws IOException {
      byte[] text = document.text().getBytes(UTF_8);
      DocumentId digest = new Digest().raw(text, 0, text.length).id();
      if (Chance.unit(document.id(digest), "sample", settings.seed()) >= settings.sample()) {
        counts.merge(NOT_SAMPLED, 1L, Long::sum);
        return;
      }
      counts.merge(DocumentTable.DOCUMENTS.name(), 1L, Long::sum);
      ShardOutput to = open();
      to.write(DocumentTable.DOCUMENTS, DocumentTable.row(document, digest, text.length));
      to.count(DocumentTable.DOCUMENTS, TEXT_BYTES, text.length);
      shardBytes += text.length;
      if (shardBytes >= settings.shardBytes()) {
        commitShard(to);
      }
    }

    private ShardOutput open() throws IOException {
      ShardOutput to = shard;
      if (to == null) {
        to = new ShardOutput(folder, shardName(task.name(), shards), TABLES);
        shard = to;
      }
      return to;
    }

    private void commitShard(ShardOutput open) throws IOException {
      open.commit(task.key());
      shard = null;
      shardBytes = 0;
      shards++;
    }

    void commit() throws IOException {
      if (shard != null || shards == 0) {
        commitShard(open());
      }
      counts.put(SHARDS, (long) shards);
      new Receipt(task.key(), new TableFile("", 0, 0), counts)
          .write(folder.receipt(NAME, task.name()));
    }

    @Override
    public void close() throws IOException {
      ShardOutput open = shard;
      if (open != null) {
        open.close();
      }
    }

    private static DocumentId id(Outcome outcome, String why) {
      return new Digest()
          .add(outcome.source())
          .add(outcome.origin().uri())
          .add(outcome.origin().offset())
          .add(why)
          .id();
    }
  }
}
