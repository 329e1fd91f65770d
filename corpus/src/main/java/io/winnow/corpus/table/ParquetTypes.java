package io.winnow.corpus.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Our schemas as Parquet's, and back. Every column is optional; lists are of three levels. */
final class ParquetTypes {
  private ParquetTypes() {}

  static MessageType message(Schema schema) {
    List<Type> fields = new ArrayList<>();
    for (Column<?> column : schema.columns()) {
      fields.add(field(column));
    }
    return new MessageType("row", fields);
  }

  private static Type field(Column<?> column) {
    return switch (column.type()) {
      case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
      case LONG -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
      case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      case STRING -> Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(column.name());
      case BYTES -> Types.optional(PrimitiveTypeName.BINARY).named(column.name());
      case ID ->
          Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY).length(16).named(column.name());
      case INTS ->
          Types.optionalList().requiredElement(PrimitiveTypeName.INT32).named(column.name());
      case STRINGS ->
          Types.optionalList()
              .requiredElement(PrimitiveTypeName.BINARY)
              .as(stringType())
              .named(column.name());
      case DOUBLES ->
          Types.optionalList().requiredElement(PrimitiveTypeName.DOUBLE).named(column.name());
    };
  }

  static Schema schema(MessageType message) {
    List<Column<?>> columns = new ArrayList<>();
    for (Type field : message.getFields()) {
      columns.add(Column.of(field.getName(), type(field), ""));
    }
    return new Schema(columns);
  }

  private static ColumnType type(Type field) {
    if (!field.isPrimitive()) {
      Type element = field.asGroupType().getType(0).asGroupType().getType(0);
      return switch (element.asPrimitiveType().getPrimitiveTypeName()) {
        case INT32 -> ColumnType.INTS;
        case DOUBLE -> ColumnType.DOUBLES;
        default -> ColumnType.STRINGS;
      };
    }
    PrimitiveType type = field.asPrimitiveType();
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> ColumnType.BOOLEAN;
      case INT64 -> ColumnType.LONG;
      case DOUBLE -> ColumnType.DOUBLE;
      case FIXED_LEN_BYTE_ARRAY -> ColumnType.ID;
      case BINARY -> annotation == null ? ColumnType.BYTES : ColumnType.STRING;
      default -> throw new IllegalArgumentException("not a column of ours: " + type);
    };
  }
}
