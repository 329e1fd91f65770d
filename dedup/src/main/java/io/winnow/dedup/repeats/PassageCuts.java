package io.winnow.dedup.repeats;

import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.ShardInput;
import java.io.IOException;
import java.util.BitSet;

/**
 * Says what is cut out of the documents of a shard as repeated passages: the words of windows that
 * do not stay, other than those of windows that do.
 */
final class PassageCuts {
  private final PassageWindows windows;
  private final RepeatedParts fingerprints;
  private final RepeatedParts passages;
  private final BitSet stays = new BitSet();
  private final BitSet goes = new BitSet();

  private PassageCuts(PassageWindows windows, RepeatedParts fingerprints, RepeatedParts passages) {
    this.windows = windows;
    this.fingerprints = fingerprints;
    this.passages = passages;
  }

  static PassageCuts of(RepeatParameters parameters, ShardInput from) throws IOException {
    return new PassageCuts(
        new PassageWindows(parameters),
        RepeatedParts.read(from, FindRepeats.FINGERPRINTS),
        RepeatedParts.read(from, FindRepeats.PASSAGES));
  }

  void cut(long row, String text, Kind kind, RepeatCuts.CutSink sink) throws IOException {
    stays.clear();
    goes.clear();
    windows.read(text, kind);
    windows.passages(
        fingerprints,
        (first, name) -> {
          int part = passages.find(name.high(), name.low());
          if (part >= 0) {
            (passages.stays(part, row) ? stays : goes).set(first, first + windows.length());
          }
        });
    goes.andNot(stays);
    for (int from = goes.nextSetBit(0); from >= 0; ) {
      int to = goes.nextClearBit(from);
      sink.accept(windows.start(from), windows.end(text, to - 1), Unit.PASSAGE.reason());
      from = goes.nextSetBit(to);
    }
  }
}
