package org.reformatted.realign.classify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.RowFile;

/**
 * A query whose category is known.
 *
 * @param query the query
 * @param category its category
 */
public record LabelledQuery(String query, String category) {
    private static final String BUNDLED = "queries.txt";

    /**
     * Returns the queries that are bundled with the program and were written for it: at least 30 per category.
     *
     * @return the queries
     */
    public static List<LabelledQuery> bundled() {
        try (InputStream in = LabelledQuery.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException(BUNDLED + " is missing from the program");
            }
            List<LabelledQuery> queries = new ArrayList<>();
            String category = "";
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("## ")) {
                    category = line.substring(3).strip();
                } else if (!line.isBlank() && !line.startsWith("# ")) {
                    queries.add(new LabelledQuery(line.replace("\\n", "\n"), category));
                }
            }
            return queries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads labelled queries: rows of {@code {instruction, category}} or {@code {query, category}}, as JSON Lines or one array.
     *
     * @param file the file
     * @return the queries
     * @throws InputException naming the place of a row without either
     */
    public static List<LabelledQuery> read(Path file) {
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            return rows.map(LabelledQuery::of).toList();
        }
    }

    /**
     * Returns the queries with the names of their categories instead of aliases.
     *
     * @param queries queries whose category may be an alias
     * @param criteria the categories
     * @return the queries
     * @throws InputException naming every category that the criteria do not have
     */
    public static List<LabelledQuery> named(List<LabelledQuery> queries, CriteriaBook criteria) {
        Map<String, TaskCategory> known = criteria.byName();
        Set<String> unknown = new TreeSet<>();
        List<LabelledQuery> named = new ArrayList<>(queries.size());
        for (LabelledQuery query : queries) {
            TaskCategory category = known.get(query.category());
            if (category == null) {
                unknown.add(query.category());
            } else {
                named.add(new LabelledQuery(query.query(), category.name()));
            }
        }
        if (!unknown.isEmpty()) {
            throw InputException.at(
                    "labelled queries",
                    "the categories " + String.join(", ", unknown),
                    "those of the criteria: " + String.join(", ", new TreeSet<>(known.keySet())),
                    "rename them, or give criteria that have them");
        }
        return named;
    }

    private static LabelledQuery of(JsonLines.Row row) {
        JsonNode query =
                row.node().has("query") ? row.node().path("query") : row.node().path("instruction");
        JsonNode category = row.node().path("category");
        if (!query.isTextual() || !category.isTextual()) {
            throw InputException.at(
                    row.place(),
                    "a row without query or category",
                    "the texts instruction (or query) and category",
                    "fix this row or leave it out");
        }
        return new LabelledQuery(query.textValue(), category.textValue());
    }

    /**
     * Returns a hash that identifies the bundled queries of this version of the program.
     *
     * @return their hash
     */
    public static String bundledHash() {
        return Sha256.ofResource(LabelledQuery.class, BUNDLED);
    }
}
