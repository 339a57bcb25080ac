package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast saved predictions score, and how much memory they take: 1,319 in under two seconds, and a heap smaller than the file. */
class ThroughputTest {
    private static final int TEST_SET = 1319;
    /** {@code -Deval.rows=100000} for the full size, whose figures stand in BENCHMARKS.md. */
    private static final int MANY = Integer.getInteger("eval.rows", 36_000);

    private static final int HEAP_MEGABYTES = MANY < 100_000 ? 24 : 40;

    @TempDir
    Path folder;

    private Path predictions(int rows, int letters) throws IOException {
        Path file = folder.resolve(rows + ".jsonl");
        String steps = "She has 48 clips and sells half of them. ".repeat(letters / 41);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < rows; i++) {
                writer.write("{\"id\":" + i + ",\"output\":\"" + steps + "The answer is " + i % 7
                        + ".\",\"reference\":\"" + i % 5 + "\"}\n");
            }
        }
        return file;
    }

    @Test
    void testSetScoresInUnderTwoSeconds() throws IOException {
        Path file = predictions(TEST_SET, 400);
        Scorer.gsm8k(predictions(100, 400));
        long start = System.nanoTime();
        assertThat(Scorer.gsm8k(file).n()).isEqualTo(TEST_SET);
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(2);
    }

    /** In a process of its own with a heap of 24 MB for a file of 28, or of 40 for a hundred thousand rows and 79. */
    @Test
    void manyStreamThroughAHeapSmallerThanTheirFile() throws IOException, InterruptedException {
        Path file = predictions(MANY, 740);
        assertThat(Files.size(file)).isGreaterThan((long) HEAP_MEGABYTES << 20);
        Process scorer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Counts.class.getName(),
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(scorer.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(scorer.waitFor()).as(said).isZero();
        assertThat(said).contains("scored " + MANY);
    }

    /** The process. */
    static final class Counts {
        private Counts() {}

        public static void main(String[] args) {
            System.out.println("scored " + Scorer.gsm8k(Path.of(args[0])).n());
        }
    }
}
