package org.reformatted.eval.judge;

import java.util.List;
import java.util.Map;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.PromptTemplate;

/** A protocol whose verdict is the whole reply: {@code A} or {@code B}, two grades such as {@code 9 8}, or anything else for none. */
record ToyProtocol() implements VerdictParser {
    static JudgeProtocol of(
            JudgeProtocol.AnswerOrder order, JudgeProtocol.Aggregation aggregation, double temperature) {
        JudgePrompt prompt = new JudgePrompt(
                "toy",
                1,
                false,
                List.of(new JudgePrompt.Message(
                        Role.USER, new PromptTemplate("toy", "{question}: {first} | {second}"))));
        return new JudgeProtocol(
                "toy",
                1,
                "00000000",
                List.of(prompt),
                new SamplingSettings(temperature, 1, 0, 16, 1, List.of(), 100),
                0,
                Map.of(),
                new ToyProtocol(),
                order,
                aggregation,
                JudgeProtocol.References.NONE,
                1,
                true,
                "");
    }

    @Override
    public boolean compares() {
        return true;
    }

    @Override
    public String example() {
        return "A";
    }

    @Override
    public VerdictReading read(Completion.Candidate reply) {
        return switch (reply.text()) {
            case "A" -> VerdictReading.of(Preference.FIRST);
            case "B" -> VerdictReading.of(Preference.SECOND);
            default ->
                reply.text().matches("\\d \\d")
                        ? VerdictReading.ratings(
                                reply.text().charAt(0) - '0', reply.text().charAt(2) - '0')
                        : VerdictReading.none(VerdictReading.NO_VERDICT);
        };
    }
}
