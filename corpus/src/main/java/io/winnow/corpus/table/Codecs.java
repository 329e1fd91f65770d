package io.winnow.corpus.table;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's compressions without Hadoop's runtime (31 MB of jars), which Parquet's own codecs go
 * through. Tables are written with zstd; files of others may also use Snappy, gzip, LZ4 (raw) or
 * nothing.
 */
public final class Codecs implements CompressionCodecFactory {
  private static final int LEVEL = 3;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    requireZstd(name);
    return new BytesInputCompressor() {
      @Override
      public BytesInput compress(BytesInput bytes) throws IOException {
        return BytesInput.from(Zstd.compress(bytes(bytes), LEVEL));
      }

      @Override
      public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return switch (name) {
      case UNCOMPRESSED -> new Decompressor((bytes, size) -> bytes);
      case ZSTD -> new Decompressor(Zstd::decompress);
      case SNAPPY ->
          new Decompressor(
              (bytes, size) ->
                  all(new SnappyCompressorInputStream(new ByteArrayInputStream(bytes)), size));
      case GZIP ->
          new Decompressor(
              (bytes, size) -> all(new GZIPInputStream(new ByteArrayInputStream(bytes)), size));
      case LZ4_RAW ->
          new Decompressor(
              (bytes, size) ->
                  all(new BlockLZ4CompressorInputStream(new ByteArrayInputStream(bytes)), size));
      default ->
          throw new IllegalArgumentException(
              "Parquet files may use zstd, Snappy, gzip, LZ4 (raw) or no compression, but this one"
                  + " uses "
                  + name);
    };
  }

  private static byte[] all(InputStream stream, int size) throws IOException {
    byte[] bytes = stream.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("a compressed page ends " + (size - bytes.length) + " bytes early");
    }
    return bytes;
  }

  @Override
  public void release() {}

  private static byte[] bytes(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) input.size());
    input.writeAllTo(bytes);
    return bytes.toByteArray();
  }

  private static void requireZstd(CompressionCodecName name) {
    if (name != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("tables are written with zstd, but this is " + name);
    }
  }

  private interface Decompression {
    byte[] apply(byte[] bytes, int size) throws IOException;
  }

  private record Decompressor(Decompression decompression) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(decompression.apply(bytes(bytes), size));
    }

    @Override
    public void decompress(ByteBuffer in, int compressedSize, ByteBuffer out, int size)
        throws IOException {
      byte[] bytes = new byte[compressedSize];
      in.get(bytes);
      out.put(decompression.apply(bytes, size));
    }

    @Override
    public void release() {}
  }
}
