package org.reformatted.experiments.report;

import java.util.List;

/**
 * Gives each arm its own colour, marker and dash, so that no two arms differ only in colour; {@code report.css} has the colours for the light and the
 * dark style.
 *
 * @param arms their names, in the order of the report
 */
record ArmStyle(List<String> arms) {
    private static final int COLOURS = 8;

    private static final List<String> DASHES =
            List.of("none", "9 4", "3 3", "12 3 3 3", "6 6", "2 5", "14 5", "5 2 2 2");

    static ArmStyle of(List<TrainedArm> trained) {
        return new ArmStyle(trained.stream().map(TrainedArm::arm).distinct().toList());
    }

    /** The CSS class of an arm's elements. */
    String css(String arm) {
        return "c" + arms.indexOf(arm) % COLOURS;
    }

    /** The dash pattern of an arm's lines. */
    String dash(String arm) {
        return DASHES.get(arms.indexOf(arm) % DASHES.size());
    }

    /** An arm's marker at a position, as the data of an SVG path: disc, square, triangle, diamond and others. */
    String marker(String arm, double x, double y) {
        double r = 5;
        String from = "M" + one(x) + " " + one(y);
        return switch (arms.indexOf(arm) % COLOURS) {
            case 0 -> from + "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z";
            case 1 -> from + "m-5 -5h10v10h-10z";
            case 2 -> from + "m0 -6l6 11h-12z";
            case 3 -> from + "m0 -6.5l6.5 6.5l-6.5 6.5l-6.5 -6.5z";
            case 4 -> from + "m0 6l6 -11h-12z";
            case 5 -> from + "m-1.8 -6h3.6v4.2h4.2v3.6h-4.2v4.2h-3.6v-4.2h-4.2v-3.6h4.2z";
            case 6 -> from + "m-6 0l3 -5h6l3 5l-3 5h-6z";
            default -> from + "m-" + one(r) + " 3h10v-6h-10z";
        };
    }

    private static String one(double value) {
        return String.format(java.util.Locale.ROOT, "%.1f", value);
    }
}
