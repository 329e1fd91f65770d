package io.winnow.pipelines.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.DocumentId;
import io.winnow.pipelines.inspect.ClusterView.Edge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static final DocumentId SURVIVOR = new DocumentId(0, 1);
  private static final DocumentId ONE = new DocumentId(0, 2);
  private static final DocumentId OTHER = new DocumentId(0, 3);

  @Test
  void aPathLeadsOverEdgesThatPassed() {
    Edge first = new Edge(ONE, SURVIVOR, 0.8, 0.8, true);
    Edge second = new Edge(OTHER, SURVIVOR, 0.8, null, true);
    Edge failed = new Edge(ONE, OTHER, 0.55, 0.55, false);
    ClusterView cluster =
        new ClusterView(ONE, SURVIVOR, 3, Map.of(), List.of(first, second, failed));
    assertEquals(List.of(first, second), cluster.path(ONE, OTHER));
    assertEquals(List.of(first), cluster.path(SURVIVOR, ONE));
    assertEquals(List.of(), cluster.path(ONE, ONE));
    assertEquals(List.of(), cluster.path(ONE, new DocumentId(0, 4)));
  }
}
