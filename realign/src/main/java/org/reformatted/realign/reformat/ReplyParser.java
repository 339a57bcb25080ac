package org.reformatted.realign.reformat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

/** Extracts the revised response from a model's reply. */
final class ReplyParser {
    /** Incremented when another response would be extracted from the same reply. */
    static final int VERSION = 2;

    static final String FILTERED = "the service's content filter cut the reply";

    private static final Pattern FORMATTING = Pattern.compile("[\\s*#>_`-]*");
    private static final Pattern THINKING_BEGIN =
            Pattern.compile("\\s*+<(?:think|thinking|thought|reasoning)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern THINKING_END =
            Pattern.compile("</(?:think|thinking|thought|reasoning)>", Pattern.CASE_INSENSITIVE);

    private ReplyParser() {}

    /**
     * A parsed reply.
     *
     * @param text the revised response; null when the reply is malformed
     * @param fault the reason why the reply is malformed; empty when it is not
     */
    record Parsed(@Nullable String text, String fault) {}

    /**
     * Extracts the revised response: all text after the marker's first occurrence outside the thinking. An occurrence at the start of a line is
     * preferred, because reasoning may name the marker within a sentence. A response may contain the marker itself. A reply that was cut has no
     * response.
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
            if (startsLine(reply, at)) {
                return at;
            }
        }
        return reply.indexOf(marker, from);
    }

    /** Tests whether only formatting characters, such as {@code **}, precede it on its line. */
    private static boolean startsLine(String reply, int at) {
        int start = reply.lastIndexOf('\n', at - 1) + 1;
        return FORMATTING.matcher(reply.substring(start, at)).matches();
    }

    /**
     * Returns the end of the thinking: of a block at the start, or of the text before an end tag whose start tag was in the prompt. An end tag after
     * the last marker is part of the response; if a block has no end, the entire reply is thinking.
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
