package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A judge's verdict on an answer and its replies, from a row of its report. */
final class JudgeText {
    private static final Map<String, String> REPLIES = new LinkedHashMap<>();

    static {
        REPLIES.put("replies", "reply");
        REPLIES.put("forwardReplies", "this answer first");
        REPLIES.put("backwardReplies", "this answer second");
    }

    private JudgeText() {}

    /** The judge, the turn if there are several, the verdict and every reply. */
    static Map<String, Object> of(Map<String, Object> row) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("judge", String.valueOf(row.get("judge")));
        if (row.containsKey("turn")) {
            words.put("turn", row.get("turn"));
        }
        words.put("verdict", verdict(row));
        words.put("replies", replies(row));
        return words;
    }

    /** Pairs of the kind of request and the judge's reply. */
    static List<List<String>> replies(Map<String, Object> row) {
        List<List<String>> replies = new ArrayList<>();
        REPLIES.forEach((field, label) -> {
            if (row.get(field) instanceof List<?> texts) {
                texts.forEach(text -> replies.add(List.of(label, String.valueOf(text))));
            }
        });
        return replies;
    }

    private static String verdict(Map<String, Object> row) {
        if (row.containsKey("rating")) {
            return row.get("rating") instanceof Number rating ? "rating " + rating : "no rating";
        }
        if (row.containsKey("preference")) {
            return "preference " + row.get("preference") + " (1 the other answer, 2 this one)";
        }
        return switch (String.valueOf(row.get("verdict"))) {
            case "first" -> "won";
            case "second" -> "lost";
            case "tie" -> "tied";
            default -> "no verdict";
        };
    }
}
