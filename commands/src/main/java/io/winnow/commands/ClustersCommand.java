package io.winnow.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.commands.print.Cell;
import io.winnow.commands.print.Screen;
import io.winnow.commands.print.TextTable;
import io.winnow.corpus.DocumentId;
import io.winnow.pipelines.inspect.ClusterView;
import io.winnow.pipelines.inspect.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "clusters",
    mixinStandardHelpOptions = true,
    description =
        "Lists the clusters of copies, the largest first; with an id, one cluster: its members and,"
            + " of near copies, its edges with the similarity by sketches and that of the texts,"
            + " and the path that joins the document to the cluster's survivor.",
    footer = {
      "",
      "Examples:",
      "  winnow clusters out/",
      "  winnow clusters out/ --by semantic --limit 5",
      "  winnow clusters out/ 0123456789abcdef0123456789abcdef"
    })
final class ClustersCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of a finished run.")
  private String directory = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Id of a cluster or of a member.")
  private @Nullable String id;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ID2",
      description = "Another member: the path from one to the other.")
  private @Nullable String other;

  @Option(
      names = "--by",
      paramLabel = "exact|minhash|semantic",
      description = "How the copies were found: by minhash by default.")
  private ClusterView.By by = ClusterView.By.MINHASH;

  @Option(names = "--limit", paramLabel = "N", description = "Clusters to list; 20 by default.")
  private int limit = 20;

  @Option(names = "--json", description = "One JSON object a cluster, on a line of its own.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunFolder run = RunFolder.open(directory);
    if (id == null) {
      list(run, out);
    } else {
      one(run, parse(id), other == null ? null : parse(other), out);
    }
    return ExitCode.DONE;
  }

  private static DocumentId parse(String text) {
    if (!DocumentId.isHex(text)) {
      throw new UsageError("an id has 32 hexadecimal digits, but was " + text);
    }
    return DocumentId.parse(text);
  }

  private void list(RunFolder run, PrintWriter out) throws IOException {
    if (limit < 0) {
      throw new UsageError("--limit must be at least 0, but was " + limit);
    }
    ClusterView.Listing listing = ClusterView.list(run, by, limit);
    if (json) {
      for (ClusterView.Line line : listing.lines()) {
        ObjectNode object = JSON.createObjectNode();
        object
            .put("cluster", line.cluster().toString())
            .put("size", line.size())
            .put("survivor", line.survivor().toString())
            .put("title", line.title())
            .put("uri", line.uri());
        out.println(Screen.json(object.toString()));
      }
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cluster", "size", "survivor", "title", "uri"));
    for (ClusterView.Line line : listing.lines()) {
      rows.add(
          List.of(
              line.cluster().toString(),
              Long.toString(line.size()),
              line.survivor().toString(),
              Cell.text(line.title()),
              line.uri() == null ? "(in an earlier run)" : line.uri()));
    }
    TextTable.print(rows, out);
    out.printf(Locale.ROOT, "%,d clusters%n", listing.clusters());
  }

  private void one(RunFolder run, DocumentId id, @Nullable DocumentId other, PrintWriter out)
      throws IOException {
    ClusterView cluster = ClusterView.of(run, by, id, other, ClusterView.shingle(run));
    DocumentId to = other != null ? other : cluster.survivor();
    List<ClusterView.Edge> path =
        !to.equals(id) && cluster.members().containsKey(id) ? cluster.path(id, to) : List.of();
    if (json) {
      out.println(Screen.json(json(cluster, path).toString()));
      return;
    }
    out.println("cluster " + cluster.cluster() + ", survivor " + cluster.survivor());
    out.println();
    List<List<String>> members = new ArrayList<>();
    members.add(List.of("member", "similarity", "title", "uri"));
    cluster
        .members()
        .forEach(
            (member, about) ->
                members.add(
                    List.of(
                        member.toString(),
                        String.format(Locale.ROOT, "%.3f", about.similarity()),
                        Cell.text(about.title()),
                        about.uri())));
    TextTable.print(members, out);
    if (cluster.members().size() < cluster.size()) {
      out.printf(Locale.ROOT, "%,d of %,d members%n", cluster.members().size(), cluster.size());
    }
    if (!cluster.edges().isEmpty()) {
      out.println();
      print("edge", cluster.edges(), out);
    }
    if (!path.isEmpty()) {
      out.println();
      out.println("from " + id + " to " + to + ":");
      print("step", path, out);
    }
  }

  private static ObjectNode json(ClusterView cluster, List<ClusterView.Edge> path) {
    ObjectNode object = JSON.createObjectNode();
    object
        .put("cluster", cluster.cluster().toString())
        .put("size", cluster.size())
        .put("survivor", cluster.survivor().toString());
    ArrayNode members = object.putArray("members");
    cluster
        .members()
        .forEach(
            (member, about) ->
                members
                    .addObject()
                    .put("id", member.toString())
                    .put("similarity", about.similarity())
                    .put("title", about.title())
                    .put("uri", about.uri()));
    add(object.putArray("edges"), cluster.edges());
    add(object.putArray("path"), path);
    return object;
  }

  private static void add(ArrayNode to, List<ClusterView.Edge> edges) {
    for (ClusterView.Edge edge : edges) {
      to.addObject()
          .put("a", edge.a().toString())
          .put("b", edge.b().toString())
          .put("similarity", edge.sketched())
          .put("true_similarity", edge.exact())
          .put("passed", edge.passed());
    }
  }

  private static void print(String what, List<ClusterView.Edge> edges, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(what, "and", "similarity", "true", ""));
    for (ClusterView.Edge edge : edges) {
      rows.add(
          List.of(
              edge.a().toString(),
              edge.b().toString(),
              String.format(Locale.ROOT, "%.3f", edge.sketched()),
              edge.exact() == null ? "" : String.format(Locale.ROOT, "%.3f", edge.exact()),
              edge.passed() ? "" : "failed"));
    }
    TextTable.print(rows, out);
  }
}
