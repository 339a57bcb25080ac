package org.reformatted.eval.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * What a judge found.
 *
 * @param protocol how it was asked
 * @param judge its name: protocol, version, settings and model
 * @param value the mean rating, or the win rate in percent; {@code NaN} when nothing was judged
 * @param unit {@code rating} or {@code percent}
 * @param n how many answers were judged
 * @param low lower end of the 95% interval
 * @param high upper end
 * @param unjudged how many have no verdict; they are in no score
 * @param failures replies that held no verdict, whether or not asking again helped
 * @param causes the same counted by cause
 * @param unanswered how many of the unjudged a service gave no reply on, which {@code allowUnanswered} accepted
 * @param policies the same by turn, where there are two
 * @param pairs wins, losses and the signs of position bias, of comparisons
 * @param selfAgreement of a judge that was asked everything several times
 * @param rows what was found of each answer, by id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeReport(
        String protocol,
        String judge,
        double value,
        String unit,
        long n,
        double low,
        double high,
        long unjudged,
        long failures,
        Map<String, Long> causes,
        long unanswered,
        Map<String, Score> policies,
        @Nullable PairwiseSummary pairs,
        @Nullable SelfAgreement selfAgreement,
        List<Map<String, Object>> rows) {
    /** Takes {@code null} causes, of files written before they were counted, as none. */
    public JudgeReport {
        causes = causes == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(causes));
    }

    JudgeReport with(SelfAgreement agreement) {
        return with(agreement, rows);
    }

    private JudgeReport with(@Nullable SelfAgreement agreement, List<Map<String, Object>> shown) {
        return new JudgeReport(
                protocol,
                judge,
                value,
                unit,
                n,
                low,
                high,
                unjudged,
                failures,
                causes,
                unanswered,
                policies,
                pairs,
                agreement,
                shown);
    }

    /**
     * Writes the summary and, beside it, the rows.
     *
     * @param folder where to
     */
    public void write(Path folder) {
        JsonLines.write(folder.resolve(JudgeConfig.ROWS_FILE), rows.stream());
        TextFiles.writeAtomically(folder.resolve(JudgeConfig.FILE), Json.pretty(with(selfAgreement, List.of())));
    }

    /**
     * Reads what was written.
     *
     * @param folder where it lies
     * @return the report
     */
    public static JudgeReport read(Path folder) {
        JudgeReport report = Json.read(folder.resolve(JudgeConfig.FILE), JudgeReport.class);
        try (Stream<JsonLines.Row> rows = JsonLines.read(folder.resolve(JudgeConfig.ROWS_FILE))) {
            return report.with(
                    report.selfAgreement,
                    rows.map(row -> Json.MAPPER.convertValue(row.node(), new TypeReference<Map<String, Object>>() {}))
                            .toList());
        }
    }
}
