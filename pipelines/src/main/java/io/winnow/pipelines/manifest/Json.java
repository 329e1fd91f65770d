package io.winnow.pipelines.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.corpus.table.DamagedFile;
import io.winnow.corpus.table.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;

/** Records as JSON files of a run: the same bytes for the same record, one value a line. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .build();

  private Json() {}

  /** The bytes of its file. */
  public static byte[] bytes(Object record) {
    // Unix line ends everywhere.
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of ours cannot be written as JSON", e);
    }
  }

  /** Writes a record whole or not at all. */
  public static void write(ResourceId target, Object record) throws IOException {
    WholeFile.write(target, bytes(record));
  }

  /**
   * Reads a record; empty where there is no file.
   *
   * @throws DamagedFile if what is there is no such record
   */
  public static <T> Optional<T> read(ResourceId source, Class<T> type) throws IOException {
    try (ReadableByteChannel channel = FileSystems.open(source)) {
      return Optional.of(MAPPER.readValue(Channels.newInputStream(channel), type));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new DamagedFile(source, e);
    }
  }
}
