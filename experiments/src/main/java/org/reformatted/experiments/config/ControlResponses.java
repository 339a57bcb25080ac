package org.reformatted.experiments.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The training responses of the control arms: responses that are changed only in length, or only in order. Each is a function of one response, so
 * that it can be compared with its source.
 */
public final class ControlResponses {
    /** The default sentence before a response. */
    public static final String BEFORE = "Thank you for the question.";

    /** The default sentences after a response. */
    public static final String AFTER = "This was not hard. Ask again when there is more to count.";

    private static final Pattern ENDING = Pattern.compile("(?s)(.*\\S)\\s+(The answer is [^\\n]*\\.)\\s*");

    private ControlResponses() {}

    /**
     * Makes a response longer without restructuring it: adds friendly sentences before and after it that do not concern the question.
     *
     * @param response any response
     * @return the response between those sentences
     */
    public static String longer(String response) {
        return longer(BEFORE, response, AFTER);
    }

    /**
     * Makes a response longer with given texts.
     *
     * @param before the text before it; may be empty
     * @param response any response
     * @param after the text after it; may be empty
     * @return the response between those texts
     */
    public static String longer(String before, String response, String after) {
        return (before.isEmpty() ? "" : before + " ") + response + (after.isEmpty() ? "" : " " + after);
    }

    /**
     * Moves the last sentence {@code The answer is ...} to the front and leaves the rest unchanged.
     *
     * @param response a realigned response
     * @return the same sentences with the answer first; the unchanged response if it does not end with such a sentence
     */
    public static String answerFirst(String response) {
        Matcher ending = ENDING.matcher(response);
        return ending.matches() ? ending.group(2) + "\n" + ending.group(1) : response;
    }
}
