package io.winnow.mixtures.sequences;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sequence of tokens while it is filled. */
final class Sequence {
  static final Column<DocumentId> ID = Column.id("id", "digest of mixture, ids and borders");
  static final Column<Long> TOKENS = Column.number("tokens", "tokens in it");
  static final Column<int[]> IDS = Column.numbers("ids", "ids of its tokens");
  static final Column<int[]> CONTEXTS =
      Column.numbers("contexts", "first token of each text that stands for itself");
  static final Column<int[]> STARTS = Column.numbers("starts", "first token of each document");
  static final Column<String[]> DOCUMENTS = Column.texts("documents", "id of each document");
  static final Column<String[]> COMPONENTS =
      Column.texts("components", "component that each document comes from");
  static final Column<int[]> SKIPPED =
      Column.numbers("skipped", "tokens of each document that lie in others");

  static final Schema SCHEMA =
      Schema.of(ID, TOKENS, IDS, CONTEXTS, STARTS, DOCUMENTS, COMPONENTS, SKIPPED);

  private int[] ids;
  private int size;
  private final List<Integer> contexts = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final List<String> documents = new ArrayList<>();
  private final List<String> components = new ArrayList<>();
  private final List<Long> copies = new ArrayList<>();
  private final List<Integer> skipped = new ArrayList<>();

  Sequence(int capacity) {
    ids = new int[capacity];
  }

  int size() {
    return size;
  }

  /** Adds a stretch of a unit, which must fit. */
  void add(Unit unit, int from, int length) {
    contexts.add(size);
    List<Unit.Member> members = unit.members();
    for (int i = 0; i < members.size(); i++) {
      Unit.Member member = members.get(i);
      int begin = Math.max(from, member.start());
      if (begin < Math.min(from + length, unit.end(i))) {
        starts.add(size + begin - from);
        documents.add(member.document());
        components.add(member.component());
        copies.add(member.copy());
        skipped.add(begin - member.start());
      }
    }
    unit.copy(from, ids, size, length);
    size += length;
  }

  /** As a row of {@link #SCHEMA}. */
  Row row(String mixture) {
    Digest digest = new Digest().add(mixture).add(size);
    int[] tokens = Arrays.copyOf(ids, size);
    for (int token : tokens) {
      digest.add(token);
    }
    for (int i = 0; i < documents.size(); i++) {
      digest.add(documents.get(i)).add(components.get(i)).add(copies.get(i));
      digest.add(starts.get(i)).add(skipped.get(i));
    }
    DocumentId id = digest.id();
    return new Row(
        SCHEMA,
        new @Nullable Object[] {
          id,
          (long) size,
          tokens,
          numbers(contexts),
          numbers(starts),
          documents.toArray(String[]::new),
          components.toArray(String[]::new),
          numbers(skipped)
        });
  }

  private static int[] numbers(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
