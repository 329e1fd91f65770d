package io.winnow.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.commands.print.Screen;
import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Digest;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description =
        "Reads files and prints their documents as JSONL, in the order of the input; the threads of"
            + " a dump in an order of their own, once all of it is read. What is passed over or"
            + " cannot be read is told on stderr.",
    footer = {
      "",
      "Examples:",
      "  winnow extract page.html crawl.warc.gz",
      "  winnow extract --kind code repository/ library-sources.jar"
    })
final class ExtractCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MAXIMUM_RECORD_BYTES = 32 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kind",
      paramLabel = "K",
      description = "What the files hold: web (default), book, paper, code or social.")
  private String kind = "web";

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Name of the source, which is part of the ids; the kind by default.")
  private @Nullable String source;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, folders or patterns.")
  private List<String> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Kind parsed;
    try {
      parsed = Kind.of(kind);
    } catch (IllegalArgumentException e) {
      throw new UsageError("--" + e.getMessage());
    }
    long[] dead = {0};
    for (String file : files) {
      SourceSettings settings =
          new SourceSettings(
              source == null ? kind : source,
              parsed,
              List.of(file),
              Map.of(),
              MAXIMUM_RECORD_BYTES);
      for (InputFile input : Reading.list(settings)) {
        Reading.read(settings, input, outcome -> dead[0] += print(outcome, out, err));
      }
    }
    return dead[0] == 0 ? ExitCode.DONE : ExitCode.DEAD_LETTERS;
  }

  /** Prints what became of a record; gives 1 for a dead letter. */
  private static int print(Outcome outcome, PrintWriter out, PrintWriter err) {
    if (outcome instanceof Document document) {
      try {
        out.println(Screen.json(JSON.writeValueAsString(json(document))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return 0;
    }
    if (outcome instanceof PassedOver passed) {
      err.println(Screen.line("passed over: " + place(passed.origin()) + ": " + passed.reason()));
      return 0;
    }
    DeadLetter letter = (DeadLetter) outcome;
    err.println(
        Screen.line(
            "dead letter: "
                + place(letter.origin())
                + ": "
                + letter.cause()
                + ": "
                + letter.detail()));
    return 1;
  }

  private static String place(Origin origin) {
    return origin.offset() < 0 ? origin.uri() : origin.uri() + " at " + origin.offset();
  }

  private static ObjectNode json(Document document) {
    Origin origin = document.origin();
    ObjectNode json = JSON.createObjectNode();
    json.put("id", document.id(Digest.ofText(document.text())).toString());
    json.put("uri", origin.uri());
    json.put("kind", document.kind().word());
    json.put("title", document.title());
    json.put("text", document.text());
    put(json, "source_uri", origin.sourceUri());
    put(json, "given_id", origin.givenId());
    put(json, "repository", origin.repository());
    put(json, "path", origin.path());
    put(json, "programming_language", origin.programmingLanguage());
    put(json, "licence", origin.licence());
    put(json, "licence_file", origin.licenceFile());
    if (origin.date() != null) {
      json.put("date", origin.date());
    }
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
