package org.reformatted.realign.filter;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.data.Conversation;

/** Reverts a rewrite that contains markers of the reply or of the prompt. */
public record LeakedMarkerFilter() implements RewriteFilter {
    /** ReAlign searches for the first marker; the others are markers of this project's prompt and of common templates. */
    private static final List<String> MARKERS =
            List.of("Revised response", "REVISED RESPONSE", "### Instruction:", "### Response:", "[[REVISED", "<|im_");

    @Override
    public String name() {
        return "leaked-marker";
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        Optional<String> leaked = MARKERS.stream()
                .filter(marker ->
                        rewritten.contains(marker) && !original.response().contains(marker))
                .findFirst();
        return leaked.map(marker -> FilterVerdict.revert(name(), "the rewrite holds \"" + marker + "\""))
                .orElseGet(() -> FilterVerdict.keep(name(), "no marker shows"));
    }
}
