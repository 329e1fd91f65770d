package io.winnow.pipelines.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works on pieces in threads of this process. What fails to read or write is tried again. */
record InProcess(int threads) {
  /** As often as embedded Flink tries a task. */
  private static final int ATTEMPTS = 4;

  /** Does the work of one piece; doing it twice leaves the same files. */
  @FunctionalInterface
  interface Piece<T> {
    void work(T piece) throws IOException;
  }

  /** Works on all pieces; the first failure ends it. */
  <T> void run(List<T> pieces, Piece<T> work) throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(threads, pieces.size())),
            runnable -> {
              Thread thread = new Thread(runnable, "winnow-shards");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (T piece : pieces) {
        running.add(
            pool.submit(
                () -> {
                  persistently(piece, work);
                  return null;
                }));
      }
      for (Future<?> piece : running) {
        piece.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException("work on a shard failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while shards were worked on", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> void persistently(T piece, Piece<T> work) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        work.work(piece);
        return;
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
