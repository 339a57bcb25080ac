package org.reformatted.eval.instruct;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * The 25 kinds of verifiable instructions of IFEval (J. Zhou et al., arXiv 2311.07911; github.com/google-research/google-research,
 * {@code instruction_following_eval}), with the names in its data. Two of them differ from the published program in rare cases: {@link EnglishText}
 * counts sentences, where that program uses NLTK's trained splitter, and languages are detected with Optimaize's profiles, where it uses those of
 * langdetect.
 */
enum InstructionKind {
    KEYWORDS("keywords:existence", KeywordChecks::allKeywords),
    KEYWORD_FREQUENCY("keywords:frequency", KeywordChecks::frequency),
    FORBIDDEN_WORDS("keywords:forbidden_words", KeywordChecks::noForbiddenWord),
    LETTER_FREQUENCY("keywords:letter_frequency", KeywordChecks::letterFrequency),
    LANGUAGE("language:response_language", (text, given) -> Languages.isIn(text, given.text("language"))),
    SENTENCES("length_constraints:number_sentences", LengthChecks::sentences),
    PARAGRAPHS("length_constraints:number_paragraphs", LengthChecks::paragraphs),
    WORDS("length_constraints:number_words", LengthChecks::words),
    FIRST_WORD("length_constraints:nth_paragraph_first_word", LengthChecks::firstWord),
    PLACEHOLDERS("detectable_content:number_placeholders", FormatChecks::placeholders),
    POSTSCRIPT("detectable_content:postscript", FormatChecks::postscript),
    BULLETS("detectable_format:number_bullet_lists", FormatChecks::bullets),
    CONSTRAINED("detectable_format:constrained_response", FormatChecks::constrained),
    HIGHLIGHTS("detectable_format:number_highlighted_sections", FormatChecks::highlights),
    SECTIONS("detectable_format:multiple_sections", FormatChecks::sections),
    JSON("detectable_format:json_format", FormatChecks::json),
    TITLE("detectable_format:title", FormatChecks::title),
    TWO_RESPONSES("combination:two_responses", FormatChecks::twoResponses),
    REPEAT_PROMPT("combination:repeat_prompt", EdgeChecks::repeatsPrompt),
    END("startend:end_checker", EdgeChecks::endsWith),
    CAPITAL_WORDS("change_case:capital_word_frequency", LengthChecks::capitalWords),
    CAPITALS(
            "change_case:english_capital", (text, given) -> EdgeChecks.isUpperCase(text) && Languages.isIn(text, "en")),
    LOWER_CASE(
            "change_case:english_lowercase",
            (text, given) -> EdgeChecks.isLowerCase(text) && Languages.isIn(text, "en")),
    NO_COMMA("punctuation:no_comma", (text, given) -> text.indexOf(',') < 0),
    QUOTATION("startend:quotation", EdgeChecks::quoted);

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final BiPredicate<String, Arguments> check;

    InstructionKind(String id, BiPredicate<String, Arguments> check) {
        this.id = id;
        this.check = check;
    }

    static InstructionKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("instruction (" + id + ") must be one of "
                        + Arrays.stream(values()).map(kind -> kind.id).collect(Collectors.joining(", "))));
    }

    /** Returns whether a text follows the instruction. */
    boolean isFollowed(String text, JsonNode arguments) {
        return check.test(text, new Arguments(id, arguments));
    }
}
