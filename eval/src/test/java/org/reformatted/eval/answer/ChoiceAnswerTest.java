package org.reformatted.eval.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceAnswerTest {
    @Test
    void choicesAreReadAfterTheAnswerIs() {
        AnswerPolicy marked = ChoiceAnswer.policies().get(0);
        AnswerPolicy lenient = ChoiceAnswer.policies().get(1);
        assertThat(marked.judge("We see. So the answer is (B).", "(B)").score()).isEqualTo(1);
        assertThat(marked.judge("So the answer is No.\nQ: next", "No").score()).isEqualTo(1);
        assertThat(marked.judge("So the answer is 24.", "25").score()).isZero();
        assertThat(marked.judge("Yes", "Yes").parsed()).isFalse();
        assertThat(lenient.judge("We think.\nYes", "yes").score()).isEqualTo(1);
        assertThat(lenient.judge("", "yes").parsed()).isFalse();
        assertThat(marked.judge("The answer is: \"No\"", "No").score()).isEqualTo(1);
        assertThat(marked.judge("the answer is A. No: the answer is B.", "B").score())
                .isEqualTo(1);
        assertThat(marked.judge("the answer is .", "B").parsed()).isFalse();
        assertThat(lenient.judge("so\nB\n \n", "(B)")).isEqualTo(new Verdict("b", 1));
        assertThat(lenient.judge("The answer is (A).\nB", "B")).isEqualTo(new Verdict("a", 0));
        assertThat(ChoiceAnswer.policies())
                .extracting(AnswerPolicy::name)
                .containsExactly("after-the-answer-is", "or-last-line");
    }

    /** A row of our own for each form of answer among BIG-Bench Hard's 27 subtasks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // boolean_expressions, causal_judgement, navigate, web_of_lies: a word
                "the answer is True. | True | 1",
                "the answer is true | True | 1",
                "the answer is **True**. | True | 1",
                "the answer is `True`. | True | 1",
                "the answer is not True. | True | 0",
                "the answer is Yes. | No | 0",
                // formal_fallacies, sports_understanding
                "the answer is invalid. | invalid | 1",
                "the answer is valid. | invalid | 0",
                "the answer is plausible | no | 0",
                // date_understanding, ruin_names, tracking_shuffled_objects and others: a choice
                "the answer is (D). | (D) | 1",
                "the answer is D. | (D) | 1",
                "the answer is (D) Claire. | (D) | 0",
                "the answer is (D) | (C) | 0",
                "the answer is Claire. | (D) | 0",
                "the answer is (A) or (B). | (B) | 0",
                // multistep_arithmetic_two, object_counting: a number
                "the answer is 123. | 123 | 1",
                "the answer is -219. | -219 | 1",
                "the answer is \u2212219. | -219 | 1",
                "the answer is 219. | -219 | 0",
                "the answer is 1.5. | 15 | 0",
                // dyck_languages: brackets are the answer
                "the answer is ] } ]. | ] } ] | 1",
                "the answer is ]}]. | ] } ] | 1",
                "the answer is ] }. | ] } ] | 0",
                "the answer is ) ] ). | ] | 0",
                "the answer is ) ]. | ] ) | 0",
                "the answer is ( ). | ) | 0",
                "the answer is >. | > ) | 0",
                "the answer is ) ). | ] ] | 0",
                // word_sorting: words in order
                "the answer is apple bee sea. | apple bee sea | 1",
                "the answer is apple  bee sea | apple bee sea | 1",
                "the answer is applebee sea. | apple bee sea | 0",
                "the answer is apple, bee, sea. | apple bee sea | 0",
            })
    void answersOfEachSubtaskAreComparedAsTheyAreWritten(String output, String reference, double score) {
        assertThat(ChoiceAnswer.policies()
                        .get(0)
                        .judge("So " + output, reference)
                        .score())
                .isEqualTo(score);
    }

    @Test
    void openAnswersAreAnsweredOrNot() {
        AnswerPolicy answered = AnsweredPolicy.policies().get(0);
        assertThat(answered.name()).isEqualTo("answered");
        assertThat(answered.judge("x", "")).isEqualTo(new Verdict("answered", 1));
        assertThat(answered.judge(" \n", "")).isEqualTo(Verdict.UNPARSED);
    }

    @Test
    void tallyKeepsEachPolicyApart() {
        PolicyTally tally = new PolicyTally(ChoiceAnswer.policies());
        assertThat(tally.add("", "B", "B")).containsOnlyKeys("after-the-answer-is", "or-last-line");
        assertThat(tally.add("", "The answer is B.", "B").values())
                .extracting(Verdict::score)
                .containsExactly(1.0, 1.0);
        assertThat(tally.scores().keySet()).containsExactly("after-the-answer-is", "or-last-line");
        assertThat(tally.scores().get("after-the-answer-is").correct()).isEqualTo(1);
        assertThat(tally.scores().get("or-last-line").correct()).isEqualTo(2);
    }

    @Test
    void longChoicesDoNotLosePerCharacter() {
        String output = ChoiceLikelihoods.write(List.of("no", "yes of course"), new double[] {-2, -6});
        assertThat(output).isEqualTo("-2.000000\tno\n-6.000000\tyes of course");
        AnswerPolicy likeliest = ChoiceLikelihoods.policies().get(0);
        AnswerPolicy perCharacter = ChoiceLikelihoods.policies().get(1);
        assertThat(likeliest.judge(output, "no")).isEqualTo(new Verdict("no", 1));
        assertThat(perCharacter.judge(output, "no")).isEqualTo(new Verdict("yes of course", 0));
        assertThat(likeliest.judge("-1\ta\n-1\tb", "a").score()).isEqualTo(1);
        assertThat(likeliest.judge("The answer is a.", "a").parsed()).isFalse();
        assertThat(likeliest.judge("many\ta", "a").parsed()).isFalse();
        assertThatThrownBy(() -> ChoiceLikelihoods.write(List.of("a"), new double[] {Double.NaN}))
                .hasMessage("logLikelihood (NaN) must be a finite number");
        assertThatThrownBy(() -> ChoiceLikelihoods.write(List.of("a"), new double[2]))
                .hasMessage("choices (1) and logLikelihoods (2) must have the same length");
        assertThat(ChoiceLikelihoods.policies())
                .extracting(AnswerPolicy::name)
                .containsExactly("likeliest", "likeliest-per-character");
        assertThat(likeliest.judge("-3\ta\n-1.5\tb\n-2\tc", "b").score()).isEqualTo(1);
        assertThat(likeliest.judge("", "b").parsed()).isFalse();
        assertThat(likeliest.judge("-1\ta\nb", "a").parsed()).isFalse();
        assertThat(perCharacter.judge("-4\tab\n-1\t", "ab").score()).isZero();
    }
}
