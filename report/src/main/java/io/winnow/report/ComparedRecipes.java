package io.winnow.report;

import static io.winnow.report.Differences.byName;
import static io.winnow.report.Differences.union;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.sections.RecipeSection;
import io.winnow.report.sections.RulesSection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What two recipes ask for: settings, and rules apart. */
final class ComparedRecipes {
  private static final int SETTINGS = 200;
  private static final String RULES = "rules";

  private ComparedRecipes() {}

  static List<Element> settings(RecipeSection before, RecipeSection after) {
    SortedMap<String, String> a = before.settings();
    SortedMap<String, String> b = after.settings();
    SortedSet<String> changed = new TreeSet<>();
    for (String path : union(a.keySet(), b.keySet())) {
      if (!path.equals(RULES)
          && !path.startsWith(RULES + ".")
          && !a.getOrDefault(path, "").equals(b.getOrDefault(path, ""))) {
        changed.add(path);
      }
    }
    if (changed.isEmpty()) {
      return List.of(Element.lead("No setting changed."));
    }
    PageTable table =
        new PageTable("Changed settings").words("Setting").words("Before (A)").words("After (B)");
    for (String path : Bounds.first(List.copyOf(changed), SETTINGS)) {
      table.row().foreign(path).add(value(a.get(path))).add(value(b.get(path)));
    }
    Element lead =
        Element.lead(Numbers.plural(changed.size(), "setting", "settings") + " changed.");
    Bounds.more(lead, Tag.SPAN, changed.size(), SETTINGS, "settings");
    return List.of(lead, table.element());
  }

  private static Element value(@Nullable String value) {
    return value == null
        ? Element.of(Tag.SPAN, "–").css("muted")
        : Element.of(Tag.CODE).foreign(value, Bounds.NAME);
  }

  static List<Element> rules(List<Rule> before, List<Rule> after) {
    Map<String, Rule> a = byName(before, Rule::name);
    Map<String, Rule> b = byName(after, Rule::name);
    PageTable table =
        new PageTable("Changed rules").words("Rule").words("Change").words("Before").words("After");
    int changes = 0;
    for (String name : union(a.keySet(), b.keySet())) {
      Rule old = a.get(name);
      Rule now = b.get(name);
      String change = describe(old, now);
      if (!change.isEmpty() && changes++ < RulesSection.RULES) {
        table.row().foreign(name).words(change).add(condition(old)).add(condition(now));
      }
    }
    boolean reordered = changes == 0 && !List.copyOf(a.keySet()).equals(List.copyOf(b.keySet()));
    if (changes == 0) {
      String words = reordered ? "The order of the rules changed." : "No rule changed.";
      return List.of(Element.lead(words));
    }
    Element lead = Element.lead(Numbers.plural(changes, "rule", "rules") + " changed.");
    Bounds.more(lead, Tag.SPAN, changes, RulesSection.RULES, "rules");
    return List.of(lead, table.element());
  }

  private static String describe(@Nullable Rule old, @Nullable Rule now) {
    if (old == null) {
      return "added";
    }
    if (now == null) {
      return "removed";
    }
    if (!old.condition().equals(now.condition())) {
      return "changed";
    }
    return old.prefilter() == now.prefilter() ? "" : "asked at another time";
  }

  private static Element condition(@Nullable Rule rule) {
    if (rule == null) {
      return Element.of(Tag.SPAN, "–").css("muted");
    }
    Element condition = Element.of(Tag.CODE).foreign(rule.condition(), Bounds.NAME);
    return rule.prefilter()
        ? Element.of(Tag.SPAN, condition).text(" (before duplicates)")
        : condition;
  }
}
