package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.Json;

/** A pair of texts for single kinds, by the rules of the published program. */
class InstructionKindTest {
    private static boolean follows(String id, String text, String arguments) throws JsonProcessingException {
        return InstructionKind.of(id).isFollowed(text, Json.MAPPER.readTree(arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keywords:existence | a red car | a blue car | {\"keywords\":[\"red\"]}",
                "keywords:forbidden_words | a blue car | a red car | {\"forbidden_words\":[\"red\"]}",
                "keywords:frequency | red red | red | {\"keyword\":\"red\",\"frequency\":2,\"relation\":\"at least\"}",
                "punctuation:no_comma | a b | a, b | {}",
                "length_constraints:number_words | one two three | one | {\"num_words\":3,\"relation\":\"at least\"}",
                "startend:quotation | \"quoted\" | bare | {}",
                "startend:end_checker | It ends here. | It goes on. | {\"end_phrase\":\"ends here.\"}",
                "detectable_format:title | <<Title>> text | Title | {}",
                "detectable_format:json_format | {\"a\": 1} | a is 1 | {}",
                "change_case:english_capital | THIS IS WRITTEN IN CAPITAL LETTERS | This is not written so | {}",
                "change_case:english_lowercase | this is written in small letters | This is not written so | {}"
            })
    void followedAndNot(String id, String followed, String not, String arguments) throws JsonProcessingException {
        assertThat(follows(id, followed, arguments)).isTrue();
        assertThat(follows(id, not, arguments)).isFalse();
    }

    @Test
    void theDataSetHas25Kinds() {
        assertThat(InstructionKind.values()).hasSize(25);
    }

    @Test
    void anUnknownKindIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> InstructionKind.of("keywords:exists"))
                .hasMessageStartingWith("instruction (keywords:exists) must be one of keywords:existence, ")
                .hasMessageEndingWith("startend:quotation");
    }
}
