package io.winnow.corpus.table;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's zstd over zstd-jni. Parquet's own codecs go through Hadoop's runtime (31 MB of jars);
 * these few lines do not. Uncompressed pages pass through.
 */
final class ZstdCodec implements CompressionCodecFactory {
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
    if (name == CompressionCodecName.UNCOMPRESSED) {
      return new Decompressor() {
        @Override
        byte[] decompress(byte[] bytes, int size) {
          return bytes;
        }
      };
    }
    requireZstd(name);
    return new Decompressor() {
      @Override
      byte[] decompress(byte[] bytes, int size) {
        return Zstd.decompress(bytes, size);
      }
    };
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
      throw new IllegalArgumentException("tables are compressed with zstd, but this is " + name);
    }
  }

  private abstract static class Decompressor implements BytesInputDecompressor {
    abstract byte[] decompress(byte[] bytes, int size);

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(decompress(bytes(bytes), size));
    }

    @Override
    public void decompress(ByteBuffer in, int compressedSize, ByteBuffer out, int size) {
      byte[] bytes = new byte[compressedSize];
      in.get(bytes);
      out.put(decompress(bytes, size));
    }

    @Override
    public void release() {}
  }
}
