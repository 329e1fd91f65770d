package io.winnow.commands;

import io.winnow.pipelines.engine.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Progress for a person: on a terminal one line that is written over, elsewhere a line every few
 * seconds; or JSON, a line an event.
 */
final class ConsoleProgress implements Progress {
  private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;

  private static final int WIDTH = 100;

  private final List<String> before = new ArrayList<>();
  private final PrintWriter err;
  private final boolean terminal;
  private final boolean json;
  private String stage = "";
  private int pieces;
  private int cached;
  private long start;
  private long lastLine;
  private boolean open;

  ConsoleProgress(PrintWriter err, boolean json) {
    this.err = err;
    this.json = json;
    this.terminal = !json && System.console() != null && System.getenv("TERM") != null;
  }

  @Override
  public synchronized void begin(String name, int newPieces, int newCached) {
    stage = name;
    pieces = newPieces;
    cached = newCached;
    start = System.nanoTime();
    lastLine = start;
    if (json) {
      event("begin", 0);
    } else if (terminal && pieces > 0) {
      live(0);
    }
  }

  @Override
  public synchronized void done(int done) {
    long now = System.nanoTime();
    if (terminal) {
      live(done);
    } else if (now - lastLine >= PLAIN_INTERVAL_NANOS) {
      lastLine = now;
      if (json) {
        event("progress", done);
      } else {
        err.println(line(done));
      }
    }
  }

  @Override
  public synchronized void end() {
    if (json) {
      event("end", pieces);
      return;
    }
    if (pieces == 0) {
      before.add(stage);
      return;
    }
    rest();
    clear();
    err.println(
        String.format(
            Locale.ROOT,
            "  %-22s %d computed%s in %s",
            stage,
            pieces,
            cached > 0 ? ", " + cached + " as before" : "",
            seconds(System.nanoTime() - start)));
    err.flush();
  }

  /** Names the stages since the last line whose results were there already, which cost nothing. */
  synchronized void rest() {
    StringBuilder line = new StringBuilder("  as before:");
    for (int i = 0; i < before.size(); i++) {
      String name = " " + before.get(i) + (i < before.size() - 1 ? "," : "");
      if (line.length() + name.length() > WIDTH) {
        err.println(line);
        line = new StringBuilder("   ");
      }
      line.append(name);
    }
    if (!before.isEmpty()) {
      clear();
      err.println(line);
      err.flush();
      before.clear();
    }
  }

  private void live(int done) {
    clear();
    err.print(line(done));
    err.flush();
    open = true;
  }

  private void clear() {
    if (open) {
      err.print("\r\u001b[K");
      open = false;
    }
  }

  private String line(int done) {
    long elapsed = System.nanoTime() - start;
    String eta =
        done == 0 || done >= pieces
            ? ""
            : ", about " + seconds((long) ((double) elapsed / done * (pieces - done))) + " left";
    return String.format(
        Locale.ROOT, "  %-22s %d of %d, %s%s", stage, done, pieces, seconds(elapsed), eta);
  }

  private void event(String event, int done) {
    err.println(
        String.format(
            Locale.ROOT,
            "{\"event\":\"%s\",\"stage\":\"%s\",\"done\":%d,\"pieces\":%d,\"cached\":%d,"
                + "\"seconds\":%.3f}",
            event,
            stage,
            done,
            pieces,
            cached,
            (System.nanoTime() - start) * 1e-9));
    err.flush();
  }

  static String seconds(long nanos) {
    double seconds = nanos * 1e-9;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }
}
