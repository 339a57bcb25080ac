package org.reformatted.realign.reformat;

import java.nio.file.Path;
import java.util.ArrayList;
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
 * The prompts for rewriting a response with a model. The slots of the two user templates are {@code category}, {@code description}, {@code question},
 * {@code response}, {@code format}, {@code marker}, and {@code evidence} in the second; all slots except the question and the response are optional.
 *
 * @param system the system prompt without evidence
 * @param systemWithEvidence the system prompt with evidence
 * @param plain the user prompt without evidence
 * @param withEvidence the user prompt with evidence
 * @param marker the line in a reply after which the revised response starts
 * @param passageSeparator the text between two passages of evidence
 */
public record RewritePrompts(
        String system,
        String systemWithEvidence,
        PromptTemplate plain,
        PromptTemplate withEvidence,
        String marker,
        String passageSeparator) {
    /** The marker of the bundled prompts. */
    public static final String MARKER = "[[REVISED RESPONSE]]";

    /** The version of the extraction of the revised response from a reply; another version may give other rewrites for the same replies. */
    public static final String REPLY_VERSION = String.valueOf(ReplyParser.VERSION);

    /** The default text between passages. */
    public static final String PASSAGE_SEPARATOR = "\n";

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
     * Returns the prompts that are bundled with the program.
     *
     * @return the prompts
     */
    public static RewritePrompts bundled() {
        String system = PromptTemplate.resource(RewritePrompts.class, "rewrite-system.txt")
                .text();
        return new RewritePrompts(
                system,
                system,
                PromptTemplate.resource(RewritePrompts.class, "rewrite.txt"),
                PromptTemplate.resource(RewritePrompts.class, "rewrite-with-evidence.txt"),
                MARKER,
                PASSAGE_SEPARATOR);
    }

    /**
     * Returns a copy with some parts from files.
     *
     * @param files the files by part: {@code system}, {@code evidenceSystem}, {@code plain}, {@code evidence}; without {@code evidenceSystem},
     * {@code system} is used for both user prompts
     * @param otherMarker the marker that the prompts request
     * @param separator the text between two passages
     * @return the prompts
     * @throws InputException when a file is missing or has slots that are not known
     */
    public RewritePrompts with(Map<String, Path> files, String otherMarker, String separator) {
        Path systemFile = files.get("system");
        Path evidenceSystem = files.get("evidenceSystem");
        try {
            return new RewritePrompts(
                    text(systemFile, system),
                    text(evidenceSystem == null ? systemFile : evidenceSystem, systemWithEvidence),
                    template(files.get("plain"), plain),
                    template(files.get("evidence"), withEvidence),
                    otherMarker,
                    separator);
        } catch (IllegalArgumentException e) {
            throw new InputException("realign.reformatter: " + e.getMessage() + "; fix the prompt", e);
        }
    }

    private static String text(@Nullable Path file, String otherwise) {
        return file == null ? otherwise : TextFiles.readString(file).strip();
    }

    private static PromptTemplate template(@Nullable Path file, PromptTemplate bundled) {
        return file == null
                ? bundled
                : new PromptTemplate(file.toString(), TextFiles.readString(file).stripTrailing());
    }

    /** Returns a short hash that identifies these prompts. */
    String fingerprint() {
        String texts = String.join("\n", system, plain.text(), withEvidence.text(), marker);
        boolean usual = systemWithEvidence.equals(system) && passageSeparator.equals(PASSAGE_SEPARATOR);
        return Sha256.of(usual ? texts : String.join("\n", texts, systemWithEvidence, passageSeparator))
                .substring(0, 8);
    }

    List<Turn> turns(Conversation conversation, TaskCategory category) {
        boolean isPlain = conversation.evidence().isEmpty();
        PromptTemplate template = isPlain ? plain : withEvidence;
        Map<String, String> values = new HashMap<>(Map.of(
                "category", category.name(),
                "description", category.description(),
                "question", conversation.promptText(),
                "response", conversation.response(),
                "format", category.format().map(ResponseFormat::text).orElse(""),
                "marker", marker,
                "evidence", numbered(conversation.evidence())));
        values.keySet().retainAll(template.slots());
        return List.of(
                new Turn(Role.SYSTEM, isPlain ? system : systemWithEvidence),
                new Turn(Role.USER, template.fill(values)));
    }

    private String numbered(List<Passage> evidence) {
        List<String> lines = new ArrayList<>();
        for (Passage passage : evidence) {
            lines.add((lines.size() + 1) + ". " + passage.text());
        }
        return String.join(passageSeparator, lines).strip();
    }

    /**
     * Returns a hash that identifies the bundled prompts of this version of the program.
     *
     * @return the hash of all three prompts
     */
    public static String bundledHash() {
        return Sha256.of(Stream.of("rewrite-system.txt", "rewrite.txt", "rewrite-with-evidence.txt")
                .map(prompt -> Sha256.ofResource(RewritePrompts.class, prompt))
                .collect(Collectors.joining("\n")));
    }
}
