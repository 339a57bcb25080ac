package org.reformatted.realign.reformat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Passage;
import org.reformatted.realign.data.Turn;
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
     * @param arguments the cases' file, the file to write, the upstream's code/constant.py
     * @throws IOException when a file can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        TokenCount words = TokenCount.whitespaceWords();
        UpstreamTexts texts = UpstreamTexts.read(Path.of(arguments[2]));
        try (Stream<JsonNode> cases = JsonLines.read(Path.of(arguments[0]), JsonNode.class)) {
            JsonLines.write(Path.of(arguments[1]), cases.map(one -> answer(one, words, texts)));
        }
    }

    private static Map<String, Object> answer(JsonNode one, TokenCount words, UpstreamTexts texts) {
        Map<String, Object> answers = new TreeMap<>();
        if (one.has("reply")) {
            answers.put(
                    "parsed",
                    String.valueOf(ReplyParser.parse(
                                    new Completion.Candidate(one.get("reply").asText(), FinishReason.STOP), MARKER)
                            .text()));
        } else if (one.has("evidence")) {
            answers.put("asked", asked(one, texts));
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

    /** The texts of the system and the user turn; null where the category is not rewritten. */
    private static @Nullable List<String> asked(JsonNode one, UpstreamTexts texts) {
        List<Passage> passages = new ArrayList<>();
        one.get("evidence").forEach(text -> passages.add(new Passage(text.asText(), "s", 1)));
        TaskCategory category = texts.criteria(CriteriaBook.bundled())
                .find(one.get("category").asText())
                .orElseThrow();
        Conversation row = Conversation.of(
                        "case",
                        one.get("question").asText(),
                        one.get("original").asText())
                .withEvidence(passages);
        return category.isRewritten()
                ? texts.prompts().with(Map.of(), MARKER, "\n\n").turns(row, category).stream()
                        .map(Turn::text)
                        .toList()
                : null;
    }
}
