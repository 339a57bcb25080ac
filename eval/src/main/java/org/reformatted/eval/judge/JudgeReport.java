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
 * The results of a judge.
 *
 * @param protocol the name of the protocol
 * @param judge its name: protocol, version, settings and model
 * @param value the mean rating, or the win rate in percent; {@code NaN} when no answer was judged
 * @param unit {@code rating} or {@code percent}
 * @param n number of judged answers
 * @param low lower end of the 95% interval
 * @param high upper end
 * @param unjudged number of answers without a verdict; they are not included in any score
 * @param failures number of replies without a verdict, whether or not a repeated request succeeded
 * @param causes the failures counted by cause
 * @param unanswered number of unjudged answers for which the service returned no reply and {@code allowUnanswered} accepted this
 * @param policies the scores, also by turn where there are two turns
 * @param pairs for comparisons, wins, losses and measures of position bias
 * @param selfAgreement agreement of the judge with itself, where answers were judged several times
 * @param rows the judgments of each answer, with its id
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
    /** Treats {@code null} causes, from files of older versions, as empty. */
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
     * Writes the summary and the rows.
     *
     * @param folder the folder of both files
     */
    public void write(Path folder) {
        JsonLines.write(folder.resolve(JudgeConfig.ROWS_FILE), rows.stream());
        TextFiles.writeAtomically(folder.resolve(JudgeConfig.FILE), Json.pretty(with(selfAgreement, List.of())));
    }

    /**
     * Reads a report.
     *
     * @param folder the folder of both files
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
