package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/** Small by default; {@code scripts/bench realign} gives the full size by {@code -Dthroughput.rows}. */
class RowThroughputTest {
    private static final int ROWS = Integer.getInteger("throughput.rows", 20_000);
    private static final String HEAP = System.getProperty("throughput.heap", "48m");
    /** For each row a hash of its id is kept: 16 bytes, at most 32 while its table grows. */
    private static final long BYTES_A_ROW = 32;

    private static final long SLACK = 3L << 20;

    @TempDir
    Path folder;

    record Row(String id, String question, String answer) {}

    @Test
    void aMillionRowsNeedNoMoreMemoryThanAThousand() throws Exception {
        Path input = folder.resolve("rows.jsonl");
        JsonLines.write(input, IntStream.range(0, ROWS).mapToObj(RowThroughputTest::row));
        RowThroughput measured = measure(input);
        System.out.println(measured.summary() + ", in a heap of at most " + HEAP);
        assertThat(measured.earlyHeap()).isPositive();
        assertThat(measured.lateHeap() - measured.earlyHeap()).isLessThan(SLACK + BYTES_A_ROW * ROWS);
    }

    private RowThroughput measure(Path input) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        RowThroughput.class.getName(),
                        input.toString(),
                        String.valueOf(ROWS),
                        folder.resolve("out").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).as("runs to its end in a heap of " + HEAP).isZero();
        return Json.MAPPER.readValue(told, RowThroughput.class);
    }

    /** Five steps and an answer, every row with other numbers: about 550 characters, as GSM8K's have. */
    private static Row row(int i) {
        StringBuilder answer = new StringBuilder();
        long sum = i;
        for (int step = 1; step <= 5; step++) {
            long next = sum + step * 7L;
            answer.append("On day ")
                    .append(step)
                    .append(" the shop sells ")
                    .append(step * 7)
                    .append(" more boxes, so it has sold ")
                    .append(sum)
                    .append('+')
                    .append(step * 7)
                    .append("=<<")
                    .append(sum)
                    .append('+')
                    .append(step * 7)
                    .append('=')
                    .append(next)
                    .append(">>")
                    .append(next)
                    .append(" boxes.\n");
            sum = next;
        }
        String question =
                "A shop has sold " + i + " boxes. On each of the next five days it sells 7 more than on the day before,"
                        + " starting with 7 on the first day. How many boxes has it sold in all by the end of the fifth day?";
        return new Row("row-" + i, question, answer + "#### " + sum);
    }
}
