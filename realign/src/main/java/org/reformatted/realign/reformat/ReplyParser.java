package org.reformatted.realign.reformat;

import org.jspecify.annotations.Nullable;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

/** Takes the revised response out of a model's reply. */
final class ReplyParser {
    static final String FILTERED = "the service's content filter cut the reply";

    private ReplyParser() {}

    /**
     * A reply taken apart.
     *
     * @param text the revised response; null when the reply is malformed
     * @param fault what is wrong with the reply; empty when nothing is
     */
    record Parsed(@Nullable String text, String fault) {}

    /** The revised response is all that follows the marker's last occurrence; a reply that was cut has none. */
    static Parsed parse(Completion.Candidate reply, String marker) {
        if (reply.finishReason() == FinishReason.CONTENT_FILTER) {
            return new Parsed(null, FILTERED);
        }
        int at = reply.text().lastIndexOf(marker);
        if (at < 0) {
            return new Parsed(null, "no \"" + marker + "\" in the reply");
        }
        if (reply.finishReason() == FinishReason.LENGTH) {
            return new Parsed(null, "the reply was cut at its limit");
        }
        String text = reply.text().substring(at + marker.length()).strip();
        return text.isEmpty() ? new Parsed(null, "nothing stands after the marker") : new Parsed(text, "");
    }
}
