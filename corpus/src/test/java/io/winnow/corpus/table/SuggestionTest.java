package io.winnow.corpus.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KINDS = List.of("web", "book", "paper", "code", "social");

  @Test
  void theNearestNameIsSuggestedWhereOneIsNear() {
    assertEquals(Optional.of("web"), Suggestion.among("wbe", KINDS));
    assertEquals(Optional.of("web"), Suggestion.among("webb", KINDS));
    assertEquals(Optional.of("social"), Suggestion.among("soical", KINDS));
    assertEquals(Optional.of("code"), Suggestion.among("coed", KINDS));
    assertEquals(Optional.empty(), Suggestion.among("newspapers", KINDS));
    assertEquals("; there are web, book", Suggestion.question("forum", KINDS.subList(0, 2)));
  }

  @Test
  void distancesAreThoseOfTheWorkedExamples() {
    assertEquals(3, Suggestion.distance("kitten", "sitting"));
    assertEquals(1, Suggestion.distance("ab", "ba"));
    assertEquals(3, Suggestion.distance("ca", "abc"), "a pair that was exchanged stays as it is");
    assertEquals(4, Suggestion.distance("", "four"));
  }
}
