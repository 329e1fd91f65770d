package io.winnow.corpus.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.winnow.corpus.Origin;
import io.winnow.corpus.paper.jats.JatsText;
import io.winnow.corpus.paper.latex.LatexText;
import io.winnow.corpus.paper.pdf.PdfText;
import io.winnow.corpus.text.TextDecoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads papers: JATS, PDF, and LaTeX, of which a document is a main file with all that it includes.
 * Included files are looked for below the folder of the main file, in its container or on disk, and
 * are passed over themselves. The sources of arXiv, a tar or a single file behind {@code .gz}, are
 * told by their bytes.
 */
final class PaperReader implements FileReader {
  private static final int TAR_MAGIC_AT = 257;

  private static final Pattern ARTICLE = Pattern.compile("<(?:\\w+:)?article[\\s>]");

  private final Records records;
  private final Parts parts;

  PaperReader(Records records) {
    this(records, Parts.onDisk(records.maximumBytes()));
  }

  private PaperReader(Records records, Parts parts) {
    this.records = records;
    this.parts = parts;
  }

  @Override
  public FileReader inside(SeekableBlob container) {
    return new PaperReader(records, Parts.of(container, records.maximumBytes()));
  }

  @Override
  public void read(Blob file) {
    String name = FileNames.withoutCompression(file.name());
    if (name.endsWith(".tex") || name.endsWith(".latex")) {
      latex(file);
    } else if (name.endsWith(".xml") || name.endsWith(".nxml")) {
      jats(file);
    } else if (name.endsWith(".pdf")) {
      pdf(file);
    } else if (FileNames.isGzip(file.name()) && !FileNames.last(name).contains(".")
        || FileNames.last(name).matches("[0-9]{4}\\.[0-9]{4,5}(v[0-9]+)?")) {
      arxiv(file);
    } else {
      records.passOver(file.origin(), "not-a-paper");
    }
  }

  private void jats(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    String xml = TextDecoding.text(bytes);
    if (!ARTICLE.matcher(xml).find()) {
      records.passOver(file.origin(), "not-jats");
      return;
    }
    try {
      JatsText article = JatsText.extract(xml);
      Origin origin =
          file.origin()
              .withGivenId(article.doi())
              .withLicence(article.licence(), null)
              .withDate(article.date());
      document(origin, article.title(), article.text());
    } catch (IOException e) {
      records.deadLetter(file.origin(), "broken-jats", e);
    }
  }

  private void pdf(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    try {
      PdfText paper = PdfText.extract(bytes);
      document(file.origin(), paper.title(), paper.text());
    } catch (IOException e) {
      records.deadLetter(file.origin(), "broken-pdf", e);
    }
  }

  private void latex(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    String source = TextDecoding.text(bytes);
    if (!LatexText.isMainFile(source)) {
      records.passOver(file.origin(), "part-of-latex");
    } else if (parts.tooMany()) {
      records.deadLetter(
          file.origin(),
          "too-many-parts",
          "the LaTeX files of its container are larger than a record may be");
    } else {
      LatexText paper = LatexText.extract(source, parts.below(file.name()));
      document(file.origin(), paper.title(), paper.text());
    }
  }

  private void arxiv(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    boolean tar =
        bytes.length > TAR_MAGIC_AT + 5
            && new String(bytes, TAR_MAGIC_AT, 5, ISO_8859_1).equals("ustar");
    String name = FileNames.withoutCompression(file.name()) + (tar ? ".tar" : ".tex");
    Blob plain = new EntryBlob(file.origin(), name, () -> new ByteArrayInputStream(bytes));
    if (tar) {
      new Containers(records).read(plain, new Selection(name), this);
    } else {
      latex(plain);
    }
  }

  private void document(Origin origin, @Nullable String title, String text) {
    if (text.isBlank()) {
      records.passOver(origin, "no-text");
    } else {
      records.document(origin, title, text);
    }
  }

  /** Where the files lie that a LaTeX file includes. */
  private static final class Parts {
    private final @Nullable Map<String, byte[]> files;
    private final int maximum;
    private boolean tooMany;

    private Parts(@Nullable Map<String, byte[]> files, int maximum) {
      this.files = files;
      this.maximum = maximum;
    }

    static Parts onDisk(int maximum) {
      return new Parts(null, maximum);
    }

    /** All LaTeX files of a container, at most as much as a record may have. */
    static Parts of(SeekableBlob container, int maximum) {
      Map<String, byte[]> files = new HashMap<>();
      Parts parts = new Parts(files, maximum);
      long[] left = {maximum};
      new Archive(container)
          .visit(
              new Archive.Visitor() {
                @Override
                public void file(String name, Archive.Content content) {
                  String lower = name.toLowerCase(Locale.ROOT);
                  if (lower.endsWith(".tex") || lower.endsWith(".sty") || lower.endsWith(".ltx")) {
                    try (InputStream stream = content.open()) {
                      byte[] bytes = stream.readNBytes((int) Math.max(0, left[0] + 1));
                      left[0] -= bytes.length;
                      parts.tooMany |= left[0] < 0;
                      files.put(name, bytes);
                    } catch (IOException e) {
                      return; // a dead letter of the pass that reads the files
                    }
                  }
                }

                @Override
                public void empty() {}

                @Override
                public void broken(IOException fault) {
                  // The pass that reads the files meets the same fault and tells of it.
                }
              });
      return parts;
    }

    boolean tooMany() {
      return tooMany;
    }

    /** Files by their names as a main file writes them; none from outside its folder. */
    Function<String, Optional<String>> below(String main) {
      String folder = main.substring(0, main.lastIndexOf('/') + 1);
      return name -> {
        byte[] bytes = null;
        try {
          Path path = Path.of(folder).resolve(name).normalize();
          if (path.startsWith(Path.of(folder).normalize())
              || folder.isEmpty() && !name.startsWith("..")) {
            bytes = files == null ? read(path) : files.get(path.toString().replace('\\', '/'));
          }
        } catch (InvalidPathException e) {
          return Optional.empty(); // what no file can be called
        }
        return Optional.ofNullable(bytes).map(TextDecoding::text);
      };
    }

    private byte @Nullable [] read(Path path) {
      try {
        boolean readable = Files.isRegularFile(path) && Files.size(path) <= maximum;
        return readable ? Files.readAllBytes(path) : null;
      } catch (IOException e) {
        throw new LostInput(e);
      }
    }
  }
}
