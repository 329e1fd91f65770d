package io.winnow.pipelines.engine;

import io.winnow.corpus.table.CorpusFolder;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/**
 * Tells progress how many receipts a job has written so far. Receipts lie where the data lies, so
 * this works the same for a job in this process and one on a cluster.
 */
final class ReceiptWatch implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 500;

  private final CorpusFolder folder;
  private final List<String> tables;
  private final int pieces;
  private final Progress progress;
  private final long since = System.currentTimeMillis();
  private final Thread thread;

  ReceiptWatch(CorpusFolder folder, List<String> tables, int pieces, Progress progress) {
    this.folder = folder;
    this.tables = tables;
    this.pieces = pieces;
    this.progress = progress;
    this.thread = new Thread(this::watch, "winnow-progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        long start = System.currentTimeMillis();
        int written = 0;
        for (String table : tables) {
          written += written(table);
        }
        progress.done(Math.min(pieces, written / tables.size()));
        // Listing a large folder takes its time: spend a twentieth of it at most.
        long listing = System.currentTimeMillis() - start;
        Thread.sleep(Math.max(INTERVAL_MILLIS, 20 * listing));
      }
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int written(String table) throws IOException {
    int written = 0;
    for (MatchResult.Metadata receipt :
        FileSystems.match(
                folder.folder("receipts/" + table).toString() + "*.json", EmptyMatchTreatment.ALLOW)
            .metadata()) {
      if (receipt.lastModifiedMillis() >= since) {
        written++;
      }
    }
    return written;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
