package io.winnow.readers.paper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Compression;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.Containers;
import io.winnow.readers.containers.EntryBlob;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.paper.jats.JatsText;
import io.winnow.readers.paper.latex.LatexText;
import io.winnow.readers.paper.pdf.PdfText;
import io.winnow.readers.source.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads papers: JATS, PDF, and LaTeX, of which a document is a main file with all that it includes.
 * Included files are looked for below the folder of the main file, in its container or on disk, and
 * are passed over themselves. The sources of arXiv, a tar or a single file behind {@code .gz}, are
 * told by their bytes; a single file includes no others.
 */
public final class PaperReader implements FileReader {
  private static final int TAR_MAGIC_AT = 257;

  private static final Pattern ARTICLE = Pattern.compile("<(?:\\w+:)?article[\\s>]");

  private final Records records;
  private final LatexParts parts;
  private final int depth;

  public PaperReader(Records records) {
    this(records, new LatexParts.OnDisk(records.maximumBytes()), 0);
  }

  /**
   * @param depth how many containers are around its files
   */
  private PaperReader(Records records, LatexParts parts, int depth) {
    this.records = records;
    this.parts = parts;
    this.depth = depth;
  }

  /** Whether a file of this name may include others from its folder. */
  public static boolean mayInclude(String path) {
    String name = Compression.withoutCompression(path);
    return name.endsWith(".tex") || name.endsWith(".latex");
  }

  @Override
  public FileReader inside(SeekableBlob container) {
    LatexParts inside = SpooledParts.of(container, records.maximumBytes());
    return new PaperReader(records, inside, depth + 1);
  }

  @Override
  public void close() {
    parts.close();
  }

  @Override
  public void read(Blob file) {
    String name = Compression.withoutCompression(file.name());
    if (mayInclude(name)) {
      latex(file, parts);
    } else if (name.endsWith(".xml") || name.endsWith(".nxml")) {
      jats(file);
    } else if (name.endsWith(".pdf")) {
      pdf(file);
    } else if (Compression.isGzip(file.name()) && !FileNames.last(name).contains(".")
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
    String xml = TextDecoding.xml(bytes);
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

  private void latex(Blob file, LatexParts parts) {
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
          "the LaTeX files of its container are too many to be put aside");
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
    String name = Compression.withoutCompression(file.name()) + (tar ? ".tar" : ".tex");
    Blob plain = new EntryBlob(file.origin(), name, () -> new ByteArrayInputStream(bytes));
    if (tar) {
      new Containers(records).read(plain, null, this, depth);
    } else {
      latex(plain, LatexParts.NONE);
    }
  }

  private void document(Origin origin, @Nullable String title, String text) {
    if (text.isBlank()) {
      records.passOver(origin, "no-text");
    } else {
      records.document(origin, title, text);
    }
  }
}
