package org.reformatted.eval.judge;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;
import org.reformatted.realign.text.PythonConstants;

/**
 * Reads Auto-J's protocols from its own file, {@code codes/usage/constants_prompt.py} (J. Li et al., arXiv 2310.05470): the unchanged texts
 * {@code single} and {@code pairwise_tie}, greedy replies of at most 1,024 tokens, and the rules for verdicts of {@code example.py} in the same
 * folder. That project puts {@code [INST]} and {@code [/INST]} around the text itself; here the chat template of LLaMA-2 adds them, either at the
 * service or as {@code template: llama2-chat} of a checkpoint.
 */
final class AutoJPrompts {
    private static final int MAX_TOKENS = 1024;
    private static final String WRAPPER = "\"[INST] {input} [/INST]\"";

    private AutoJPrompts() {}

    /**
     * Reads the file.
     *
     * @param file Auto-J's {@code constants_prompt.py}
     * @return the protocols {@code auto-j} and {@code auto-j-pair}
     * @throws InputException when it lacks a text
     */
    static Map<String, JudgeProtocol> read(Path file) {
        String source = TextFiles.readString(file);
        if (!source.contains(WRAPPER)) {
            throw InputException.at(file, "no " + WRAPPER, "Auto-J's form of a prompt", "give its constants_prompt.py");
        }
        return Map.of(
                "auto-j",
                protocol(file, source, "auto-j", "single", "answer", VerdictForm.AUTO_J_RATING),
                "auto-j-pair",
                protocol(file, source, "auto-j-pair", "pairwise_tie", "first", VerdictForm.AUTO_J_DECISION));
    }

    private static JudgeProtocol protocol(
            Path file, String source, String name, String text, String response, VerdictForm form) {
        Map<String, String> slots = Map.of("prompt", "question", "response", response, "response_another", "second");
        PromptTemplate template = ProtocolSource.template(file, text(file, source, text), slots);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("temperature", 0.0);
        parameters.put("top_p", 1.0);
        parameters.put("max_tokens", MAX_TOKENS);
        JudgePrompt prompt =
                new JudgePrompt("published-" + name, 1, false, List.of(new JudgePrompt.Message(Role.USER, template)));
        return new JudgeProtocol(
                "published-" + name,
                1,
                Sha256.of(source).substring(0, 8),
                List.of(prompt),
                SamplingSettings.greedy(MAX_TOKENS),
                0,
                parameters,
                form,
                JudgeProtocol.AnswerOrder.BOTH,
                JudgeProtocol.Aggregation.AGREEMENT,
                JudgeProtocol.References.NONE,
                1,
                false,
                "");
    }

    private static String text(Path file, String source, String variable) {
        if (PythonConstants.read(source).get(variable) instanceof String text) {
            return text;
        }
        throw InputException.at(
                file, "no text " + variable, "Auto-J's prompts", "give its codes/usage/constants_prompt.py");
    }
}
