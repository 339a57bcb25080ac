package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatingTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rating: [[7]] | 7",
                "[[7.5]] | 7.5",
                "[[7,5]] | 7.5",
                "[[8/10]] | 8",
                "[[8 out of 10]] | 8",
                "From [[1]] to [[10]]: [[6]] | 6",
                "[[3]] then Rating: [[4]], not [[9]] | 4",
                "[[Rating: 9]] | 9",
                "<think>[[1]]</think>[[2]] | 2",
                "[[5]] and [[x]] | 5",
                "Rating: [[-1]] | -1",
            })
    void readsARating(String reply, double rating) {
        assertThat(RatingText.read(reply)).isEqualTo(VerdictReading.rating(rating));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | no verdict in the asked form",
                "[[good]] | verdict is no number",
                "[[4/5]] | rating on another scale",
                "<think>[[1]]</think> | no text outside the thinking",
            })
    void whatIsNone(String reply, String cause) {
        assertThat(RatingText.read(reply).cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 8.5 | 9 | 8.5",
                "'9/10, 8/10' | 9 | 8",
                "**7**, **6** | 7 | 6",
            })
    void readsTwoOnTheFirstLine(String reply, double first, double second) {
        assertThat(RatingText.two(reply)).isEqualTo(VerdictReading.ratings(first, second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Scores: 9 8", "9", "9 8 7"})
    void twoRatingsStandAlone(String reply) {
        assertThat(RatingText.two(reply).present()).isFalse();
    }
}
