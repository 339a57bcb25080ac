package org.reformatted.experiments.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the control arms train on: responses changed in length alone, or in order alone. Each is a function of one response, so that it
 * can be read beside what it came from.
 */
public final class ControlResponses {
    /** The usual sentence before a response. */
    public static final String BEFORE = "Thank you for the question.";

    /** The usual sentences after a response. */
    public static final String AFTER = "This was not hard. Ask again when there is more to count.";

    private static final Pattern ENDING = Pattern.compile("(?s)(.*\\S)\\s+(The answer is [^\\n]*\\.)\\s*");

    private ControlResponses() {}

    /**
     * Makes a response longer without putting it in order: friendly sentences before and after it, which say nothing of the matter.
     *
     * @param response any response
     * @return the response between those sentences
     */
    public static String longer(String response) {
        return longer(BEFORE, response, AFTER);
    }

    /**
     * Makes a response longer by texts of the caller's.
     *
     * @param before what comes before it; nothing when empty
     * @param response any response
     * @param after what comes after it; nothing when empty
     * @return the response between those texts
     */
    public static String longer(String before, String response, String after) {
        return (before.isEmpty() ? "" : before + " ") + response + (after.isEmpty() ? "" : " " + after);
    }

    /**
     * Moves the last sentence {@code The answer is ...} to the front and leaves the rest as it is.
     *
     * @param response a realigned response
     * @return the same sentences with the answer first; the response itself when it does not end so
     */
    public static String answerFirst(String response) {
        Matcher ending = ENDING.matcher(response);
        return ending.matches() ? ending.group(2) + "\n" + ending.group(1) : response;
    }
}
