package io.winnow.pipelines.reference;

import java.util.SortedMap;
import java.util.TreeMap;

/** The pages of {@code docs/reference}. */
public final class Reference {
  private Reference() {}

  /** Each page by the name of its file. */
  public static SortedMap<String, String> pages() {
    SortedMap<String, String> pages = new TreeMap<>();
    pages.put("recipe.md", RecipePage.text());
    pages.put("conditions.md", ConditionsPage.text());
    pages.put("tables.md", TablesPage.text());
    pages.put("outcomes.md", OutcomesPage.text());
    return pages;
  }
}
