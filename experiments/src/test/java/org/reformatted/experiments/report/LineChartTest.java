package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {
    @Test
    void longCurvesAreMeansOfNeighbours() {
        List<Double> x = IntStream.range(0, 320).mapToObj(i -> (double) i).toList();
        LineChart.Series thin = new LineChart.Series("n", "a", true, false, x, x).thinned();
        assertThat(thin.x()).hasSize(160).startsWith(0.5, 2.5);
        assertThat(new LineChart.Series("n", "a", true, true, x, x).thinned().x())
                .hasSize(320);
    }
}
