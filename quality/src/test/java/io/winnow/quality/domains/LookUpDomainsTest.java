package io.winnow.quality.domains;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedFlink.class)
class LookUpDomainsTest {
  private static final String NO_ADDRESS = "a document of no address";

  /** What the table says of each address, in the order of its columns. */
  private static final Map<String, String> EXPECTED =
      Map.of(
          "http://www.spam.example/a",
          "www.spam.example spam.example true spam.example",
          "https://spam.example:443/",
          "spam.example spam.example true spam.example",
          "http://good.spam.example/",
          "good.spam.example spam.example false good.spam.example",
          "http://alice.github.io/",
          "alice.github.io alice.github.io true .github.io",
          "http://github.io/",
          "github.io null false null",
          "http://B\u00dcCHER.example/",
          "xn--bcher-kva.example xn--bcher-kva.example true" + " xn--bcher-kva.example",
          "http://10.1.2.3/spam.example",
          "10.1.2.3 null false null",
          "urn:spam.example",
          "null null false null",
          NO_ADDRESS,
          "null null false null");

  @Test
  void addressesAreJudgedTheSameOnEveryRunner(Runner flink, @TempDir Path folder)
      throws IOException {
    List<String> addresses = EXPECTED.keySet().stream().sorted().toList();
    Path recipe = Files.createDirectories(folder.resolve("recipe"));
    Files.writeString(
        recipe.resolve("deny.txt"), "spam.example\n*.github.io\nb\u00fccher.example\n");
    Files.writeString(recipe.resolve("allow.txt"), "good.spam.example # by hand\n");
    LookUpDomains stage =
        new LookUpDomains(
            new DomainSettings(List.of("deny.txt"), List.of("allow.txt")),
            path -> recipe.resolve(path).toString());
    stage.requireAssets();
    for (Runner runner : List.of(Runners.directWithChecks(2), flink.at(2))) {
      CorpusFolder corpus = new CorpusFolder(folder.resolve(runner.name()).toString());
      List<Shard> shards =
          List.of(
              write(corpus, 0, addresses.subList(0, 2)),
              write(corpus, 1, addresses.subList(2, 2)),
              write(corpus, 2, addresses.subList(2, addresses.size())));
      new StageRun(corpus, shards, runner).run(stage);
      int at = 0;
      for (Shard shard : shards) {
        for (String line : lines(corpus, shard)) {
          String address = addresses.get(at++);
          assertEquals(EXPECTED.get(address), line, address + " on " + runner.name());
        }
      }
      assertEquals(addresses.size(), at);
    }
  }

  private static Shard write(CorpusFolder folder, int number, List<String> addresses)
      throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String address : addresses) {
      @Nullable Object[] row = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
      row[DocumentTable.DOCUMENTS.schema().indexOf(DocumentTable.SOURCE_URI.name())] =
          address.equals(NO_ADDRESS) ? null : address;
      row[DocumentTable.DOCUMENTS.schema().indexOf(DocumentTable.URI.name())] =
          "http://spam.example/input.warc.gz"; // where the file lay says nothing of the record
      rows.add(row);
    }
    String name = "shard-" + number;
    StageRun.write(folder, name, DocumentTable.DOCUMENTS, rows);
    return new Shard(number, name, rows.size(), rows.size());
  }

  private static List<String> lines(CorpusFolder folder, Shard shard) throws IOException {
    List<String> lines = new ArrayList<>();
    try (TableReader rows = TableReader.open(LookUpDomains.DOMAINS.file(folder, shard.name()))) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        lines.add(
            row.getOrNull(LookUpDomains.HOST)
                + " "
                + row.getOrNull(LookUpDomains.DOMAIN)
                + " "
                + row.get(LookUpDomains.DENIED)
                + " "
                + row.getOrNull(LookUpDomains.ENTRY));
      }
    }
    return lines;
  }

  @Test
  void rulesAndMixturesMayAskForHostAndDomain() {
    LookUpDomains stage = new LookUpDomains(new DomainSettings(List.of(), List.of()), path -> path);
    assertEquals(
        List.of(new Offer(LookUpDomains.DOMAINS, List.of("host", "domain"), true)), stage.offers());
    assertEquals(
        List.of(
            Drop.flagged("domains", "denied-domain", LookUpDomains.DOMAINS, LookUpDomains.DENIED)),
        stage.drops());
  }
}
