package io.winnow.quality.domains;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The host and the registered domain of every document that says it comes from the web, and whether
 * lists let it in. What has no web address of its own has no host, and stays.
 */
public final class LookUpDomains extends TableStage {
  /** What recipes and decisions call it. */
  public static final String WORD = "domains";

  public static final Column<String> HOST = Column.text("host", "host of the record's own URI");
  public static final Column<String> DOMAIN =
      Column.text("domain", "registered domain of the host, by the list of public suffixes");
  public static final Column<Boolean> DENIED =
      Column.flag("denied", "whether lists of domains deny the host");
  public static final Column<String> ENTRY =
      Column.text("entry", "entry of a list that says so; with a dot before it, without the host");

  public static final Table DOMAINS = Table.aligned("domains", HOST, DOMAIN, DENIED, ENTRY);

  private final DomainSettings lists;

  /**
   * @param paths makes paths of the recipe absolute
   */
  public LookUpDomains(DomainSettings settings, UnaryOperator<String> paths) {
    super(WORD, List.of(DocumentTable.DOCUMENTS), DOMAINS);
    this.lists = settings.at(paths);
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(DomainSettings.class);
  }

  /** Reads the lists, which are kept for the work. */
  @Override
  public void requireAssets() {
    requireReadable("domains.deny", lists.deny());
    requireReadable("domains.allow", lists.allow());
    DomainLists.of(lists, DomainLists.digest(lists));
  }

  private static void requireReadable(String setting, List<String> files) {
    for (int i = 0; i < files.size(); i++) {
      try {
        DomainLists.digest(files.get(i));
      } catch (WrongInput e) {
        throw new WrongInput(setting + "[" + i + "]", e.getMessage());
      }
    }
  }

  @Override
  public String settings(Inputs inputs) {
    return DomainLists.digest(lists);
  }

  @Override
  public Work work(Inputs inputs) {
    DomainSettings files = lists;
    String digest = DomainLists.digest(files);
    return Work.perShard((from, to) -> lookUp(files, digest, from, to));
  }

  @Override
  public List<Drop> drops() {
    return List.of(Drop.flagged(WORD, "denied-domain", DOMAINS, DENIED));
  }

  @Override
  public List<Offer> offers() {
    return List.of(new Offer(DOMAINS, List.of(HOST.name(), DOMAIN.name()), true));
  }

  @Override
  public List<Table> tells() {
    return List.of(DOMAINS);
  }

  /**
   * The registered domain of an address of the web, by the list of public suffixes; its host where
   * it has none. Null for what is no such address.
   */
  public static @Nullable String domainOf(String address) {
    String host = WebHost.ofAddress(address);
    String domain = host == null ? null : WebHost.domain(host);
    return domain == null ? host : domain;
  }

  private static void lookUp(DomainSettings files, String digest, ShardInput from, ShardOutput to)
      throws IOException {
    DomainLists lists = DomainLists.of(files, digest);
    from.forEach(
        DocumentTable.DOCUMENTS.columns(DocumentTable.SOURCE_URI),
        row -> {
          String address = row.getOrNull(DocumentTable.SOURCE_URI);
          @Nullable String host = address == null ? null : WebHost.ofAddress(address);
          if (host == null) {
            to.write(DOMAINS, null, null, false, null);
          } else {
            DomainLists.Verdict verdict = lists.judge(host);
            to.write(DOMAINS, host, WebHost.domain(host), verdict.denied(), verdict.entry());
          }
        });
  }
}
