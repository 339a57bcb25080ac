package org.reformatted.realign.llm;

import java.util.List;
import java.util.Set;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * Differences of a service from the chat-completions protocol.
 *
 * @param maxTokensField the field that limits an answer's tokens, such as {@code max_completion_tokens}
 * @param leaveOut fields that the service refuses and that are not sent; the service then uses its own defaults
 * @param oneCandidatePerRequest whether each of several candidates is requested separately, with different seeds
 */
public record ProviderQuirks(
        @Default("max_tokens") @Identity String maxTokensField,
        @Default("[]") @Identity List<String> leaveOut,
        @Default("false") @Identity boolean oneCandidatePerRequest) {
    /** No differences. */
    public static final ProviderQuirks NONE = new ProviderQuirks("max_tokens", List.of(), false);

    private static final Set<String> FIELDS = Set.of("temperature", "top_p", "n", "seed", "stop", "max_tokens");

    /** Checks the fields' names. */
    public ProviderQuirks {
        Check.argument(
                maxTokensField.matches("[A-Za-z][A-Za-z0-9_]*"),
                "maxTokensField (%s) is not the name of a field",
                maxTokensField);
        leaveOut = List.copyOf(leaveOut);
        for (String field : leaveOut) {
            Check.argument(
                    FIELDS.contains(field),
                    "leaveOut (%s) is none of the fields that may be left out: %s",
                    field,
                    String.join(", ", FIELDS.stream().sorted().toList()));
        }
    }

    /** Returns the name under which a model's answers are stored; it includes the left-out fields, because they may change answers. */
    String identity(String model) {
        return leaveOut.isEmpty()
                ? model
                : model + " without "
                        + String.join(", ", leaveOut.stream().sorted().toList());
    }
}
