package io.winnow.corpus.read;

import io.winnow.corpus.Kind;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * From the paths of a source to documents. Every record gives exactly one outcome. A record is
 *
 * <ul>
 *   <li>a {@code response}, {@code resource} or {@code conversion} of a WARC or WET file; other
 *       WARC records are about such records and are none themselves,
 *   <li>for {@code web}, a file in a folder or archive,
 *   <li>for {@code code}, a file of a repository, which is a folder, an archive, or the tree of a
 *       git repository's HEAD,
 *   <li>a line of JSONL that is not blank, for every kind,
 *   <li>the rest of a file or archive from where it can no longer be read: one dead letter.
 * </ul>
 *
 * <p>Memory: one record of at most the source's maximum, and the names and licences of one archive.
 */
public final class Reading {
  private Reading() {}

  /**
   * The inputs of a source in the order in which they are read.
   *
   * @throws MissingInput if a path leads to nothing
   */
  public static List<InputFile> list(SourceSettings source) throws IOException {
    return new InputListing(source).list();
  }

  /**
   * Reads one input and hands on what became of each record, in the order of the input.
   *
   * @throws IOException if the filesystem fails; what is wrong with the data is an outcome
   */
  public static void read(SourceSettings source, InputFile input, Consumer<Outcome> sink)
      throws IOException {
    Records records = new Records(source, sink);
    String name = FileNames.withoutCompression(input.path());
    try {
      if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
        new JsonLinesReader(records).read(input.path());
      } else if (source.kind() == Kind.WEB) {
        new WebReader(records).read(input.path());
      } else if (source.kind() == Kind.CODE) {
        new CodeReader(records).read(input.path());
      } else {
        sink.accept(new PassedOver(source.name(), Origin.at(input.path(), -1), "unsupported-type"));
      }
    } catch (LostInput e) {
      throw e.getCause();
    }
  }
}
