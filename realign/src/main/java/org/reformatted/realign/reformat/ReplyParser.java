package org.reformatted.realign.reformat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

/** Takes the revised response out of a model's reply. */
final class ReplyParser {
    /** Incremented when another response is taken out of the same reply. */
    static final int VERSION = 2;

    static final String FILTERED = "the service's content filter cut the reply";

    private static final Pattern FORMATTING = Pattern.compile("[\\s*#>_`-]*");
    private static final Pattern THINKING_BEGIN =
            Pattern.compile("\\s*+<(?:think|thinking|thought|reasoning)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern THINKING_END =
            Pattern.compile("</(?:think|thinking|thought|reasoning)>", Pattern.CASE_INSENSITIVE);

    private ReplyParser() {}

    /**
     * A reply taken apart.
     *
     * @param text the revised response; null when the reply is malformed
     * @param fault what is wrong with the reply; empty when nothing is
     */
    record Parsed(@Nullable String text, String fault) {}

    /**
     * The revised response is all that follows the marker's first occurrence outside the thinking: the first that begins a line, where one
     * does, since reasoning may name the marker within a sentence; else the first. A response may hold the marker itself. A reply that was cut has no response.
     */
    static Parsed parse(Completion.Candidate reply, String marker) {
        if (reply.finishReason() == FinishReason.CONTENT_FILTER) {
            return new Parsed(null, FILTERED);
        }
        int at = find(reply.text(), marker);
        if (at < 0) {
            return new Parsed(null, "no \"" + marker + "\" in the reply");
        }
        if (reply.finishReason() == FinishReason.LENGTH) {
            return new Parsed(null, "the reply was cut at its limit");
        }
        String text = reply.text().substring(at + marker.length()).strip();
        return text.isEmpty() ? new Parsed(null, "nothing stands after the marker") : new Parsed(text, "");
    }

    private static int find(String reply, String marker) {
        int from = afterThinking(reply, marker);
        for (int at = reply.indexOf(marker, from); at >= 0; at = reply.indexOf(marker, at + 1)) {
            if (beginsLine(reply, at)) {
                return at;
            }
        }
        return reply.indexOf(marker, from);
    }

    /** Whether only signs of formatting, such as {@code **}, stand before it on its line. */
    private static boolean beginsLine(String reply, int at) {
        int start = reply.lastIndexOf('\n', at - 1) + 1;
        return FORMATTING.matcher(reply.substring(start, at)).matches();
    }

    /**
     * Where the thinking ends: a block at the start, or text before an end tag whose beginning was in the prompt. An end tag behind the
     * marker belongs to the response; a block without an end is thinking as a whole.
     */
    private static int afterThinking(String reply, String marker) {
        Matcher end = THINKING_END.matcher(reply);
        Matcher begin = THINKING_BEGIN.matcher(reply);
        if (begin.lookingAt()) {
            return end.find(begin.end()) ? end.end() : reply.length();
        }
        boolean closesPrompt = end.find() && (!begin.find() || begin.start() > end.start());
        return closesPrompt && reply.indexOf(marker, end.end()) >= 0 ? end.end() : 0;
    }
}
