package org.reformatted.realign.reformat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.criteria.ResponseFormat;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Passage;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.PromptTemplate;

/**
 * What a model is told when it shall rewrite a response. Slots of the two user templates: {@code category}, {@code description}, {@code
 * question}, {@code response}, {@code format}, {@code marker}, and {@code evidence} in the second; each may be left out but the question
 * and the response.
 *
 * @param system what stands above
 * @param plain the user's part, without evidence
 * @param withEvidence the user's part, with evidence
 * @param marker the line after which the revised response stands in a reply
 */
public record RewritePrompts(String system, PromptTemplate plain, PromptTemplate withEvidence, String marker) {
    /** The marker of the bundled prompts. */
    public static final String MARKER = "[[REVISED RESPONSE]]";

    /** How the revised response is taken out of a reply; another one may give other rewrites of the same replies. */
    public static final String REPLY_VERSION = String.valueOf(ReplyParser.VERSION);

    private static final Set<String> SLOTS =
            Set.of("category", "description", "question", "response", "format", "marker", "evidence");

    /** Checks the slots. */
    public RewritePrompts {
        Check.argument(!marker.isBlank(), "marker must not be empty");
        for (PromptTemplate template : List.of(plain, withEvidence)) {
            Check.argument(
                    SLOTS.containsAll(template.slots()),
                    "%s has the slots %s; known are %s",
                    template.name(),
                    template.slots(),
                    SLOTS);
            Check.argument(
                    template.slots().containsAll(Set.of("question", "response")),
                    "%s needs the slots question and response",
                    template.name());
        }
    }

    /**
     * The prompts that come with the program.
     *
     * @return the prompts
     */
    public static RewritePrompts bundled() {
        return new RewritePrompts(
                PromptTemplate.resource(RewritePrompts.class, "rewrite-system.txt")
                        .text(),
                PromptTemplate.resource(RewritePrompts.class, "rewrite.txt"),
                PromptTemplate.resource(RewritePrompts.class, "rewrite-with-evidence.txt"),
                MARKER);
    }

    /**
     * The bundled prompts with some of their parts from files.
     *
     * @param files the files by part: {@code system}, {@code plain}, {@code evidence}
     * @param marker the marker that the files' prompts ask for
     * @return the prompts
     * @throws InputException when a file is missing or has slots that are not known
     */
    public static RewritePrompts of(Map<String, Path> files, String marker) {
        RewritePrompts bundled = bundled();
        Path system = files.get("system");
        try {
            return new RewritePrompts(
                    system == null
                            ? bundled.system
                            : TextFiles.readString(system).strip(),
                    template(files.get("plain"), bundled.plain),
                    template(files.get("evidence"), bundled.withEvidence),
                    marker);
        } catch (IllegalArgumentException e) {
            throw new InputException("realign.reformatter: " + e.getMessage() + "; mend the prompt", e);
        }
    }

    private static PromptTemplate template(@Nullable Path file, PromptTemplate bundled) {
        return file == null
                ? bundled
                : new PromptTemplate(file.toString(), TextFiles.readString(file).stripTrailing());
    }

    /** What tells these prompts from others. */
    String fingerprint() {
        return Sha256.of(String.join("\n", system, plain.text(), withEvidence.text(), marker))
                .substring(0, 8);
    }

    List<Turn> turns(Conversation conversation, TaskCategory category) {
        PromptTemplate template = conversation.evidence().isEmpty() ? plain : withEvidence;
        Map<String, String> values = new HashMap<>(Map.of(
                "category", category.name(),
                "description", category.description(),
                "question", conversation.promptText(),
                "response", conversation.response(),
                "format", category.format().map(ResponseFormat::text).orElse(""),
                "marker", marker,
                "evidence", numbered(conversation.evidence())));
        values.keySet().retainAll(template.slots());
        return List.of(new Turn(Role.SYSTEM, system), new Turn(Role.USER, template.fill(values)));
    }

    private static String numbered(List<Passage> evidence) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < evidence.size(); i++) {
            text.append(i + 1).append(". ").append(evidence.get(i).text()).append('\n');
        }
        return text.toString().strip();
    }

    /**
     * What the bundled prompts are told apart by from those of another version of the program.
     *
     * @return the hash of all three
     */
    public static String bundledHash() {
        return Sha256.of(Stream.of("rewrite-system.txt", "rewrite.txt", "rewrite-with-evidence.txt")
                .map(prompt -> Sha256.ofResource(RewritePrompts.class, prompt))
                .collect(Collectors.joining("\n")));
    }
}
