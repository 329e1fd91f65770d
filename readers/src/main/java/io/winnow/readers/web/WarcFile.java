package io.winnow.readers.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Bytes;
import io.winnow.corpus.files.Compression;
import io.winnow.corpus.files.LostInput;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import io.winnow.readers.source.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;

/**
 * Reads one WARC or WET file. Where a record cannot be read, it becomes a dead letter and reading
 * goes on at the next place that looks like the beginning of a record: {@code WARC/}, in a gzip
 * member of its own or after an empty line.
 */
record WarcFile(Records records, WebReader pages, SeekableBlob file) {
  private static final int SCAN_BYTES = 1 << 20;

  /** The records that are records of a source; others are about such. */
  private static final Set<String> COUNTED = Set.of("response", "resource", "conversion");

  private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip", "x-gzip", "deflate");

  void read() {
    if (Compression.isZstd(file.name())) {
      try (InputStream stream = file.open();
          WarcReader reader = new WarcReader(stream)) {
        for (Block block = next(reader, 0); block != null; block = next(reader, 0)) {
          outcome(block);
        }
      } catch (IOException e) {
        records.deadLetter(file.origin(), DeadLetterCause.BROKEN_WARC, e);
      }
      return;
    }
    long from = 0;
    while (from >= 0) {
      from = readFrom(from);
    }
  }

  /** Reads records from an offset on; gives where to go on after a broken one, or -1. */
  private long readFrom(long start) {
    long place = start;
    try (SeekableByteChannel channel = at(start);
        WarcReader reader = new WarcReader(channel)) {
      try {
        for (Block block = next(reader, start); block != null; block = next(reader, start)) {
          place = block.origin().offset();
          outcome(block);
        }
        return -1;
      } catch (IOException e) {
        place = Math.max(place, start + reader.position());
        records.deadLetter(Origin.at(file.origin().uri(), place), DeadLetterCause.BROKEN_WARC, e);
      }
    } catch (IOException e) {
      // Not even a beginning: the reader looks at the first bytes when it is made.
      records.deadLetter(Origin.at(file.origin().uri(), place), DeadLetterCause.BROKEN_WARC, e);
    }
    return nextRecord(place + 1);
  }

  private SeekableByteChannel at(long offset) {
    return LostInput.guard(() -> file.channel().position(offset));
  }

  /**
   * A record that counts.
   *
   * @param bytes all of it; null if there are too many
   */
  private record Block(String kind, Origin origin, MediaType type, byte @Nullable [] bytes) {}

  /**
   * The next record that counts, whole: a fault of the file ends a record before it has an outcome.
   *
   * @param start where the reader began, from which it counts
   * @return null at the end
   */
  private @Nullable Block next(WarcReader reader, long start) throws IOException {
    try {
      for (Optional<WarcRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        WarcRecord record = next.get();
        boolean counts = COUNTED.contains(record.type());
        Optional<byte[]> bytes =
            counts ? Bytes.read(record.body().stream(), records.maximumBytes()) : Optional.empty();
        record.body().consume();
        if (counts) {
          Origin origin = Origin.at(file.origin().uri(), start + reader.position());
          List<String> target = record.headers().all("WARC-Target-URI");
          if (!target.isEmpty()) {
            origin = origin.withSourceUri(unbracketed(target.get(0)));
          }
          return new Block(
              record.type(),
              origin.withDate(date(record)),
              record.contentType(),
              bytes.orElse(null));
        }
      }
      return null;
    } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
      // What jwarc throws at headers that are missing or mean nothing.
      RuntimeException fault = e;
      throw new IOException(Records.sentence(fault), fault);
    }
  }

  private void outcome(Block block) {
    byte[] bytes = block.bytes();
    if (bytes == null) {
      records.tooLarge(block.origin());
      return;
    }
    switch (block.kind()) {
      case "response" -> response(block.origin(), block.type(), bytes);
      case "resource" -> resource(block.origin(), block.type(), bytes);
      default -> conversion(block.origin(), block.type(), bytes);
    }
  }

  /** Some writers put the URI in angle brackets, as the standard's grammar once said. */
  private static String unbracketed(String uri) {
    return uri.startsWith("<") && uri.endsWith(">") ? uri.substring(1, uri.length() - 1) : uri;
  }

  private static @Nullable Long date(WarcRecord record) {
    try {
      return record.date().toEpochMilli();
    } catch (DateTimeException
        | ArithmeticException
        | IllegalArgumentException
        | NoSuchElementException e) {
      return null; // a page without a date is still a page
    }
  }

  private void response(Origin origin, MediaType blockType, byte[] block) {
    if (!blockType.base().equals(MediaType.HTTP)) {
      records.passOver(origin, PassedOverReason.NOT_HTTP);
      return;
    }
    Http http;
    try {
      http = http(block);
    } catch (IOException | IllegalArgumentException e) {
      Exception fault = e;
      records.deadLetter(origin, DeadLetterCause.BROKEN_HTTP, fault);
      return;
    }
    byte[] body = http.body();
    if (http.status() != 200) {
      records.passOver(origin, PassedOverReason.HTTP_STATUS);
    } else if (!isHtml(http.type())) {
      records.passOver(origin, PassedOverReason.NOT_HTML);
    } else if (!ENCODINGS.contains(http.encoding())) {
      records.deadLetter(
          origin,
          DeadLetterCause.UNSUPPORTED_ENCODING,
          "the page is encoded with " + http.encoding());
    } else if (body == null) {
      records.tooLarge(origin);
    } else {
      pages.page(origin, body, http.type().parameters().get("charset"));
    }
  }

  /**
   * What a server answered.
   *
   * @param type of a page that was found
   * @param body of a page in HTML, decoded; null if it is none or too large
   */
  private record Http(int status, MediaType type, String encoding, byte @Nullable [] body) {}

  /** The block is in memory: whatever is wrong with it is wrong with this record alone. */
  private Http http(byte[] block) throws IOException {
    HttpResponse http =
        new WarcResponse.Builder("urn:block").body(MediaType.HTTP_RESPONSE, block).build().http();
    boolean found = http.status() == 200;
    MediaType type = found ? http.contentType() : MediaType.OCTET_STREAM;
    String encoding =
        http.headers().first("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
    boolean page = found && isHtml(type) && ENCODINGS.contains(encoding);
    return new Http(
        http.status(),
        type,
        encoding,
        page ? Bytes.read(http.bodyDecoded().stream(), records.maximumBytes()).orElse(null) : null);
  }

  private void resource(Origin origin, MediaType type, byte[] block) {
    if (isHtml(type)) {
      pages.page(origin, block, type.parameters().get("charset"));
    } else {
      records.passOver(origin, PassedOverReason.NOT_HTML);
    }
  }

  private void conversion(Origin origin, MediaType type, byte[] block) {
    if (!type.base().equals(MediaType.PLAIN_TEXT)) {
      records.passOver(origin, PassedOverReason.NOT_TEXT);
      return;
    }
    records.documentUnlessBlank(origin, null, TextDecoding.text(block).strip());
  }

  private static boolean isHtml(MediaType type) {
    return type.base().equals(MediaType.HTML) || type.base().equals(MediaType.XHTML);
  }

  /** Where a record begins at or after an offset; -1 if there is none. */
  private long nextRecord(long from) {
    try (SeekableByteChannel channel = file.channel()) {
      return nextRecord(channel, from);
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  private long nextRecord(SeekableByteChannel channel, long from) throws IOException {
    boolean gzip = Compression.isGzip(file.name());
    byte[] magic = gzip ? new byte[] {0x1f, (byte) 0x8b, 8} : "\r\n\r\nWARC/".getBytes(ISO_8859_1);
    ByteBuffer buffer = ByteBuffer.allocate(SCAN_BYTES);
    long start = from;
    while (true) {
      channel.position(start);
      buffer.clear();
      fill(channel, buffer);
      int length = buffer.position();
      for (int i = 0; i + magic.length <= length; i++) {
        if (matches(buffer, i, magic)) {
          long place = start + i;
          if (!gzip) {
            return place + 4;
          }
          if (isWarcMember(channel, place)) {
            return place;
          }
        }
      }
      if (length < SCAN_BYTES) {
        return -1;
      }
      start += length - magic.length + 1;
    }
  }

  private static void fill(SeekableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // until it is full or the file ends
    }
  }

  private static boolean matches(ByteBuffer buffer, int at, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (buffer.get(at + i) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWarcMember(SeekableByteChannel channel, long place) throws IOException {
    channel.position(place);
    ByteBuffer head = ByteBuffer.allocate(4096);
    fill(channel, head);
    try (GZIPInputStream member =
        new GZIPInputStream(new ByteArrayInputStream(head.array(), 0, head.position()))) {
      return new String(member.readNBytes(5), ISO_8859_1).equals("WARC/");
    } catch (IOException e) {
      return false; // three bytes that look like a member's first by chance
    }
  }
}
