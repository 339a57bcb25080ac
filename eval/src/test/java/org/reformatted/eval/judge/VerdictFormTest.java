package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.TokenLogprob;

class VerdictFormTest {
    private static void rated(String reply, double rating) {
        assertThat(VerdictForm.RATING.read(reply).values()).as(reply).containsExactly(rating);
    }

    private static void failed(VerdictForm form, String reply, String cause) {
        VerdictReading read = form.read(reply);
        assertThat(read.values()).as(reply).isEmpty();
        assertThat(read.cause()).as(reply).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rating: [[7]]|7",
                "Rating: [[ 7 ]]|7",
                "Rating: [[7/10]]|7",
                "Rating: [[7 / 10]]|7",
                "Rating: [[7.5]]|7.5",
                "Rating: [[7,5]]|7.5",
                "Rating: [[7 out of 10]]|7",
                "**Rating: [[7]]**|7",
                "**Rating:** [[7]]|7",
                "Rating: **[[7]]**|7",
                "Rating: [[**7**]]|7",
                "[[Rating: 7]]|7",
                "SCORE = [[10]]|10",
                "Rating: [[1]]|1",
                "As in [1] and [2], it is right. Rating: [[9]]|9",
                "The scale goes [[1]] to [[10]]. This one is a [[6]]|6",
                "From [[1]] (useless) to [[10]] (could not be better): [[6]]|6",
                "On a scale of [[1]]-[[10]], Rating: [[4]]|4",
                "I was asked to close with \"Rating: [[6]]\". It earns [[8]]|8",
                "Rating: [[3]]. No, on reflection, Rating: [[5]]|5",
                "Rating: [[5]] (the scale was [[1]] to [[10]])|5",
                "Rating: [[8]] Sources: [[1]](https://example.org)|8",
                "Rating: [[8]] See note [[1]]|8",
            })
    void lastRatingOfTheNamedFormCounts(String reply, double rating) {
        rated(reply, rating);
    }

    @Test
    void thinkingIsNoVerdict() {
        rated("<think>[[3]]</think> Rating: [[9]]", 9);
        rated("<THINKING>\nRating: [[3]]\n</THINKING>\nRating: [[9]]", 9);
        rated("<think>a <think>b</think> Rating: [[2]]</think>Rating: [[9]]", 9);
        rated("[THINK]Rating: [[3]][/THINK]Rating: [[9]]", 9);
        rated("\u25c1think\u25b7Rating: [[3]]\u25c1/think\u25b7Rating: [[9]]", 9);
        rated("<seed:think>Rating: [[3]]</seed:think>Rating: [[9]]", 9);
        rated("I [think] so. Rating: [[9]]", 9);
        rated("Rating: [[9]]\n<think>or was it Rating: [[2]]?</think>", 9);
        rated("the beginning stood in the prompt, Rating: [[2]]</think>\n\nRating: [[9]]", 9);
        rated("The answer shows its <think> block. Rating: [[4]]", 4);
        rated("The answer leaves `<think>` open.\n`</think>` is missing. Rating: [[4]]", 4);
        rated(
                "<|channel|>analysis<|message|>[[2]]<|end|><|start|>assistant<|channel|>final<|message|>Rating: [[8]]",
                8);
        failed(VerdictForm.RATING, "<think>it may be Rating: [[3]]", VerdictReading.ONLY_THINKING);
        failed(VerdictForm.RATING, "<think>Rating: [[3]]</think>", VerdictReading.ONLY_THINKING);
        failed(VerdictForm.RATING, "Well.\n<think>Rating: [[3]]", VerdictReading.NO_VERDICT);
    }

    @Test
    void whatIsNoRatingHasACause() {
        failed(VerdictForm.RATING, "", VerdictReading.NO_TEXT);
        failed(VerdictForm.RATING, "It agrees with [1].", VerdictReading.NO_VERDICT);
        failed(VerdictForm.RATING, "Rating: 7", VerdictReading.NO_VERDICT);
        failed(VerdictForm.RATING, "The scale is [[1]] to [[10]].", VerdictReading.NO_VERDICT);
        failed(VerdictForm.RATING, "Rating: [[11]]", VerdictReading.OUT_OF_RANGE);
        failed(VerdictForm.RATING, "Rating: [[0]]", VerdictReading.OUT_OF_RANGE);
        failed(VerdictForm.RATING, "Rating: [[-3]]", VerdictReading.OUT_OF_RANGE);
        failed(VerdictForm.RATING, "Rating: [[6]], no: Rating: [[11]]", VerdictReading.OUT_OF_RANGE);
        failed(VerdictForm.RATING, "Rating: [[N/A]]", VerdictReading.NO_NUMBER);
        failed(VerdictForm.RATING, "Rating: [[6-7]]", VerdictReading.NO_NUMBER);
        failed(VerdictForm.RATING, "Rating: [[70/100]]", "rating on another scale");
        assertThat(VerdictForm.RATING.read("Rating: [[11]]").reason())
                .isEqualTo("rating out of range: [11.0], where 1 to 10 was asked for");
        assertThat(VerdictForm.RATING.read("Rating: [[N/A]]").reason()).endsWith(": [[N/A]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[A]]",
                "[[ A ]]",
                "[[a]]",
                "[[**A**]]",
                "**[[A]]**",
                "[[Assistant A]]",
                "[[A is better]]",
                "[[A>B]]",
                "[[B]]? No: [[A]]",
                "<think>[[B]]</think>[[A]]",
                "[[B << A]]",
                "The choices are [[A]], [[B]] or [[C]]. A it is: [[A]]",
                "[[A]] (of [[A]] if A is better, [[B]] if B is, [[C]] if they are alike)"
            })
    void firstAnswerIsPreferred(String reply) {
        assertThat(VerdictForm.LETTER.read(reply).values()).as(reply).containsExactly(1.0, 0.0);
        assertThat(VerdictForm.CHOICE.read(reply).values()).as(reply).containsExactly(1.0, 0.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[C]]", "[[Tie]]", "[[tie]]", "[[DRAW]]", "[[A=B]]", "[[neither]]"})
    void tieIsAVerdictWhereItIsAllowed(String reply) {
        assertThat(VerdictForm.LETTER.read(reply).values()).as(reply).containsExactly(0.5, 0.5);
        failed(VerdictForm.CHOICE, reply, VerdictReading.TIE_NOT_ALLOWED);
    }

    @Test
    void whatIsNoLetterHasACause() {
        failed(VerdictForm.LETTER, "A", VerdictReading.NO_VERDICT);
        failed(VerdictForm.LETTER, "[[D]]", "verdict is none of the choices");
        failed(VerdictForm.LETTER, "Either [[A]] or [[B]]", VerdictReading.NO_VERDICT);
        failed(VerdictForm.LETTER, "<think>[[A]]", VerdictReading.ONLY_THINKING);
        assertThat(VerdictForm.LETTER.read("[[B > A]]").values()).containsExactly(0.0, 1.0);
        assertThat(VerdictForm.LETTER.read("[[B]], as [[D]] is no choice").values())
                .containsExactly(0.0, 1.0);
    }

    @Test
    void probabilitiesOfTheFirstTokenAreShares() {
        Map<String, Double> top =
                Map.of("A", Math.log(0.3), " A", Math.log(0.3), "B", Math.log(0.2), "Both", Math.log(0.1));
        VerdictReading read = VerdictForm.FIRST_TOKEN.read(
                reply(List.of(new TokenLogprob("A", -1, top), new TokenLogprob("B", 0, Map.of("B", 0.0)))));
        assertThat(read.values()).hasSize(2);
        assertThat(read.values().get(0)).isCloseTo(0.75, within(1e-12));
        assertThat(read.values().get(1)).isCloseTo(0.25, within(1e-12));
        for (List<TokenLogprob> none :
                List.of(List.<TokenLogprob>of(), List.of(new TokenLogprob("Both", -1, Map.of("Both", -0.1))))) {
            assertThat(VerdictForm.FIRST_TOKEN.read(reply(none)).cause()).isEqualTo(VerdictReading.NEITHER_LETTER);
        }
        failed(VerdictForm.FIRST_TOKEN, "A", VerdictReading.NEITHER_LETTER);
    }

    private static Completion.Candidate reply(List<TokenLogprob> tokens) {
        return new Completion.Candidate("A", FinishReason.STOP, tokens);
    }

    @Test
    void twoRatingsStandOnTheFirstLine() {
        for (String reply :
                List.of("9 8.5\nwhy", "9, 8.5", "**9 8.5**\nwhy", "9/10 8.5/10\n", "<think>1 1</think>\n9 8.5")) {
            assertThat(VerdictForm.TWO_RATINGS.read(reply).values()).as(reply).containsExactly(9.0, 8.5);
        }
        failed(VerdictForm.TWO_RATINGS, "They get 9 8", VerdictReading.NO_VERDICT);
        failed(VerdictForm.TWO_RATINGS, "9\n8", VerdictReading.NO_VERDICT);
        failed(VerdictForm.TWO_RATINGS, "12 8", VerdictReading.OUT_OF_RANGE);
        failed(VerdictForm.TWO_RATINGS, "<think>9 8", VerdictReading.ONLY_THINKING);
    }

    /** FastChat's and Auto-J's rules as published, for their prompts: first match there, last here, nothing stripped. */
    @Test
    void publishedRulesStayAsPublished() {
        assertThat(VerdictForm.FASTCHAT_RATING.read("[4] then [[3]] or [[8]]").values())
                .containsExactly(3.0);
        assertThat(VerdictForm.FASTCHAT_RATING.read("as [1] says, 9").values()).containsExactly(1.0);
        failed(VerdictForm.FASTCHAT_RATING, "[[ 7 ]]", VerdictReading.NO_VERDICT);
        failed(VerdictForm.FASTCHAT_RATING, "[[11]]", VerdictReading.OUT_OF_RANGE);
        assertThat(VerdictForm.FASTCHAT_LETTER.read("not [[B]] but [[A]]").values())
                .containsExactly(1.0, 0.0);
        assertThat(VerdictForm.FASTCHAT_LETTER.read("[[C]] or [[B]]").values()).containsExactly(0.0, 1.0);
        assertThat(VerdictForm.FASTCHAT_LETTER.read("[[C]]").values()).containsExactly(0.5, 0.5);
        failed(VerdictForm.FASTCHAT_LETTER, "[[tie]]", VerdictReading.NO_VERDICT);
        assertThat(VerdictForm.AUTO_J_RATING.read("[[3]] Rating: [[7]]").values())
                .containsExactly(7.0);
        failed(VerdictForm.AUTO_J_RATING, "Rating: 7", VerdictReading.NO_VERDICT);
        String ranks = "[{\"model\": \"B\", \"rank\": 1}, {\"model\": \"A\", \"rank\": 2}]";
        assertThat(VerdictForm.RANKING
                        .read("<think>" + ranks.replace("B", "A") + "</think>" + ranks)
                        .values())
                .containsExactly(0.0, 1.0);
    }
}
