package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.ShardInput;
import java.io.IOException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what is cut out of the documents of a shard as repeats: the sentences of copies that do not
 * stay. A sentence that also belongs to a copy that stays, of whatever unit, is left alone: every
 * repeated unit is still there as a whole, in one place at least. So is every repeated passage,
 * where nothing else is looked for; where both are, no word is lost, as what is cut always has its
 * like in a document with a smaller id, or before it in the same one.
 *
 * <p>Not thread-safe. Memory: 64 bytes a repeated part of the shard, and one text taken apart.
 */
final class RepeatCuts {
  private final UnitDigests digests;
  private final RepeatedParts repeated;
  private final @Nullable PassageCuts passages;
  private final BitSet stays = new BitSet();
  private final Map<Unit, BitSet> goes = new EnumMap<>(Unit.class);

  private RepeatCuts(
      RepeatParameters parameters, RepeatedParts repeated, @Nullable PassageCuts passages) {
    this.digests = new UnitDigests(parameters);
    this.repeated = repeated;
    this.passages = passages;
    parameters.units().forEach(unit -> goes.put(unit, new BitSet()));
  }

  /** For a shard whose lists, as {@link FindRepeats} writes them, say what is repeated. */
  static RepeatCuts of(RepeatParameters parameters, ShardInput from) throws IOException {
    return new RepeatCuts(
        parameters,
        parameters.others() ? RepeatedParts.read(from, FindRepeats.REPEATS) : RepeatedParts.none(),
        parameters.passages() ? PassageCuts.of(parameters, from) : null);
  }

  /** Takes a span of characters that is cut out. */
  @FunctionalInterface
  interface CutSink {
    void accept(int start, int end, String reason) throws IOException;
  }

  /**
   * Gives what is cut out of a document. Those that are kept are given in the order of their rows,
   * each once.
   */
  void cut(long row, String text, Kind kind, CutSink sink) throws IOException {
    stays.clear();
    goes.values().forEach(BitSet::clear);
    digests.read(text, kind, (unit, first, end, name) -> mark(row, unit, first, end, name));
    for (Map.Entry<Unit, BitSet> unit : goes.entrySet()) {
      BitSet cut = unit.getValue();
      cut.andNot(stays);
      digests.units().spans(cut, (start, end) -> sink.accept(start, end, unit.getKey().reason()));
    }
    if (passages != null) {
      passages.cut(row, text, kind, sink);
    }
  }

  private void mark(long row, Unit unit, int first, int end, DocumentId name) {
    int part = repeated.find(name.high(), name.low());
    if (part >= 0) {
      BitSet marks = repeated.stays(part, row) ? stays : goes.get(unit);
      if (marks != null) {
        marks.set(first, end);
      }
    }
  }
}
