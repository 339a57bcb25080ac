package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns that rows need. Every field is optional; integers are INT64 and other numbers doubles. If rows have different kinds of values in a
 * field, its column contains text (JSON for values that are not texts).
 */
final class ParquetShape {
    enum ColumnKind {
        NONE,
        TEXT,
        BOOLEAN,
        INTEGER,
        NUMBER,
        LIST,
        OBJECT
    }

    private final Map<String, ParquetShape> fields = new LinkedHashMap<>();
    private ColumnKind kind = ColumnKind.NONE;

    ColumnKind kind() {
        return kind;
    }

    ParquetShape field(String name) {
        return fields.getOrDefault(name, new ParquetShape());
    }

    /** The shape of a list's elements. */
    ParquetShape element() {
        return field("element");
    }

    void add(JsonNode value) {
        ColumnKind found = kindOf(value);
        if (found == ColumnKind.NONE) {
            return;
        }
        kind = kind == ColumnKind.NONE || kind == found
                ? found
                : isNumber(kind) && isNumber(found) ? ColumnKind.NUMBER : ColumnKind.TEXT;
        if (found == ColumnKind.LIST) {
            value.forEach(element -> fields.computeIfAbsent("element", name -> new ParquetShape())
                    .add(element));
        } else if (found == ColumnKind.OBJECT) {
            value.properties()
                    .forEach(entry -> fields.computeIfAbsent(entry.getKey(), name -> new ParquetShape())
                            .add(entry.getValue()));
        }
    }

    private static boolean isNumber(ColumnKind kind) {
        return kind == ColumnKind.INTEGER || kind == ColumnKind.NUMBER;
    }

    MessageType schema() {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        fields.forEach((name, shape) -> {
            if (shape.isColumn()) {
                builder.addField(shape.type(name));
            }
        });
        return builder.named("row");
    }

    /** Tests whether there is a column: an object without fields and a list that was always empty have none. */
    boolean isColumn() {
        return switch (kind) {
            case NONE -> false;
            case TEXT, BOOLEAN, INTEGER, NUMBER -> true;
            case LIST -> element().isColumn();
            case OBJECT -> fields.values().stream().anyMatch(ParquetShape::isColumn);
        };
    }

    private Type type(String name) {
        return switch (kind) {
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
            case INTEGER -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            case LIST -> Types.optionalList().element(element().type("element")).named(name);
            case OBJECT -> {
                Types.GroupBuilder<GroupType> group = Types.optionalGroup();
                fields.forEach((field, shape) -> {
                    if (shape.isColumn()) {
                        group.addField(shape.type(field));
                    }
                });
                yield group.named(name);
            }
            case TEXT, NONE ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
        };
    }

    private static ColumnKind kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> ColumnKind.NONE;
            case NUMBER ->
                value.isIntegralNumber() && value.canConvertToLong() ? ColumnKind.INTEGER : ColumnKind.NUMBER;
            case BOOLEAN -> ColumnKind.BOOLEAN;
            case ARRAY -> ColumnKind.LIST;
            case OBJECT, POJO -> ColumnKind.OBJECT;
            case STRING, BINARY -> ColumnKind.TEXT;
        };
    }
}
