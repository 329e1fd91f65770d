package io.winnow.report.html;

import static io.winnow.report.html.Attribute.CLASS;
import static io.winnow.report.html.Attribute.DIR;
import static io.winnow.report.html.Attribute.OPEN;

import io.winnow.report.Excerpt;
import io.winnow.report.Report;
import io.winnow.report.Report.Breakdown;
import io.winnow.report.Report.Cluster;
import io.winnow.report.Report.Clusters;
import io.winnow.report.Report.Component;
import io.winnow.report.Report.Count;
import io.winnow.report.Report.DeadLetterExample;
import io.winnow.report.Report.DeadLetterGroup;
import io.winnow.report.Report.Example;
import io.winnow.report.Report.ExampleGroup;
import io.winnow.report.Report.Measure;
import io.winnow.report.Report.Mixture;
import io.winnow.report.Report.Quantiles;
import io.winnow.report.Report.Rule;
import io.winnow.report.Report.Share;
import io.winnow.report.Report.Signal;
import io.winnow.report.Report.SizeRange;
import io.winnow.report.Report.Source;
import io.winnow.report.Report.Stage;
import io.winnow.report.Report.Step;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.Scale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The page of one run, section by section. A section without content is left out. */
final class RunPage {
  private final Report report;
  private final Source all;

  private RunPage(Report report) {
    this.report = report;
    this.all = report.allSources();
  }

  static String of(Report report) {
    return new RunPage(report).write();
  }

  private String write() {
    String title = Excerpt.of(report.run(), Bounds.NAME) + " – Winnow report";
    Page page = new Page(title, header(), footer());
    page.add("overview", "Overview", overview());
    page.add("funnel", "Funnel", funnels());
    if (!report.kinds().isEmpty() || !report.languages().isEmpty()) {
      page.add("breakdown", "Kinds and languages", breakdowns());
    }
    if (!report.rules().isEmpty()) {
      page.add("rules", "Rules", rules());
    }
    if (!report.signals().isEmpty()) {
      page.add("signals", "Signals", signals());
    }
    if (!report.grades().isEmpty()) {
      page.add("grades", "Buckets and tiers", grades());
    }
    if (!report.clusters().isEmpty()) {
      page.add("clusters", "Duplicates", clusters());
    }
    if (!report.cuts().isEmpty()) {
      page.add("cuts", "Cuts", CutTable.of(report.cuts()));
    }
    if (!report.cells().isEmpty()) {
      page.add("embeddings", "Embeddings", cells());
    }
    if (report.embeddingRecall() != null) {
      page.add("embedding-recall", "Cheap embeddings", RecallSection.of(report.embeddingRecall()));
    }
    if (report.losses() != null) {
      page.add("losses", "Losses", losses(report.losses()));
    }
    if (!report.mixtures().isEmpty()) {
      page.add("mixtures", "Mixtures", mixtures());
    }
    if (!report.examples().isEmpty()) {
      page.add("examples", "Examples", examples());
    }
    if (!report.deadLetters().isEmpty()) {
      page.add("dead-letters", "Dead letters", deadLetters());
    }
    if (!report.stages().isEmpty()) {
      page.add("stages", "Stages", stages());
    }
    return page.write();
  }

  // ---- top and bottom

  private Element header() {
    return Element.of(
        Tag.HEADER,
        Element.of(Tag.P, "Corpus report").css("kicker"),
        Element.of(Tag.H1).foreign(report.run(), Bounds.NAME),
        Element.of(Tag.P).css("muted").foreign(report.time(), Bounds.NAME),
        facts());
  }

  private Element facts() {
    return Element.of(
        Tag.DL,
        fact("Digest", Element.of(Tag.CODE).foreign(report.digest(), Bounds.NAME)),
        fact("Version", Element.of(Tag.SPAN).foreign(report.version(), Bounds.NAME)));
  }

  private static Element fact(String name, Element value) {
    return Element.of(Tag.DIV, Element.of(Tag.DT, name), Element.of(Tag.DD, value));
  }

  private static Element footer() {
    return Element.of(
        Tag.FOOTER,
        Element.of(
            Tag.P,
            "This file loads nothing and runs nothing; addresses are shown, not linked. All"
                + " numbers, also those that had no room here, are in report.json beside it."));
  }

  // ---- overview

  private Element[] overview() {
    List<Element> content = new ArrayList<>();
    Amount kept = all.kept();
    Element tiles =
        Element.of(
            Tag.DIV,
            tile("Records in", all.records(), plural(report.sources().size(), "source", "sources")),
            tile(
                "Documents kept",
                kept.documents(),
                Numbers.percent(kept.documents(), all.records()) + " of the records"),
            tile("Tokens kept", kept.tokens(), tokensPerDocument(kept)),
            Element.of(
                Tag.DIV,
                Element.of(Tag.P, "Text kept").css("name"),
                Element.of(Tag.P, Numbers.bytes(kept.textBytes())).css("figure"),
                Element.of(Tag.P, Numbers.grouped(kept.textBytes()) + " bytes").css("muted")));
    content.add(tiles.css("tiles"));
    content.add(books());
    if (!report.warnings().isEmpty()) {
      Element list = Element.of(Tag.UL);
      for (String warning : first(report.warnings(), Bounds.WARNINGS)) {
        list.add(Element.of(Tag.LI).foreign(warning, Bounds.URI));
      }
      more(list, Tag.LI, report.warnings().size(), Bounds.WARNINGS, "warnings");
      content.add(
          Element.of(
                  Tag.ASIDE,
                  Element.of(Tag.H3, plural(report.warnings().size(), "warning", "warnings")),
                  list)
              .css("note warn"));
    }
    return content.toArray(Element[]::new);
  }

  private static String tokensPerDocument(Amount kept) {
    return kept.documents() == 0
        ? "no document"
        : Numbers.grouped(Math.round((double) kept.tokens() / kept.documents())) + " a document";
  }

  private static Element tile(String name, long number, String remark) {
    boolean fits = Math.abs(number) < 1_000_000;
    String figureText = fits ? Numbers.grouped(number) : Numbers.compact(number);
    Element figure = Element.of(Tag.P, figureText).css("figure");
    String exact = fits ? remark : Numbers.grouped(number) + " · " + remark;
    return Element.of(
        Tag.DIV,
        Element.of(Tag.P, name).css("name"),
        figure,
        Element.of(Tag.P, exact).css("muted"));
  }

  private Element books() {
    List<Source> wrong =
        report.sources().stream().filter(s -> s.records() != s.accounted()).toList();
    long dropped = Amount.sum(all.steps().stream().map(Step::dropped).toList()).documents();
    String sum =
        Numbers.grouped(all.records())
            + " in = "
            + Numbers.grouped(all.kept().documents())
            + " kept + "
            + Numbers.grouped(dropped)
            + " dropped + "
            + Numbers.grouped(all.sumPassedOver())
            + " passed over + "
            + Numbers.grouped(all.deadLetters())
            + " dead letters";
    if (wrong.isEmpty()) {
      return Element.of(Tag.P, Element.of(Tag.STRONG, "The books balance for every source: "))
          .text(sum + ".")
          .css("note good");
    }
    Element list = Element.of(Tag.UL);
    for (Source source : first(wrong, Bounds.SMALL_COUNTS)) {
      list.add(
          Element.of(Tag.LI)
              .foreign(source.name(), Bounds.NAME)
              .text(
                  ": "
                      + Numbers.grouped(source.records())
                      + " in, "
                      + Numbers.grouped(source.accounted())
                      + " accounted for"));
    }
    more(list, Tag.LI, wrong.size(), Bounds.SMALL_COUNTS, "sources");
    return Element.of(Tag.ASIDE, Element.of(Tag.H3, "The books do not balance"), list)
        .css("note bad");
  }

  // ---- funnel

  private Element[] funnels() {
    List<Element> content = new ArrayList<>();
    content.add(
        Element.of(
                Tag.P,
                "Every row is one step: what it takes out in colour, what is left after it in "
                    + "grey. A document counts at the first step that drops it.")
            .css("lead"));
    content.add(
        Element.of(
                Tag.P,
                legend("passed", "passed over"),
                legend("dead", "dead letters"),
                legend("rule", "rules"),
                legend("exact", "exact copies"),
                legend("near", "near copies"),
                legend("kept", "kept"))
            .css("legend"));
    content.add(Element.of(Tag.H3, "All sources"));
    content.add(Funnel.table(all, true));
    if (report.sources().size() > 1) {
      content.add(Element.of(Tag.H3, "By source"));
      content.add(sourceTable());
      boolean open = report.sources().size() <= 6;
      for (Source source : first(report.sources(), Bounds.SOURCES)) {
        content.add(funnel(source, open));
      }
    }
    if (!all.passedOver().isEmpty()) {
      content.add(passedOver());
    }
    return content.toArray(Element[]::new);
  }

  private static Element legend(String css, String words) {
    return Element.of(Tag.SPAN, Funnel.key(css)).text(words);
  }

  private Element funnel(Source source, boolean open) {
    Element summary =
        Element.of(
            Tag.SUMMARY,
            Element.of(Tag.STRONG).foreign(source.name(), Bounds.NAME),
            Element.of(
                    Tag.SPAN,
                    Numbers.grouped(source.records())
                        + " records, "
                        + Numbers.grouped(source.kept().documents())
                        + " kept ("
                        + Numbers.percent(source.kept().documents(), source.records())
                        + ")")
                .css("muted"));
    Element details = Element.of(Tag.DETAILS, summary, Funnel.table(source, false));
    long silent = source.steps().stream().filter(s -> s.dropped().documents() == 0).count();
    if (silent > 0) {
      details.add(
          Element.of(
                  Tag.P, plural(silent, "step", "steps") + " that dropped nothing here: not shown.")
              .css("muted small"));
    }
    return open ? details.set(OPEN, "") : details;
  }

  private Element sourceTable() {
    Table table =
        new Table("Sources")
            .words("Source")
            .words("Kind")
            .bars("Kept of the records")
            .numbers("Records")
            .numbers("Kept")
            .numbers("Share")
            .numbers("Tokens kept")
            .numbers("MB kept");
    for (Source source : first(report.sources(), Bounds.SOURCES)) {
      sourceRow(table.row().foreign(source.name()), source);
    }
    if (report.sources().size() > Bounds.SOURCES) {
      List<Source> others = report.sources().subList(Bounds.SOURCES, report.sources().size());
      long records = others.stream().mapToLong(Source::records).sum();
      Amount kept = Amount.sum(others.stream().map(Source::kept).toList());
      sourceRow(
          table.row().words(Numbers.grouped(others.size()) + " other sources"),
          new Source("", "", records, List.of(), 0, List.of(), kept));
    }
    return table.element();
  }

  private static void sourceRow(Table.Row row, Source source) {
    Amount kept = source.kept();
    row.foreign(source.kind())
        .add(
            Charts.bar(
                Numbers.percent(kept.documents(), source.records()) + " kept",
                source.records(),
                new Charts.Part(kept.documents(), "kept"),
                new Charts.Part(source.records() - kept.documents(), "left")))
        .number(source.records())
        .number(kept.documents())
        .words(Numbers.percent(kept.documents(), source.records()))
        .number(kept.tokens())
        .words(Numbers.megabytes(kept.textBytes()));
  }

  private Element passedOver() {
    List<Count> counts = new ArrayList<>(all.passedOver());
    counts.sort((a, b) -> Long.compare(b.count(), a.count()));
    Table table =
        new Table("Records passed over by reason").words("Passed over as").numbers("Records");
    for (Count count : first(counts, Bounds.BREAKDOWNS)) {
      table.row().foreign(count.name()).number(count.count());
    }
    long others = counts.stream().skip(Bounds.BREAKDOWNS).mapToLong(Count::count).sum();
    if (others > 0) {
      table
          .row()
          .words(Numbers.grouped(counts.size() - Bounds.BREAKDOWNS) + " other reasons")
          .number(others);
    }
    return Element.of(
        Tag.DETAILS,
        Element.of(
            Tag.SUMMARY,
            Element.of(Tag.STRONG, "Passed over"),
            Element.of(Tag.SPAN, plural(all.sumPassedOver(), "record", "records")).css("muted")),
        table.element());
  }

  // ---- kinds and languages

  private Element[] breakdowns() {
    return new Element[] {
      Element.of(Tag.P, legend("kept", "kept"), legend("rule", "dropped"))
          .text("Bars and shares go by tokens.")
          .css("legend"),
      Element.of(Tag.H3, "Kinds"),
      breakdown("Kind", report.kinds()),
      Element.of(Tag.H3, "Languages"),
      breakdown("Language", report.languages())
    };
  }

  private static Element breakdown(String what, List<Breakdown> all) {
    Table table =
        new Table(what)
            .words(what)
            .bars("Tokens")
            .numbers("Documents kept")
            .numbers("dropped")
            .numbers("Tokens kept")
            .numbers("dropped")
            .numbers("Share kept");
    long largest = all.stream().mapToLong(b -> b.all().tokens()).max().orElse(0);
    for (Breakdown part : first(all, Bounds.BREAKDOWNS)) {
      breakdownRow(table.row().foreign(part.name()), part, largest);
    }
    if (all.size() > Bounds.BREAKDOWNS) {
      List<Breakdown> others = all.subList(Bounds.BREAKDOWNS, all.size());
      Breakdown sum =
          new Breakdown(
              "",
              Amount.sum(others.stream().map(Breakdown::kept).toList()),
              Amount.sum(others.stream().map(Breakdown::dropped).toList()));
      breakdownRow(table.row().words(Numbers.grouped(others.size()) + " others"), sum, largest);
    }
    return table.element();
  }

  private static void breakdownRow(Table.Row row, Breakdown part, long largest) {
    long kept = part.kept().tokens();
    long dropped = part.dropped().tokens();
    row.add(
            Charts.bar(
                Numbers.grouped(kept) + " tokens kept, " + Numbers.grouped(dropped) + " dropped",
                Math.max(largest, kept + dropped),
                new Charts.Part(kept, "kept"),
                new Charts.Part(dropped, "rule")))
        .number(part.kept().documents())
        .number(part.dropped().documents())
        .number(kept)
        .number(dropped)
        .words(Numbers.percent(kept, kept + dropped));
  }

  // ---- buckets, tiers, clusters of embeddings

  private Element[] grades() {
    return new Element[] {
      Element.of(
              Tag.P,
              "Buckets hold equal shares of a kind's tokens, the best last; tiers begin at fixed"
                  + " scores. What is dropped in a bucket or tier that is kept went for another"
                  + " reason.")
          .css("lead"),
      breakdown("Bucket or tier", report.grades())
    };
  }

  private Element[] cells() {
    Table table =
        new Table("Clusters of embeddings")
            .words("Some of its documents")
            .bars("Documents")
            .numbers("Documents")
            .numbers("Kept");
    long largest = report.cells().stream().mapToLong(Report.Cell::documents).max().orElse(0);
    for (Report.Cell cell : first(report.cells(), Bounds.CELLS)) {
      table
          .row()
          .foreign(String.join(" · ", cell.titles()))
          .add(
              Charts.bar(
                  Numbers.grouped(cell.kept()) + " kept",
                  largest,
                  new Charts.Part(cell.kept(), "kept"),
                  new Charts.Part(cell.documents() - cell.kept(), "rule")))
          .number(cell.documents())
          .number(cell.kept());
    }
    Element lead =
        Element.of(
                Tag.P,
                plural(report.cells().size(), "cluster", "clusters")
                    + " of documents that are about the same; members of one are compared for what"
                    + " they say, those of others only at a second look.")
            .css("lead");
    more(lead, Tag.SPAN, report.cells().size(), Bounds.CELLS, "clusters");
    return report.thresholds().isEmpty()
        ? new Element[] {lead, table.element()}
        : new Element[] {lead, table.element(), thresholds()};
  }

  private Element thresholds() {
    Table table =
        new Table("Thresholds of cosines")
            .words("Cosine")
            .numbers("Documents")
            .numbers("Gone")
            .numbers("Share")
            .numbers("Pairs in sample")
            .words("Compared");
    boolean decides = true; // the first one
    for (Report.Threshold threshold : report.thresholds()) {
      table
          .row()
          .words(threshold.cosine() + (decides ? ", decides" : ""))
          .number(threshold.documents())
          .number(threshold.gone())
          .words(Numbers.percent(threshold.gone(), threshold.documents()))
          .number(threshold.pairs())
          .words(RecallSection.share(threshold.together(), threshold.pairs()));
      decides = false;
    }
    return Element.of(
        Tag.FIGURE,
        Element.of(
            Tag.FIGCAPTION,
            Element.of(Tag.STRONG, "What would go at each threshold"),
            Element.of(
                Tag.SPAN,
                "All pairs with one of "
                    + plural(report.thresholds().get(0).sampled(), "document", "documents")
                    + ", drawn by chance where there are more, were looked at. The search itself"
                    + " compares those in one cluster, and at a second look, if it takes one, those"
                    + " of neighbouring clusters; the others it cannot find. What goes is counted"
                    + " within clusters.")),
        table.element());
  }

  // ---- losses

  private static Element[] losses(Report.Losses losses) {
    List<Element> content = new ArrayList<>();
    content.add(
        Element.of(
                Tag.P,
                "How well the GLM predicts kept documents: the fewer bits a byte, the less they"
                    + " surprise it. Acceptance is the share of tokens that its second head drafts"
                    + " as the first one would choose them.")
            .css("lead"));
    double highest =
        losses.groups().stream().mapToDouble(Report.LossGroup::bitsPerByte).max().orElse(0);
    Map<String, List<Report.LossGroup>> parts = new LinkedHashMap<>();
    losses.groups().forEach(g -> parts.computeIfAbsent(g.by(), b -> new ArrayList<>()).add(g));
    parts.forEach((by, groups) -> content.add(lossTable(by, groups, highest)));
    if (!losses.positions().isEmpty()) {
      content.add(positionTable(losses.positions()));
    }
    content.add(surprises("Most surprising", losses.most()));
    content.add(surprises("Least surprising", losses.least()));
    return content.toArray(Element[]::new);
  }

  private static Element lossTable(String by, List<Report.LossGroup> groups, double highest) {
    String heading = "By " + by;
    Table table =
        new Table(heading)
            .words(heading)
            .bars("Bits a byte")
            .numbers("")
            .numbers("Nats a token")
            .numbers("Acceptance")
            .numbers(by.equals("mixture") ? "Sequences" : "Documents")
            .numbers("Tokens");
    for (Report.LossGroup group : first(groups, Bounds.LOSS_GROUPS)) {
      Double acceptance = group.acceptance();
      table
          .row()
          .foreign(group.name())
          .add(
              Charts.bar(
                  Numbers.fixed(group.bitsPerByte(), 3) + " bits a byte",
                  highest,
                  new Charts.Part(group.bitsPerByte(), "kept")))
          .words(Numbers.fixed(group.bitsPerByte(), 3))
          .words(Numbers.fixed(group.nllMean(), 3))
          .words(acceptance == null ? "–" : Numbers.fixed(100 * acceptance, 1) + " %")
          .number(group.documents())
          .number(group.tokens());
    }
    Element part = Element.of(Tag.DIV, table.element());
    more(part, Tag.P, groups.size(), Bounds.LOSS_GROUPS, "groups");
    return part;
  }

  private static Element positionTable(List<Report.PositionLoss> positions) {
    double highest = positions.stream().mapToDouble(Report.PositionLoss::nllMean).max().orElse(0);
    Table table =
        new Table("By position in the window")
            .words("By position in the window")
            .bars("Nats a token")
            .numbers("")
            .numbers("Tokens");
    for (Report.PositionLoss position : positions) {
      table
          .row()
          .words(
              position.from() == position.to()
                  ? Numbers.grouped(position.from())
                  : Numbers.grouped(position.from()) + " to " + Numbers.grouped(position.to()))
          .add(
              Charts.bar(
                  Numbers.fixed(position.nllMean(), 3) + " nats a token",
                  highest,
                  new Charts.Part(position.nllMean(), "kept")))
          .words(Numbers.fixed(position.nllMean(), 3))
          .number(position.tokens());
    }
    return Element.of(Tag.DIV, table.element());
  }

  private static Element surprises(String heading, List<Report.Surprise> surprises) {
    Element part = Element.of(Tag.DIV, Element.of(Tag.H3, heading));
    for (Report.Surprise surprise : first(surprises, Bounds.SURPRISES)) {
      Element summary =
          Element.of(
              Tag.SUMMARY,
              Element.of(Tag.STRONG, Numbers.fixed(surprise.bitsPerByte(), 3)),
              Element.of(Tag.SPAN)
                  .foreign(
                      surprise.title() == null ? surprise.uri() : surprise.title(), Bounds.NAME));
      part.add(
          Element.of(
              Tag.DETAILS,
              summary,
              example(
                  new Example(
                      surprise.id(),
                      surprise.source(),
                      surprise.uri(),
                      surprise.title(),
                      surprise.excerpt(),
                      List.of()))));
    }
    return part;
  }

  // ---- rules

  private Element[] rules() {
    Map<String, Amount> dropped = new HashMap<>();
    for (Step step : all.steps()) {
      if (Funnel.css(step.stage()).equals("rule")) {
        dropped.merge(step.reason(), step.dropped(), Amount::plus);
      }
    }
    long documents = all.records() - all.sumPassedOver() - all.deadLetters();
    Table table =
        new Table("Rules in order")
            .words("Rule")
            .words("Drops")
            .words("Asked")
            .numbers("Documents out")
            .numbers("Share")
            .numbers("Tokens out");
    for (Rule rule : first(report.rules(), Bounds.RULES)) {
      Amount out = dropped.getOrDefault(rule.name(), Amount.NONE);
      table
          .row(out.documents() == 0 ? "none" : "")
          .foreign(rule.name())
          .add(Element.of(Tag.CODE).foreign(rule.condition(), Bounds.NAME))
          .words(rule.prefilter() ? "before duplicates" : "at the end")
          .number(out.documents())
          .words(Numbers.percent(out.documents(), documents))
          .number(out.tokens());
    }
    Element lead =
        Element.of(
                Tag.P,
                "The first rule that is true of a document names its reason. Shares are of all "
                    + "documents.")
            .css("lead");
    more(lead, Tag.SPAN, report.rules().size(), Bounds.RULES, "rules");
    return new Element[] {lead, table.element()};
  }

  // ---- signals

  private Element[] signals() {
    Element lead =
        Element.of(
                Tag.P,
                "Kept documents rise above the line, dropped ones hang below it; heights are "
                    + "square roots of numbers of documents, so that small groups can be seen. A "
                    + "rule drops what lies in its tinted side. Beneath: the median and, in "
                    + "brackets, the middle 90 %, both approximate because read off the buckets.")
            .css("lead");
    more(lead, Tag.SPAN, report.signals().size(), Bounds.SIGNALS, "signals");
    Element grid = Element.of(Tag.DIV).css("multiples");
    // Those that a rule looks at come first; the order is the recipe's otherwise.
    List<Signal> signals = new ArrayList<>(report.signals());
    signals.sort((a, b) -> Boolean.compare(a.limits().isEmpty(), b.limits().isEmpty()));
    first(signals, Bounds.SIGNALS).forEach(signal -> grid.add(signal(signal)));
    Element legend =
        Element.of(
                Tag.P,
                legend("kept", "kept"),
                legend("rule", "dropped, for any reason"),
                legend("limit", "limit of a rule"))
            .css("legend");
    return new Element[] {lead, legend, grid};
  }

  private static Element signal(Signal signal) {
    Element caption =
        Element.of(
            Tag.FIGCAPTION,
            Element.of(Tag.STRONG).foreign(signal.name(), Bounds.NAME),
            Element.of(Tag.SMALL, signal.scale() == Scale.COUNT ? "log scale" : "").css("muted"));
    Element numbers = Element.of(Tag.P).css("muted small");
    numbers.add(quantiles("kept", signal.kept()), quantiles("rule", signal.dropped()));
    if (signal.missing() > 0) {
      numbers.add(Element.of(Tag.SPAN, Numbers.grouped(signal.missing()) + " without a value"));
    }
    if (signal.limits().size() > Bounds.LIMITS) {
      int hidden = signal.limits().size() - Bounds.LIMITS;
      numbers.add(Element.of(Tag.SPAN, plural(hidden, "more limit", "more limits")));
    }
    return Element.of(Tag.FIGURE, caption, Charts.histogram(signal), numbers);
  }

  private static Element quantiles(String css, @Nullable Quantiles quantiles) {
    Element element = Element.of(Tag.SPAN, Funnel.key(css));
    if (quantiles == null) {
      return element.text("none");
    }
    return element.text(
        "≈ "
            + Numbers.rough(quantiles.approximateMedian())
            + " ("
            + Numbers.rough(quantiles.approximate5Percent())
            + " to "
            + Numbers.rough(quantiles.approximate95Percent())
            + "), max "
            + Numbers.decimal(quantiles.max()));
  }

  // ---- duplicates

  private Element[] clusters() {
    List<Element> content = new ArrayList<>();
    for (Clusters method : first(report.clusters(), Bounds.METHODS)) {
      content.add(Element.of(Tag.H3).foreign(method.method(), Bounds.NAME));
      content.add(
          Element.of(
                  Tag.P,
                  plural(method.clusters(), "cluster", "clusters")
                      + " with "
                      + plural(method.members(), "member", "members")
                      + "; "
                      + plural(method.dropped(), "document", "documents")
                      + " dropped.")
              .css("lead"));
      Element row = Element.of(Tag.DIV, sizes(method)).css("pair");
      Report.Banding banding = method.banding();
      if (banding != null) {
        row.add(banding(banding));
      }
      content.add(row);
      if (!method.largest().isEmpty()) {
        content.add(Element.of(Tag.H4, "Largest clusters"));
        for (Cluster cluster : first(method.largest(), Bounds.CLUSTERS)) {
          content.add(cluster(cluster));
        }
      }
    }
    return content.toArray(Element[]::new);
  }

  private static Element sizes(Clusters method) {
    Table table =
        new Table("Clusters by size")
            .words("Size")
            .bars("Members")
            .numbers("Clusters")
            .numbers("Members");
    boolean exact = method.method().equals("content") || method.method().equals("url");
    String css = exact ? "exact" : "near";
    long most = method.sizes().stream().mapToLong(SizeRange::members).max().orElse(0);
    for (SizeRange range : first(method.sizes(), Bounds.BREAKDOWNS)) {
      String size =
          range.from() == range.to()
              ? Numbers.grouped(range.from())
              : range.to() == Long.MAX_VALUE
                  ? Numbers.grouped(range.from()) + " and more"
                  : Numbers.grouped(range.from()) + "–" + Numbers.grouped(range.to());
      table
          .row()
          .words(size)
          .add(
              Charts.bar(
                  Numbers.grouped(range.members()) + " members",
                  most,
                  new Charts.Part(range.members(), css)))
          .number(range.clusters())
          .number(range.members());
    }
    return table.element();
  }

  private static Element banding(Report.Banding banding) {
    return Element.of(
        Tag.FIGURE,
        Element.of(
            Tag.FIGCAPTION,
            Element.of(
                Tag.STRONG,
                banding.bands()
                    + " bands × "
                    + banding.rows()
                    + " rows, shingles of "
                    + plural(banding.shingle(), "word", "words"))),
        Charts.probability(banding),
        Element.of(
                Tag.P,
                "Chance that two texts meet: "
                    + Numbers.fixed(banding.probability(0.7), 3)
                    + " at similarity 0.7, "
                    + Numbers.fixed(banding.probability(0.8), 3)
                    + " at 0.8, "
                    + Numbers.fixed(banding.probability(0.9), 3)
                    + " at 0.9. "
                    + plural(banding.pairs(), "pair", "pairs")
                    + " that met were compared, "
                    + Numbers.grouped(banding.failed())
                    + " of them less similar than "
                    + Numbers.fixed(banding.threshold(), 2)
                    + ".")
            .css("muted small"));
  }

  private static Element cluster(Cluster cluster) {
    Element summary =
        Element.of(Tag.SUMMARY, Element.of(Tag.STRONG, Numbers.grouped(cluster.size())));
    String title = cluster.survivorTitle();
    String uri = cluster.survivorUri();
    if (title != null) {
      summary.add(Element.of(Tag.SPAN).foreign(title, Bounds.NAME));
    }
    if (uri != null) {
      summary.add(Element.of(Tag.SPAN).css("uri").foreign(uri, Bounds.URI));
    } else {
      summary.add(Element.of(Tag.SPAN, "no member is kept").css("muted"));
    }
    Element list = Element.of(Tag.UL).css("uris");
    for (String member : first(cluster.memberUris(), Bounds.MEMBERS)) {
      list.add(Element.of(Tag.LI).foreign(member, Bounds.URI));
    }
    long shown = Math.min(cluster.memberUris().size(), Bounds.MEMBERS);
    if (cluster.size() > shown) {
      list.add(
          Element.of(Tag.LI, "and " + Numbers.grouped(cluster.size() - shown) + " more")
              .css("muted"));
    }
    Element id = Element.of(Tag.P, "Cluster ").css("muted small");
    id.add(Element.of(Tag.CODE).foreign(cluster.cluster(), Bounds.NAME));
    return Element.of(Tag.DETAILS, summary, id, list).css("cluster");
  }

  // ---- mixtures

  private Element[] mixtures() {
    List<Element> content = new ArrayList<>();
    for (Mixture mixture : first(report.mixtures(), Bounds.MIXTURES)) {
      content.add(Element.of(Tag.H3).foreign(mixture.name(), Bounds.NAME));
      content.add(
          Element.of(
                  Tag.P,
                  plural(mixture.documents(), "copy", "copies")
                      + " of documents, "
                      + plural(mixture.tokens(), "token", "tokens")
                      + "."
                      + sequences(mixture.sequences()))
              .css("lead"));
      content.add(components(mixture));
      Element shares = Element.of(Tag.DIV).css("triple");
      shares.add(
          shares("By source", mixture.bySource()),
          shares("By kind", mixture.byKind()),
          shares("By language", mixture.byLanguage()),
          shares("By bucket or tier", mixture.byGrade()),
          shares("By copies of a document", mixture.byCopies()));
      content.add(shares);
    }
    return content.toArray(Element[]::new);
  }

  private static String sequences(Report.@Nullable Sequences sequences) {
    return sequences == null
        ? ""
        : " Written as "
            + plural(sequences.count(), "sequence", "sequences")
            + " of "
            + plural(sequences.length(), "token", "tokens")
            + ", "
            + Excerpt.of(sequences.packing(), Bounds.NAME)
            + ", "
            + Numbers.percent(sequences.tokens(), sequences.count() * sequences.length())
            + " full.";
  }

  private static Element components(Mixture mixture) {
    Table table =
        new Table("Components of " + Excerpt.of(mixture.name(), Bounds.NAME))
            .words("Component")
            .words("Takes")
            .numbers("Epochs asked")
            .numbers("achieved")
            .numbers("Documents available")
            .numbers("copies")
            .numbers("Tokens available")
            .numbers("copies")
            .numbers("Share");
    for (Component component : first(mixture.components(), Bounds.COMPONENTS)) {
      table
          .row()
          .foreign(component.name())
          .add(Element.of(Tag.CODE).foreign(component.condition(), Bounds.NAME))
          .words(Numbers.decimal(component.requestedEpochs()))
          .words(Numbers.fixed(component.achievedEpochs(), 3))
          .number(component.availableDocuments())
          .number(component.copiesDocuments())
          .number(component.availableTokens())
          .number(component.copiesTokens())
          .words(Numbers.percent(component.copiesTokens(), mixture.tokens()));
    }
    if (mixture.components().size() > Bounds.COMPONENTS) {
      table
          .row()
          .words(
              Numbers.grouped(mixture.components().size() - Bounds.COMPONENTS)
                  + " other components");
    }
    return table.element();
  }

  private static Element shares(String heading, List<Share> shares) {
    List<Share> sorted = new ArrayList<>(shares);
    sorted.sort((a, b) -> Long.compare(b.tokens(), a.tokens()));
    long tokens = sorted.stream().mapToLong(Share::tokens).sum();
    Table table = new Table(heading).words(heading).bars("").numbers("Share").numbers("Tokens");
    for (Share share : first(sorted, Bounds.SHARES)) {
      shareRow(table.row().foreign(share.name()), share.tokens(), tokens);
    }
    if (sorted.size() > Bounds.SHARES) {
      long others = sorted.stream().skip(Bounds.SHARES).mapToLong(Share::tokens).sum();
      String label = Numbers.grouped(sorted.size() - Bounds.SHARES) + " others";
      shareRow(table.row().words(label), others, tokens);
    }
    return table.element();
  }

  private static void shareRow(Table.Row row, long tokens, long all) {
    row.add(
            Charts.bar(
                Numbers.percent(tokens, all) + " of the tokens",
                all,
                new Charts.Part(tokens, "kept"),
                new Charts.Part(all - tokens, "left")))
        .words(Numbers.percent(tokens, all))
        .words(Numbers.compact(tokens));
  }

  // ---- examples

  private Element[] examples() {
    Element lead =
        Element.of(
                Tag.P,
                "Documents chosen by hash, so the same in every run over the same input; each "
                    + "with the beginning of its text and what the rule looked at. Marks that "
                    + "cannot be seen are spelled out.")
            .css("lead");
    more(lead, Tag.SPAN, report.examples().size(), Bounds.EXAMPLE_GROUPS, "groups");
    List<Element> content = new ArrayList<>(List.of(lead));
    for (ExampleGroup group : first(report.examples(), Bounds.EXAMPLE_GROUPS)) {
      content.add(exampleGroup(group));
    }
    return content.toArray(Element[]::new);
  }

  private static Element exampleGroup(ExampleGroup group) {
    String stage = group.stage();
    String reason = group.reason();
    Element summary = Element.of(Tag.SUMMARY);
    if (reason == null) {
      summary.add(Funnel.key("kept"), Element.of(Tag.STRONG, "Kept"));
    } else {
      summary.add(
          Funnel.key(Funnel.css(stage == null ? "" : stage)),
          Element.of(Tag.STRONG).foreign(reason, Bounds.NAME));
      if (stage != null) {
        summary.add(Element.of(Tag.SPAN).css("muted").foreign(stage, Bounds.NAME));
      }
    }
    summary.add(
        Element.of(Tag.SPAN, plural(group.documents(), "document", "documents")).css("muted"));
    Element details = Element.of(Tag.DETAILS, summary);
    first(group.examples(), Bounds.EXAMPLES).forEach(example -> details.add(example(example)));
    return details;
  }

  private static Element example(Example example) {
    Element article = Element.of(Tag.ARTICLE);
    String title = example.title();
    if (title != null && !title.isEmpty()) {
      article.add(Element.of(Tag.H4).foreign(title, Bounds.NAME));
    }
    article.add(
        Element.of(Tag.P).css("uri").foreign(example.uri(), Bounds.URI),
        Element.of(Tag.P)
            .css("muted small")
            .foreign(example.source(), Bounds.NAME)
            .text(" · ")
            .add(Element.of(Tag.CODE).foreign(example.id(), Bounds.NAME)));
    if (!example.measures().isEmpty()) {
      Element list = Element.of(Tag.UL).set(CLASS, "measures");
      for (Measure measure : first(example.measures(), Bounds.MEASURES)) {
        String value = measure.value();
        Element item = Element.of(Tag.LI).foreign(measure.name(), Bounds.NAME).text(" ");
        list.add(
            value == null
                ? item.add(Element.of(Tag.SPAN, "missing").css("muted"))
                : item.add(Element.of(Tag.STRONG).foreign(value, Bounds.NAME)));
      }
      article.add(list);
    }
    return article.add(
        Element.of(Tag.PRE).set(DIR, "auto").foreign(example.excerpt(), Report.EXCERPT_CHARACTERS));
  }

  // ---- dead letters

  private Element[] deadLetters() {
    Element lead =
        Element.of(
                Tag.P,
                Numbers.grouped(all.deadLetters())
                    + " of "
                    + Numbers.grouped(all.records())
                    + " records ("
                    + Numbers.percent(all.deadLetters(), all.records())
                    + ") could not be read.")
            .css("lead");
    more(lead, Tag.SPAN, report.deadLetters().size(), Bounds.DEAD_LETTER_CAUSES, "causes");
    List<Element> content = new ArrayList<>(List.of(lead));
    for (DeadLetterGroup group : first(report.deadLetters(), Bounds.DEAD_LETTER_CAUSES)) {
      Table table =
          new Table("Dead letters: " + Excerpt.of(group.cause(), Bounds.NAME))
              .words("Where")
              .numbers("Offset")
              .words("What");
      for (DeadLetterExample example : first(group.examples(), Bounds.DEAD_LETTER_EXAMPLES)) {
        table
            .row()
            .add(Element.of(Tag.SPAN).css("uri").foreign(example.uri(), Bounds.URI))
            .words(example.offset() < 0 ? "whole file" : Numbers.grouped(example.offset()))
            .add(Element.of(Tag.SPAN).foreign(example.detail(), Bounds.URI));
      }
      content.add(
          Element.of(
              Tag.DETAILS,
              Element.of(
                  Tag.SUMMARY,
                  Funnel.key("dead"),
                  Element.of(Tag.STRONG).foreign(group.cause(), Bounds.NAME),
                  Element.of(Tag.SPAN).css("muted").foreign(group.source(), Bounds.NAME),
                  Element.of(Tag.SPAN, plural(group.records(), "record", "records")).css("muted")),
              table.element()));
    }
    return content.toArray(Element[]::new);
  }

  // ---- stages

  private Element[] stages() {
    Table table =
        new Table("Stages and their times")
            .words("Stage")
            .bars("Time")
            .numbers("Time")
            .numbers("Documents/s and core")
            .numbers("MB/s and core")
            .numbers("Peak heap")
            .numbers("Shards computed")
            .numbers("cached");
    double longest = report.stages().stream().mapToDouble(Stage::seconds).max().orElse(0);
    double sum = 0;
    for (Stage stage : report.stages()) {
      sum += stage.seconds();
    }
    for (Stage stage : first(report.stages(), Bounds.STAGES)) {
      double seconds = stage.seconds();
      double coreSeconds = seconds * Math.max(1, stage.cores());
      boolean fast = stage.documents() == 0 || seconds <= 0;
      table
          .row(stage.shardsComputed() == 0 ? "none" : "")
          .foreign(stage.name())
          .add(Charts.bar(Numbers.duration(seconds), longest, new Charts.Part(seconds, "time")))
          .words(Numbers.duration(seconds))
          .words(fast ? "–" : Numbers.grouped(Math.round(stage.documents() / coreSeconds)))
          .words(fast ? "–" : Numbers.fixed(stage.textBytes() / 1e6 / coreSeconds, 1))
          .words(stage.peakHeapBytes() == 0 ? "–" : Numbers.bytes(stage.peakHeapBytes()))
          .number(stage.shardsComputed())
          .number(stage.shardsCached());
    }
    Element lead =
        Element.of(Tag.P, "Stages took " + Numbers.duration(sum) + " in all. ")
            .text("Rates are of what was computed, over wall-clock time and the cores asked for.")
            .css("lead");
    more(lead, Tag.SPAN, report.stages().size(), Bounds.STAGES, "stages");
    return new Element[] {lead, table.element()};
  }

  // ---- small things

  static <T> List<T> first(List<T> list, int number) {
    return list.size() <= number ? list : list.subList(0, number);
  }

  /** Says how many are not shown, if any. */
  static void more(Element parent, Tag tag, int all, int shown, String what) {
    if (all > shown) {
      parent.add(
          Element.of(tag, " Not shown: " + Numbers.grouped(all - shown) + " more " + what + ".")
              .css("muted"));
    }
  }

  static String plural(long number, String one, String many) {
    return Numbers.grouped(number) + " " + (number == 1 ? one : many);
  }

  /** Keyed by name, in order; of two with one name the first counts. */
  static <T> Map<String, T> byName(List<T> list, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    list.forEach(item -> map.putIfAbsent(name.apply(item), item));
    return map;
  }
}
