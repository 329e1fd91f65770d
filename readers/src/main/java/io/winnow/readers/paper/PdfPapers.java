package io.winnow.readers.paper;

import io.winnow.corpus.files.Compression;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.paper.pdf.PdfText;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.Records;
import java.io.IOException;

/** Reads PDF, one paper a file. */
public record PdfPapers(Records records) implements FileReader {
  /** Whether a file of this name is one. */
  public static boolean fits(String path) {
    return Compression.withoutCompression(path).endsWith(".pdf");
  }

  @Override
  public void read(Blob file) {
    byte[] bytes = file.bytes(records);
    if (bytes == null) {
      return;
    }
    try {
      PdfText paper = PdfText.extract(bytes);
      records.documentUnlessBlank(file.origin(), paper.title(), paper.text());
    } catch (IOException e) {
      records.deadLetter(file.origin(), DeadLetterCause.BROKEN_PDF, e);
    }
  }
}
