package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what occurs in several places of the documents that are kept: units such as paragraphs in
 * one stage, passages in two, of which the first finds fingerprints that lead to them.
 */
public final class FindRepeats extends TableStage {
  /** The word of recipes. */
  public static final String WORD = "repeats";

  public static final Column<DocumentId> PART =
      Column.id("part", "digest of the part's normal form");
  public static final Column<Long> KEPT_ROW =
      Column.number("kept_row", "document of this shard whose first copy stays, if any");
  public static final Column<Long> OCCURRENCES =
      Column.number("occurrences", "how often it occurs in all");
  public static final Column<Long> DOCUMENTS = Column.number("documents", "in how many documents");

  /** Of the lists: a row for each repeated part that the shard has. */
  static final Schema LIST = Schema.of(PART, KEPT_ROW, OCCURRENCES, DOCUMENTS);

  /** The list of repeated lines, paragraphs and sentences. */
  public static final Table REPEATS = new Table(WORD, LIST, Table.Shape.LIST);

  /** The list of fingerprints that lead to repeated passages. */
  public static final Table FINGERPRINTS =
      new Table("repeats_fingerprints", LIST, Table.Shape.LIST);

  /** The list of repeated passages. */
  public static final Table PASSAGES = new Table("repeats_passages", LIST, Table.Shape.LIST);

  private final RepeatParameters parameters;
  private final Table list;
  private final SearchParts search;

  private FindRepeats(RepeatParameters parameters, Table list, SearchParts search) {
    super(WORD, reads(list), list);
    this.parameters = parameters;
    this.list = list;
    this.search = search;
  }

  /** The stages in their order; those whose units the settings do not name are not needed. */
  public static List<Stage> all(RepeatSettings settings) {
    RepeatParameters parameters = settings.parameters();
    return List.of(units(parameters), fingerprints(parameters), passages(parameters));
  }

  static FindRepeats units(RepeatParameters parameters) {
    return new FindRepeats(parameters, REPEATS, SearchParts.units(parameters));
  }

  static FindRepeats fingerprints(RepeatParameters parameters) {
    return new FindRepeats(parameters, FINGERPRINTS, SearchParts.fingerprints(parameters));
  }

  static FindRepeats passages(RepeatParameters parameters) {
    return new FindRepeats(parameters, PASSAGES, SearchParts.passages(parameters));
  }

  private static List<Table> reads(Table list) {
    List<Table> reads =
        new ArrayList<>(
            List.of(DecisionTables.DECISIONS, DocumentTable.DOCUMENTS, DocumentTable.IDS));
    if (list.equals(PASSAGES)) {
      reads.add(FINGERPRINTS);
    }
    return reads;
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return list.equals(REPEATS) ? List.of(RepeatSettings.class) : List.of();
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return list.equals(REPEATS) ? parameters.others() : parameters.passages();
  }

  @Override
  public String settings(Inputs inputs) {
    return parameters.toString();
  }

  @Override
  public Work work(Inputs inputs) {
    Partitions partitions = search.partitions(inputs.shards());
    return Work.shuffle(inputs, list, shards -> search.blocks(shards, partitions));
  }
}
