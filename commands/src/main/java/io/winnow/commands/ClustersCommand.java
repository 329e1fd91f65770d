package io.winnow.commands;

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
        "Lists the clusters of near copies, the largest first; with an id, one cluster: its"
            + " members, its edges with the similarity by sketches and that of the texts,"
            + " and the path that joins the document to the cluster's survivor.",
    footer = {
      "",
      "Examples:",
      "  winnow clusters out/",
      "  winnow clusters out/ 0123456789abcdef0123456789abcdef"
    })
final class ClustersCommand implements Callable<Integer> {
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

  @Option(names = "--limit", paramLabel = "N", description = "Clusters to list; 20 by default.")
  private int limit = 20;

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
    List<ClusterView.Line> lines = ClusterView.list(run);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cluster", "size", "survivor"));
    for (ClusterView.Line line : lines.subList(0, Math.min(limit, lines.size()))) {
      rows.add(
          List.of(
              line.cluster().toString(), Long.toString(line.size()), line.survivor().toString()));
    }
    TextTable.print(rows, out);
    out.printf(Locale.ROOT, "%,d clusters of near copies%n", lines.size());
  }

  private static void one(RunFolder run, DocumentId id, @Nullable DocumentId other, PrintWriter out)
      throws IOException {
    ClusterView cluster = ClusterView.of(run, id, other, ClusterView.shingle(run));
    out.println("cluster " + cluster.cluster() + ", survivor " + cluster.survivor());
    out.println();
    List<List<String>> members = new ArrayList<>();
    members.add(List.of("member", "similarity", "uri"));
    cluster
        .members()
        .forEach(
            (member, about) ->
                members.add(
                    List.of(
                        member.toString(),
                        String.format(Locale.ROOT, "%.3f", about.similarity()),
                        about.uri())));
    TextTable.print(members, out);
    if (cluster.members().size() < cluster.size()) {
      out.printf(Locale.ROOT, "%,d of %,d members%n", cluster.members().size(), cluster.size());
    }
    out.println();
    print("edge", cluster.edges(), out);
    DocumentId to = other != null ? other : cluster.survivor();
    if (!to.equals(id) && cluster.members().containsKey(id)) {
      out.println();
      out.println("from " + id + " to " + to + ":");
      print("step", cluster.path(id, to), out);
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
