package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reformatted.experiments.config.PaperSetting;
import org.reformatted.experiments.report.PaperValues.PaperTable;
import org.reformatted.realign.base.InputException;

/**
 * The paper's value for an arm on a task, and its comparison with this experiment's value.
 *
 * @param table the paper's table
 * @param setting model and instruction set of the row
 * @param arm the paper's arm
 * @param task the task
 * @param column the table's column
 * @param unit the unit of the value, as in scores
 * @param value the value in the paper
 * @param baseline the paper's value for the original arm in the same setting and column
 * @param status the result of comparing this experiment's score or difference with it
 */
public record PaperMatch(
        String table,
        PaperSetting setting,
        String arm,
        String task,
        String column,
        String unit,
        double value,
        double baseline,
        Status status) {
    /** The paper's arm that the others are compared with. */
    static final String ORIGINAL = "original";

    /** The relation of this experiment's value to the paper's value. */
    enum Status {
        /** The difference to the original arm is significant in the paper's direction, and its interval contains the paper's difference. */
        REPRODUCED("reproduced"),
        /** One of the two conditions is met. For the original arm: the interval of its score contains the paper's score. */
        CONSISTENT("consistent"),
        /** None of the conditions is met. */
        INCONSISTENT("inconsistent"),
        /**
         * The config does not name a setting of the paper, the scores have another unit, or the differences are to an arm other than the original.
         */
        NOT_COMPARABLE("not comparable"),
        /** The paper has a value, but this experiment has no such arm or task. */
        NOT_RUN("not run");

        private final String words;

        Status(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }

        /** The status of a difference to the original arm. */
        static Status of(PooledDifference difference, double paper) {
            boolean holds = difference.low() <= paper && paper <= difference.high();
            boolean direction = difference.beyondChance() && difference.difference() * paper > 0;
            return holds && direction ? REPRODUCED : holds || direction ? CONSISTENT : INCONSISTENT;
        }
    }

    /** The meaning of the statuses, for captions. */
    static final String MEANING =
            "Beside the paper's value: reproduced, when the difference to the original arm is beyond chance in the"
                    + " paper's direction and its interval holds the paper's difference; consistent, when one of the two"
                    + " is so, or of the first arm itself when its interval over questions holds the paper's score;"
                    + " inconsistent, when neither is; not comparable, when the config does not name the paper's setting"
                    + " (report.repeats), the score has another unit, or the first arm is not the original; not run, when"
                    + " this experiment has no such arm or task. The paper's values are taken as exact.";

    /** All values of the named tables for which this experiment could have a score. */
    static List<PaperMatch> all(PaperValues paper, List<String> tables, Optional<PaperSetting> repeats) {
        repeats.ifPresent(setting -> requireKnown(paper, tables, setting));
        List<PaperMatch> matches = new ArrayList<>();
        for (String name : tables) {
            PaperTable table = paper.table(name);
            if (table.tasks() != null && !table.tasks().isEmpty()) {
                matches.addAll(of(name, table, repeats.orElseGet(() -> setting(table, 0))));
            }
        }
        return matches;
    }

    private static List<PaperMatch> of(String name, PaperTable table, PaperSetting setting) {
        List<PaperMatch> matches = new ArrayList<>();
        for (Map.Entry<String, String> column :
                Objects.requireNonNull(table.tasks()).entrySet()) {
            double baseline = Double.NaN;
            for (int row = 0; row < table.rows().size(); row++) {
                if (setting(table, row).equals(setting)) {
                    String arm = text(table, row, "arm");
                    double value = number(table, row, column.getKey());
                    baseline = arm.equals(ORIGINAL) ? value : baseline;
                    matches.add(new PaperMatch(
                            name,
                            setting,
                            arm,
                            column.getValue(),
                            column.getKey(),
                            table.unit(column.getKey()),
                            value,
                            baseline,
                            Status.NOT_RUN));
                }
            }
        }
        return matches;
    }

    /**
     * Checks that the paper's tables have a setting; tables that compare answers in pairs are not searched, because they have no scores.
     *
     * @param paper the paper's values
     * @param tables the names of the tables that a report shows
     * @param setting the setting in the config
     * @throws InputException that names the settings of the tables
     */
    public static void requireKnown(PaperValues paper, List<String> tables, PaperSetting setting) {
        List<PaperSetting> known = tables.stream()
                .map(paper::table)
                .filter(table -> table.tasks() != null)
                .flatMap(table -> IntStream.range(0, table.rows().size()).mapToObj(row -> setting(table, row)))
                .distinct()
                .toList();
        if (!known.isEmpty() && !known.contains(setting)) {
            throw InputException.at(
                    "report.repeats",
                    setting.model() + " trained on " + setting.trainedOn(),
                    "one of "
                            + String.join(
                                    ", ",
                                    known.stream()
                                            .map(one -> one.model() + " trained on " + one.trainedOn())
                                            .toList()),
                    "name a setting of the tables in report.paper");
        }
    }

    private static PaperSetting setting(PaperTable table, int row) {
        return new PaperSetting(text(table, row, "model"), text(table, row, "trained on"));
    }

    private static String text(PaperTable table, int row, String column) {
        return String.valueOf(table.rows().get(row).get(table.columns().indexOf(column)));
    }

    private static double number(PaperTable table, int row, String column) {
        return ((Number) table.rows().get(row).get(table.columns().indexOf(column))).doubleValue();
    }

    PaperMatch with(Status found) {
        return new PaperMatch(table, setting, arm, task, column, unit, value, baseline, found);
    }

    boolean isBaseline() {
        return arm.equals(ORIGINAL);
    }

    double difference() {
        return value - baseline;
    }
}
