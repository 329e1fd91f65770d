package io.winnow.readers.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Origin;
import io.winnow.corpus.files.LostInput;
import io.winnow.corpus.table.ChannelInputFile;
import io.winnow.corpus.table.Codecs;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.Decoding;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of somebody's Parquet file by the source's fields; other columns are not read. The
 * offset of a row's origin is its number. A row group that is damaged costs the rest of its rows,
 * as one dead letter.
 *
 * <p>Memory: the wanted columns of one row group.
 */
public final class ParquetRows implements FileReader {
  private final Records records;
  private final MappedFields fields;

  public ParquetRows(Records records) {
    this.records = records;
    this.fields = new MappedFields(records);
  }

  @Override
  public void read(Blob file) {
    try (SeekableBlob blob = file.seekable()) {
      read(blob);
    } catch (IOException e) {
      records.deadLetter(file.origin(), DeadLetterCause.BROKEN_PARQUET, e);
    }
  }

  /** Names of the columns of a file, from its footer; empty if it cannot be read. */
  public static List<String> columns(SeekableBlob file) {
    try (ParquetFileReader opened = open(file)) {
      return names(opened.getFooter().getFileMetaData().getSchema());
    } catch (IOException | LostInput e) {
      return List.of();
    }
  }

  private static ParquetFileReader open(SeekableBlob blob) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .build();
    return Decoding.checked(
        () -> ParquetFileReader.open(new ChannelInputFile(blob::channel, length(blob)), options));
  }

  private void read(SeekableBlob blob) throws IOException {
    try (ParquetFileReader file = open(blob)) {
      MessageType whole = file.getFooter().getFileMetaData().getSchema();
      MessageType wanted = wanted(whole);
      if (wanted.getFieldCount() == 0) {
        throw new IOException(
            "none of the columns " + names(whole) + " is a field that the source names");
      }
      MessageColumnIO columns =
          Decoding.checked(
              () -> {
                file.setRequestedSchema(wanted);
                return new ColumnIOFactory().getColumnIO(wanted, whole);
              });
      long row = 0;
      for (int group = 0; group < file.getRowGroups().size(); group++) {
        long rows = file.getRowGroups().get(group).getRowCount();
        int number = group;
        if (rows > 0) {
          rows(() -> file.readRowGroup(number), columns, wanted, row, rows, blob.origin());
        }
        row += rows;
      }
    }
  }

  private static long length(SeekableBlob blob) throws IOException {
    try (SeekableByteChannel channel = blob.channel()) {
      return channel.size();
    }
  }

  private MessageType wanted(MessageType whole) {
    List<String> names = fields.topLevel();
    return new MessageType(
        whole.getName(),
        whole.getFields().stream().filter(field -> names.contains(field.getName())).toList());
  }

  private static List<String> names(MessageType schema) {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  private void rows(
      Decoding<@Nullable PageReadStore> group,
      MessageColumnIO columns,
      MessageType wanted,
      long first,
      long rows,
      Origin place) {
    long done = 0;
    try {
      RecordReader<Group> reader =
          Decoding.checked(
              () -> {
                PageReadStore pages = group.run();
                if (pages == null) {
                  throw new IOException("the row group is empty");
                }
                return columns.getRecordReader(pages, new GroupRecordConverter(wanted));
              });
      for (; done < rows; done++) {
        JsonNode object = Decoding.checked(() -> object(reader.read()));
        fields.record(Origin.at(place.uri(), first + done), object);
      }
    } catch (IOException e) {
      records.deadLetter(Origin.at(place.uri(), first + done), DeadLetterCause.BROKEN_ROW_GROUP, e);
    }
  }

  private static ObjectNode object(Group group) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    GroupType type = group.getType();
    for (int i = 0; i < type.getFieldCount(); i++) {
      Type field = type.getType(i);
      int count = group.getFieldRepetitionCount(i);
      if (field.isRepetition(Type.Repetition.REPEATED)) {
        ArrayNode array = object.putArray(field.getName());
        for (int j = 0; j < count; j++) {
          array.add(value(group, i, j));
        }
      } else {
        object.set(field.getName(), count == 0 ? null : value(group, i, 0));
      }
    }
    return object;
  }

  private static @Nullable JsonNode value(Group group, int field, int index) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    Type type = group.getType().getType(field);
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (!type.isPrimitive()) {
      Group inner = group.getGroup(field, index);
      return logical instanceof ListLogicalTypeAnnotation ? list(inner) : object(inner);
    }
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> json.booleanNode(group.getBoolean(field, index));
      case INT32 -> json.numberNode(group.getInteger(field, index));
      case INT64 -> json.numberNode(whole(group.getLong(field, index), logical));
      case FLOAT -> json.numberNode(group.getFloat(field, index));
      case DOUBLE -> json.numberNode(group.getDouble(field, index));
      case BINARY -> json.textNode(group.getBinary(field, index).toStringUsingUTF8());
      case FIXED_LEN_BYTE_ARRAY, INT96 -> null;
    };
  }

  /** Times in milliseconds, which are told from seconds by their size. */
  private static long whole(long value, @Nullable LogicalTypeAnnotation logical) {
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      return switch (time.getUnit()) {
        case MILLIS -> value;
        case MICROS -> Math.floorDiv(value, 1_000L);
        case NANOS -> Math.floorDiv(value, 1_000_000L);
      };
    }
    return value;
  }

  /** The elements of a list, which Parquet keeps two groups deep. */
  private static ArrayNode list(Group list) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    int count = list.getFieldRepetitionCount(0);
    Type repeated = list.getType().getType(0);
    for (int i = 0; i < count; i++) {
      if (repeated.isPrimitive()) {
        array.add(value(list, 0, i));
        continue;
      }
      Group element = list.getGroup(0, i);
      boolean single = repeated.asGroupType().getFieldCount() == 1;
      if (!single) {
        array.add(object(element));
      } else {
        array.add(element.getFieldRepetitionCount(0) == 0 ? null : value(element, 0, 0));
      }
    }
    return array;
  }
}
