package org.reformatted.experiments.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/**
 * The paper's numbers, from its result tables (arXiv 2402.12219); the resource {@code paper-values.json} names each source.
 *
 * @param source the paper
 * @param tables the tables, by name
 */
public record PaperValues(String source, Map<String, PaperTable> tables) {
    /**
     * One of the paper's tables.
     *
     * @param title its title, with n if the paper states it
     * @param columns the heads of its columns
     * @param rows its rows of texts and numbers
     * @param unit the unit of the columns in {@code tasks}, as in scores
     * @param units the units of columns with another unit
     * @param tasks the task of each column that a task of this project measures; absent if the rows are not arms
     */
    public record PaperTable(
            String title,
            List<String> columns,
            List<List<Object>> rows,
            @Nullable String unit,
            @Nullable Map<String, String> units,
            @Nullable Map<String, String> tasks) {
        /** The unit of a column, as in scores. */
        String unit(String column) {
            return units != null && units.containsKey(column) ? units.get(column) : String.valueOf(unit);
        }
    }

    /**
     * One of the tables.
     *
     * @param name its name
     * @return the table
     * @throws InputException that lists the known names
     */
    public PaperTable table(String name) {
        PaperTable table = tables.get(name);
        if (table == null) {
            throw InputException.at(
                    "report.paper", name, "some of " + String.join(", ", tables.keySet()), "name tables of the paper");
        }
        return table;
    }

    /**
     * Reads the bundled values.
     *
     * @return the values
     */
    public static PaperValues bundled() {
        try (InputStream in = PaperValues.class.getResourceAsStream("paper-values.json")) {
            if (in == null) {
                throw new IllegalStateException("paper-values.json is not on the class path");
            }
            return Json.MAPPER.readValue(new String(in.readAllBytes(), StandardCharsets.UTF_8), PaperValues.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("paper-values.json does not have the format of PaperValues", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
