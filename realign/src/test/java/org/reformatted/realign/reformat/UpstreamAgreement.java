package org.reformatted.realign.reformat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.filter.RewriteFilters;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;

/**
 * Our side of {@code realign/src/test/python/upstream_agreement.py}: reads its cases and writes what our filters, reply parser and choice of
 * candidates make of each. A program to run by hand, since the upstream's code is not part of this project.
 */
final class UpstreamAgreement {
    private static final List<String> FILTERS =
            List.of("code", "length", "exam", "math-question", "alpaca", "no-robots", "open-platypus");
    private static final String MARKER = "Revised response:";

    private UpstreamAgreement() {}

    /**
     * Answers the cases.
     *
     * @param arguments the cases' file, the file to write
     * @throws IOException when a file can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        TokenCount words = TokenCount.whitespaceWords();
        try (Stream<JsonNode> cases = JsonLines.read(Path.of(arguments[0]), JsonNode.class)) {
            JsonLines.write(Path.of(arguments[1]), cases.map(one -> answer(one, words)));
        }
    }

    private static Map<String, Object> answer(JsonNode one, TokenCount words) {
        Map<String, Object> answers = new TreeMap<>();
        if (one.has("reply")) {
            answers.put(
                    "parsed",
                    String.valueOf(ReplyParser.parse(
                                    new Completion.Candidate(one.get("reply").asText(), FinishReason.STOP), MARKER)
                            .text()));
        } else if (one.has("candidates")) {
            List<String> candidates = new ArrayList<>();
            one.get("candidates").forEach(text -> candidates.add(text.asText()));
            answers.put("chosen", CandidateSelector.longest(words::of).select(candidates));
        } else {
            Conversation row = Conversation.of(
                            "case",
                            one.get("question").asText(),
                            one.get("original").asText())
                    .withCategory(one.get("category").asText());
            for (String name : FILTERS) {
                answers.put(
                        name,
                        RewriteFilters.named(List.of(name), words).stream()
                                .allMatch(filter -> filter.judge(
                                                row, one.get("rewrite").asText())
                                        .keeps()));
            }
        }
        return answers;
    }
}
