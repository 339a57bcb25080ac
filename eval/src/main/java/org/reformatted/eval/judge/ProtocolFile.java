package org.reformatted.eval.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;

/**
 * A judge's protocol in one YAML file; docs/judging.md explains each field with an example.
 *
 * @param name the name in scores
 * @param version increment when verdicts of existing replies change
 * @param verdict the form in which the verdict is requested, which decides how it is read
 * @param sampling how replies are sampled
 * @param order the order in which two answers are shown
 * @param aggregation how the verdicts on two answers are combined
 * @param references the questions with which a right answer is shown
 * @param samples number of replies that are combined into one verdict
 * @param asksAgain whether the request is repeated after a reply without a verdict
 * @param prompts the prompts: one for each turn, and where right answers are shown, one with and one without them
 */
public record ProtocolFile(
        @Identity String name,
        @Default("1") @Identity int version,
        @Identity VerdictForm verdict,
        @Default("{}") SamplingSettings sampling,
        @Default("both") @Identity JudgeProtocol.AnswerOrder order,
        @Default("agreement") @Identity JudgeProtocol.Aggregation aggregation,
        @Default("none") @Identity JudgeProtocol.References references,
        @Default("1") @Identity int samples,
        @Default("true") @Identity boolean asksAgain,
        List<Prompt> prompts) {
    private static final int TOP_LOGPROBS = 5;
    private static final Set<String> RATED = Set.of("question", "answer");
    private static final Set<String> COMPARED = Set.of("question", "first", "second");

    /** Checks the name, and that each prompt shows the texts that its verdict is about. */
    public ProtocolFile {
        Check.argument(
                name.matches("[A-Za-z0-9._-]+"), "name (%s) must consist of letters, digits, '.', '_' and '-'", name);
        Check.argument(version > 0, "version (%s) must be positive", version);
        Check.argument(!prompts.isEmpty(), "prompts must contain at least one prompt");
        prompts = List.copyOf(prompts);
        for (Prompt prompt : prompts) {
            Set<String> needed = verdict.compares() ? COMPARED : RATED;
            Check.argument(
                    prompt.slots().containsAll(needed),
                    "prompts: the one of turn %s shows %s; a verdict of the form %s needs the slots %s",
                    prompt.turn,
                    prompt.slots(),
                    verdict,
                    needed);
        }
    }

    /**
     * A prompt.
     *
     * @param turn the turn of the conversation that is judged, 1 or 2
     * @param reference whether right answers are shown
     * @param system the system prompt; empty for none
     * @param user the message to the judge
     */
    public record Prompt(
            @Default("1") @Identity int turn,
            @Default("false") @Identity boolean reference,
            @Default("") @Identity String system,
            @Identity String user) {
        private Set<String> slots() {
            return new PromptTemplate("", user).slots();
        }
    }

    /** Creates a prompt whose name contains the turn and, if there is also a prompt without right answers, whether it shows them. */
    private JudgePrompt named(Prompt prompt) {
        boolean both = prompts.stream().anyMatch(other -> other.turn == prompt.turn && !other.reference);
        String known = name
                + (prompt.turn == 1 ? "" : "-turn-" + prompt.turn)
                + (prompt.reference && both ? "-reference" : "");
        List<JudgePrompt.Message> messages = new ArrayList<>();
        if (!prompt.system.isEmpty()) {
            messages.add(new JudgePrompt.Message(Role.SYSTEM, new PromptTemplate(known, prompt.system)));
        }
        messages.add(new JudgePrompt.Message(Role.USER, new PromptTemplate(known, prompt.user)));
        return new JudgePrompt(known, prompt.turn, prompt.reference, messages);
    }

    /** Reads a bundled protocol. */
    static JudgeProtocol bundled(String name) {
        String file = name + ".yaml";
        String yaml = PromptTemplate.resource(ProtocolFile.class, file).text();
        return protocol(file, yaml, Sha256.ofResource(ProtocolFile.class, file));
    }

    /** Reads a user's file. */
    static JudgeProtocol read(Path file) {
        String yaml = TextFiles.readString(file);
        return protocol(file.getFileName().toString(), yaml, Sha256.of(yaml));
    }

    private static JudgeProtocol protocol(String file, String yaml, String hash) {
        ProtocolFile read = ConfigBinder.bind(file, yaml, ProtocolFile.class).value();
        return new JudgeProtocol(
                read.name,
                read.version,
                hash.substring(0, 8),
                read.prompts.stream().map(read::named).toList(),
                read.sampling,
                read.verdict == VerdictForm.FIRST_TOKEN ? TOP_LOGPROBS : 0,
                Map.of(),
                read.verdict,
                read.order,
                read.aggregation,
                read.references,
                read.samples,
                read.asksAgain,
                "");
    }
}
