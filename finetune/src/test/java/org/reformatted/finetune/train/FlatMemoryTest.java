package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Over 500 steps behind 150 that warm up, in a process whose Java heap is resident from the start, so that what grows is native. */
class FlatMemoryTest {
    /** What a library may still touch for the first time; a leak of 64 KiB a step is four times as much. */
    private static final long ALLOWED_BYTES = 8L << 20;

    @Test
    void memoryStaysFlatOver500Steps() throws Exception {
        Map<String, Long> growth = growth(false);
        assertThat(growth.get("arrays")).isZero();
        assertThat(growth.get("resident")).isLessThan(ALLOWED_BYTES);
    }

    /** What is in a manager's care is counted; what no manager owns shows in the resident set. */
    @Test
    void leaksWouldBeSeen() throws Exception {
        Map<String, Long> growth = growth(true);
        assertThat(growth.get("arrays")).isEqualTo(500);
        assertThat(growth.get("resident")).isGreaterThan(2 * ALLOWED_BYTES);
    }

    private static Map<String, Long> growth(boolean leaking) throws Exception {
        Assumptions.assumeTrue(new File("/proc/self/status").exists(), "no /proc here: the resident set is not known");
        List<String> fixedHeap = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");
        Process training = ForkedTraining.start(fixedHeap, "memory", String.valueOf(leaking));
        Map<String, Long> growth = training.inputReader()
                .lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Long.parseLong(words[1])));
        assertThat(training.waitFor()).isZero();
        System.out.println("FlatMemoryTest: " + (leaking ? "leaking, " : "") + growth);
        return growth;
    }
}
