package org.reformatted.experiments.miniature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.reformat.RevisedResponse;
import org.reformatted.realign.reformat.RuleReformatter;

class MiniatureRealignTest {
    private static final Pattern EQUATION = Pattern.compile("\\d+ [-+*] \\d+ = \\d+ \\w+");
    private static final TaskCategory MATH = CriteriaBook.bundled().find("math").orElseThrow();

    @Test
    void rulesPutTheSameStepsOneByOneAndTheAnswerLast() {
        assertThat(ofForm("answer-first", "run-on")).hasSize(288 + 94).allSatisfy(sample -> {
            String rewritten = realigned(sample).text();

            assertThat(equations(rewritten)).isEqualTo(equations(sample.response()));
            assertThat(rewritten)
                    .startsWith("Step 1: ")
                    .endsWith("\nThe answer is " + sample.provenance().get("answer") + ".");
            assertThat(rewritten.lines()).hasSize(equations(rewritten).size() + 1);
        });
    }

    @Test
    void rulesLeaveWhatIsWellFormedAndWhatNoOrderHelps() {
        assertThat(ofForm("well-formed", "bare"))
                .hasSize(46 + 46)
                .allSatisfy(sample -> assertThat(realigned(sample).text()).isNull());
    }

    private static List<Conversation> ofForm(String... forms) {
        return new Miniature()
                .train().stream()
                        .filter(sample -> "math".equals(sample.category()))
                        .filter(sample ->
                                List.of(forms).contains(sample.provenance().get("form")))
                        .toList();
    }

    private static RevisedResponse realigned(Conversation sample) {
        return new RuleReformatter().reformat(sample, MATH);
    }

    private static List<String> equations(String text) {
        return EQUATION.matcher(text).results().map(MatchResult::group).toList();
    }
}
