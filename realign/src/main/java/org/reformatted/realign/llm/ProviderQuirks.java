package org.reformatted.realign.llm;

import java.util.List;
import java.util.Set;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * In what a service differs from the chat-completions protocol.
 *
 * @param maxTokensField the field that limits an answer's tokens, such as {@code max_completion_tokens}
 * @param leaveOut fields that the service refuses and that are not sent; it then takes its own defaults
 * @param oneCandidatePerRequest whether several candidates are asked for by a request each, with seeds that differ
 */
public record ProviderQuirks(
        @Default("max_tokens") @Identity String maxTokensField,
        @Default("[]") @Identity List<String> leaveOut,
        @Default("false") @Identity boolean oneCandidatePerRequest) {
    /** The protocol as it is. */
    public static final ProviderQuirks NONE = new ProviderQuirks("max_tokens", List.of(), false);

    private static final Set<String> FIELDS = Set.of("temperature", "top_p", "n", "seed", "stop", "max_tokens");

    /** Checks the fields' names. */
    public ProviderQuirks {
        Check.argument(
                maxTokensField.matches("[A-Za-z][A-Za-z0-9_]*"),
                "maxTokensField (%s) is no field's name",
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

    /** The name under which a model's answers are kept: other fields may give other answers. */
    String identity(String model) {
        return leaveOut.isEmpty()
                ? model
                : model + " without "
                        + String.join(", ", leaveOut.stream().sorted().toList());
    }
}
