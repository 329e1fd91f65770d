package io.winnow.readers.paper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.winnow.corpus.files.Compression;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.Containers;
import io.winnow.readers.containers.EntryBlob;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.paper.latex.LatexText;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.ByteArrayInputStream;

/**
 * Reads papers in LaTeX, of which a document is a main file with all that it includes. Included
 * files are looked for below the folder of the main file, in its container or on disk, and are
 * passed over themselves. The sources of arXiv, a tar or a single file behind {@code .gz}, are told
 * by their bytes; a single file includes no others.
 */
public final class LatexPapers implements FileReader {
  private static final int TAR_MAGIC_AT = 257;

  private final Records records;
  private final LatexParts parts;
  private final int depth;

  public LatexPapers(Records records) {
    this(records, new LatexParts.OnDisk(records.maximumBytes()), 0);
  }

  /**
   * @param depth how many containers are around its files
   */
  private LatexPapers(Records records, LatexParts parts, int depth) {
    this.records = records;
    this.parts = parts;
    this.depth = depth;
  }

  /** Whether a file of this name is LaTeX, or sources of arXiv. */
  public static boolean fits(String path) {
    String last = FileNames.last(Compression.withoutCompression(path));
    return mayInclude(path)
        || Compression.isGzip(path) && !last.contains(".")
        || last.matches("[0-9]{4}\\.[0-9]{4,5}(v[0-9]+)?");
  }

  /** Whether a file of this name may include others from its folder. */
  public static boolean mayInclude(String path) {
    String name = Compression.withoutCompression(path);
    return name.endsWith(".tex") || name.endsWith(".latex");
  }

  @Override
  public LatexPapers inside(SeekableBlob container) {
    LatexParts inside = SpooledParts.of(container, records.maximumBytes());
    return new LatexPapers(records, inside, depth + 1);
  }

  @Override
  public void close() {
    parts.close();
  }

  @Override
  public void read(Blob file) {
    if (mayInclude(file.name())) {
      latex(file, parts);
    } else {
      arxiv(file);
    }
  }

  private void latex(Blob file, LatexParts parts) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    String source = TextDecoding.text(bytes);
    if (!LatexText.isMainFile(source)) {
      records.passOver(file.origin(), PassedOverReason.PART_OF_LATEX);
    } else if (parts.tooMany()) {
      records.deadLetter(
          file.origin(),
          DeadLetterCause.TOO_MANY_PARTS,
          "the LaTeX files of its container are too many to be put aside");
    } else {
      LatexText paper = LatexText.extract(source, parts.below(file.name()));
      records.documentUnlessBlank(file.origin(), paper.title(), paper.text());
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
      FileReader inside = new SourcesOfArxiv(this, new JatsPapers(records), new PdfPapers(records));
      new Containers(records).read(plain, null, inside, depth);
    } else {
      latex(plain, LatexParts.NONE);
    }
  }

  /** What sources of arXiv hold: LaTeX with its figures, or a PDF; JATS now and then. */
  private record SourcesOfArxiv(LatexPapers latex, FileReader jats, FileReader pdf)
      implements FileReader {
    @Override
    public void read(Blob file) {
      if (fits(file.name())) {
        latex.read(file);
      } else if (JatsPapers.fits(file.name())) {
        jats.read(file);
      } else if (PdfPapers.fits(file.name())) {
        pdf.read(file);
      } else {
        latex.records.passOver(file.origin(), PassedOverReason.NOT_A_PAPER);
      }
    }

    @Override
    public FileReader inside(SeekableBlob container) {
      return new SourcesOfArxiv(latex.inside(container), jats, pdf);
    }

    @Override
    public void close() {
      latex.close();
    }
  }
}
