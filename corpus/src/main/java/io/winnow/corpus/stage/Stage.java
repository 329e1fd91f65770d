package io.winnow.corpus.stage;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One step on the way from documents to mixtures: reads tables, writes others. All that anybody has
 * to know of it is said here: the plan runs it, computes its key, checks recipes, draws the report
 * and tells a document's story from nothing else.
 *
 * <p>What a stage writes may depend on nothing but its code, the tables it reads, what {@link
 * #settings} says and the models and files that this names: those are its key, and what is there
 * under the same key is not computed again.
 *
 * <p>A class on the class path with a constructor without parameters can be named in a recipe's
 * list of stages.
 */
public interface Stage {
  /** Name of its job, different from that of any other stage. */
  String name();

  /** The word of recipes that asks for it; empty for what belongs to every plan. */
  default String word() {
    return "";
  }

  /** Words of stages without which this one has nothing to read. */
  default List<String> needs() {
    return List.of();
  }

  /** The records of its settings, for the schema of recipes; see {@link Section}. */
  default List<Class<? extends Record>> sections() {
    return List.of();
  }

  /** The setting without which it has nothing to do. */
  default Optional<NeededSetting> needsSetting() {
    return Optional.empty();
  }

  /** Tables that it reads. */
  List<Table> reads();

  /**
   * Tables whose column {@code kept} says for which documents it computes anything, without
   * changing what comes out for a document: results of the others are kept when only these change.
   */
  default List<Table> masks() {
    return List.of();
  }

  /** Tables that it writes. */
  List<Table> writes();

  /** Whether there is anything to do, as far as the tables before it can tell. */
  default boolean isNeeded(Inputs inputs) throws IOException {
    return true;
  }

  /**
   * Looks for the models and files that it needs, before anything runs.
   *
   * @throws io.winnow.corpus.files.WrongInput or another exception whose message is a sentence for
   *     the user, if one is not there or fails its checks
   */
  default void requireAssets() throws IOException {}

  /** What its results depend on besides code and tables, in a canonical form. */
  default String settings(Inputs inputs) throws IOException {
    return "";
  }

  /** What there is to do. Called only where it is not there yet. */
  Work work(Inputs inputs) throws IOException;

  /**
   * Files besides its tables that belong to a shard whose tables are there, asked of stages that
   * work on each shard by itself. They lie in the same folder of a run as these tables. Where one
   * of them is not as it should be, the shard is computed again; a sweep leaves them alone.
   */
  default List<OtherFile> otherFiles(CorpusFolder folder, Shard shard) throws IOException {
    return List.of();
  }

  /** The reasons for which documents go after it. */
  default List<Drop> drops() {
    return List.of();
  }

  /** Columns that conditions may name. */
  default List<Offer> offers() {
    return List.of();
  }

  /** Those of its tables that tell a person what became of a document. */
  default List<Table> tells() {
    return List.of();
  }
}
