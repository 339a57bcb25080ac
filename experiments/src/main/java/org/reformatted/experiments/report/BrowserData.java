package org.reformatted.experiments.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.reformatted.experiments.report.PageParts.Block;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;

/**
 * The data of the sample browser of a page: an index of all samples and training rows, and their texts. Texts are inside the page up to a size limit;
 * the texts of further collections are split into scripts next to the page.
 *
 * @param blocks data inside the page
 * @param shards scripts next to the page, by name
 */
record BrowserData(List<Block> blocks, Map<String, String> shards) {
    /** The maximum number of bytes of texts inside a page. */
    static final int INSIDE = 8_000_000;

    /** The approximate number of bytes in a script next to the page. */
    static final int SHARD = 1_000_000;

    /** The folder of the scripts next to the page. */
    static final String FOLDER = "samples";

    private record SeedColumn(String arm, String seed, String css) {}

    static BrowserData of(ReportInputs inputs, Overlaps overlaps) {
        return of(inputs, overlaps, INSIDE);
    }

    static BrowserData of(ReportInputs inputs, Overlaps overlaps, int inside) {
        ArmStyle style = ArmStyle.of(inputs.arms());
        TrainingRows rows = TrainingRows.read(inputs.realigned(), inputs.arms());
        Map<String, Object> index = new LinkedHashMap<>();
        index.put(
                "runs",
                inputs.arms().stream()
                        .map(arm -> new SeedColumn(arm.arm(), arm.seedText(), style.css(arm.arm())))
                        .toList());
        Builder builder = new Builder(inside);
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (String task : ReportTables.tasks(inputs.arms())) {
            TaskSamples samples = TaskSamples.of(task, inputs.arms(), overlaps);
            List<List<NearestRows.Near>> near =
                    samples.questions().stream().map(rows::near).toList();
            Map<String, Object> entry = samples.index(near);
            entry.put("shard", builder.add("t" + tasks.size(), samples.size(), i -> samples.detail(i, near.get(i))));
            tasks.add(entry);
        }
        index.put("tasks", tasks);
        Map<String, Object> trained = rows.index();
        trained.put("shard", builder.add("rows", rows.rows().size(), rows::detail));
        index.put("rows", trained);
        List<Block> blocks = new ArrayList<>(List.of(new Block("index", script(Json.line(index)))));
        blocks.addAll(builder.blocks);
        return new BrowserData(blocks, builder.shards);
    }

    /** JSON without secrets and without characters that end a script element or a line of a script. */
    static String script(String json) {
        return Redactor.hide(json)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** Puts collections into the page while they fit, and otherwise into scripts. */
    private static final class Builder {
        private final List<Block> blocks = new ArrayList<>();
        private final Map<String, String> shards = new LinkedHashMap<>();
        private long left;

        Builder(int inside) {
            left = inside;
        }

        /** Adds a collection. Returns the number of entries in a script; 0 if the collection is in the page. */
        int add(String key, int size, IntFunction<Map<String, Object>> detail) {
            List<String> lines = IntStream.range(0, size)
                    .mapToObj(detail)
                    .map(one -> script(Json.line(one)))
                    .toList();
            long length = lines.stream()
                    .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            if (length <= left) {
                left -= length;
                blocks.add(new Block(key, "[" + String.join(",\n", lines) + "]"));
                return 0;
            }
            int each = (int) Math.max(1, size * (long) SHARD / Math.max(1, length));
            for (int from = 0; from < size; from += each) {
                int number = from / each;
                shards.put(
                        FOLDER + "/" + key + "-" + number + ".js",
                        "reportShard(\"" + key + "\", " + number + ", ["
                                + String.join(",\n", lines.subList(from, Math.min(size, from + each))) + "]);\n");
            }
            return each;
        }
    }
}
