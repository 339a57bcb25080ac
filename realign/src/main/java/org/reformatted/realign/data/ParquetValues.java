package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.reformatted.realign.base.InputException;

/**
 * Converts Parquet's primitive values to JSON by their logical type (apache/parquet-format, LogicalTypes.md). Decimals and unsigned integers become
 * numbers, dates and times become texts in ISO 8601, and NaN, which data frames use for an empty cell, becomes null.
 */
final class ParquetValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ParquetValues() {}

    static JsonNode of(String place, PrimitiveType type, Group group, int field, int index) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> JSON.booleanNode(group.getBoolean(field, index));
            case INT32 -> integer(logical, group.getInteger(field, index), 32);
            case INT64 -> integer(logical, group.getLong(field, index), 64);
            case FLOAT -> number(group.getFloat(field, index));
            case DOUBLE -> number(group.getDouble(field, index));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(place, type, logical, group.getBinary(field, index));
            case INT96 -> JSON.textNode(int96(group.getInt96(field, index)).toString());
        };
    }

    private static JsonNode number(double value) {
        return Double.isNaN(value) ? JSON.nullNode() : JSON.numberNode(value);
    }

    private static JsonNode integer(LogicalTypeAnnotation logical, long value, int bits) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return DecimalNode.valueOf(BigDecimal.valueOf(value, decimal.getScale()));
        }
        if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return bits == 32
                    ? JSON.numberNode(Integer.toUnsignedLong((int) value))
                    : JSON.numberNode(new BigInteger(Long.toUnsignedString(value)));
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return JSON.textNode(LocalDate.ofEpochDay(value).toString());
        }
        if (logical instanceof TimestampLogicalTypeAnnotation stamp) {
            Instant at = Instant.EPOCH.plus(value, unit(stamp.getUnit()));
            return JSON.textNode(
                    stamp.isAdjustedToUTC()
                            ? at.toString()
                            : LocalDateTime.ofInstant(at, ZoneOffset.UTC).toString());
        }
        if (logical instanceof TimeLogicalTypeAnnotation time) {
            return JSON.textNode(
                    LocalTime.MIDNIGHT.plus(value, unit(time.getUnit())).toString());
        }
        return bits == 32 ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }

    private static JsonNode bytes(String place, PrimitiveType type, LogicalTypeAnnotation logical, Binary value) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return DecimalNode.valueOf(new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()));
        }
        try {
            return JSON.textNode(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(value.toByteBuffer())
                    .toString());
        } catch (CharacterCodingException e) {
            throw new InputException(
                    place + ": the column " + type.getName()
                            + " contains bytes that are not UTF-8; expected text; leave the column out",
                    e);
        }
    }

    /** Reads the nanoseconds of the day and the Julian day, little-endian (parquet-format: INT96 timestamps of Impala). */
    private static Instant int96(Binary value) {
        var bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong();
        long day = bytes.getInt() - 2_440_588L; // the Julian day of 1970-01-01
        return Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos);
    }
}
