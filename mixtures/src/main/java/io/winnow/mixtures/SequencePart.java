package io.winnow.mixtures;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.TableWriter;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.mixtures.CopyReader.Copy;
import io.winnow.mixtures.repository.FileOrder;
import io.winnow.mixtures.repository.RepositoryFile;
import io.winnow.mixtures.sequences.SequenceForm;
import io.winnow.mixtures.sequences.SequenceWriter;
import io.winnow.mixtures.sequences.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The copies as sequences of tokens. A copy is a text for itself; files of a repository, each after
 * a line with its path, are texts of as many files as fit into a sequence. A token ends each text.
 */
final class SequencePart implements PartWriter {
  private final Mixture mixture;
  private final SequenceForm settings;
  private final TokenCounter tokenizer;
  private long documents;
  private long tokens;
  private long paths;
  private long texts;
  private long written;

  SequencePart(Mixture mixture, SequenceForm settings) {
    this.mixture = mixture;
    this.settings = settings;
    this.tokenizer = TokenCounter.of(settings.tokenizer());
  }

  @Override
  public void write(CopyReader copies, TableWriter to) throws IOException {
    SequenceWriter writer =
        new SequenceWriter(
            mixture.name(),
            mixture.seed(),
            settings,
            row -> {
              to.write(row.values());
              written += row.get(SequenceWriter.TOKENS);
            });
    Copy next = copies.next();
    while (next != null) {
      Copy first = next;
      FileOrder order = mixture.orders().get(first.component());
      if (order == null || !first.shared().has(DocumentTable.REPOSITORY)) {
        Unit unit = new Unit();
        add(first, "", unit);
        end(unit, writer);
        next = copies.next();
      } else {
        List<Copy> repository = new ArrayList<>();
        for (; next != null && next.belongsTo(first); next = copies.next()) {
          repository.add(next);
        }
        addRepository(repository, order, writer);
      }
    }
    writer.finish();
  }

  /** Cuts a repository between files, where the next one would not fit. */
  private void addRepository(List<Copy> copies, FileOrder order, SequenceWriter writer)
      throws IOException {
    Map<DocumentId, Copy> byId = new HashMap<>();
    List<RepositoryFile> files = new ArrayList<>();
    for (Copy copy : copies) {
      String path = copy.shared().getOrNull(DocumentTable.PATH);
      String language = copy.shared().getOrNull(DocumentTable.PROGRAMMING_LANGUAGE);
      byId.put(copy.id(), copy);
      files.add(new RepositoryFile(copy.id(), path == null ? "" : path, language, copy.text()));
    }
    int[] gap = tokenizer.encode("\n\n");
    Unit unit = new Unit();
    for (RepositoryFile file : order.sort(files, mixture.seed())) {
      Copy copy = Objects.requireNonNull(byId.get(file.id()));
      Unit alone = new Unit();
      add(copy, file.path().isEmpty() ? "" : file.path() + "\n", alone);
      if (unit.size() > 0 && unit.size() + gap.length + alone.size() + 1 > settings.length()) {
        end(unit, writer);
        unit = new Unit();
      }
      if (unit.size() > 0) {
        unit.add(gap);
        paths += gap.length;
      }
      unit.append(alone);
    }
    end(unit, writer);
  }

  private void add(Copy copy, String heading, Unit unit) {
    unit.begin(copy.id().toString(), copy.component(), copy.number());
    if (!heading.isEmpty()) {
      int[] path = tokenizer.encode(heading);
      paths += path.length;
      unit.add(path);
    }
    int[] ids = tokenizer.encode(copy.text());
    tokens += ids.length;
    documents++;
    unit.add(ids);
  }

  private void end(Unit unit, SequenceWriter writer) throws IOException {
    unit.add(tokenizer.endOfText());
    texts++;
    writer.add(unit);
  }

  @Override
  public SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put(MixTexts.DOCUMENTS, documents);
    counts.put(MixTexts.TOKENS, tokens);
    counts.put(MixTexts.PATHS, paths);
    counts.put(MixTexts.TEXTS, texts);
    counts.put(MixTexts.WRITTEN, written);
    return counts;
  }
}
