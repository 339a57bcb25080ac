package org.reformatted.eval.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.PolicyTally;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.eval.task.Shots;
import org.reformatted.realign.base.InputException;

class InstructionPoliciesTest {
    @TempDir
    Path folder;

    /** Rows of our own for each of the 25 kinds: an output that follows, and ones that just do not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "keywords:existence | {'keywords':['sea','salt']} | The SEA is salty. | 1",
                "keywords:existence | {'keywords':['sea','salt']} | The sea. | 0",
                "keywords:frequency | {'keyword':'tea','frequency':2,'relation':'at least'} | Tea, then tea. | 1",
                "keywords:frequency | {'keyword':'tea','frequency':2,'relation':'at least'} | Tea. | 0",
                "keywords:frequency | {'keyword':'tea','frequency':2,'relation':'less than'} | Tea. | 1",
                "keywords:frequency | {'keyword':'tea','frequency':1,'relation':'less than'} | Tea. | 0",
                "keywords:forbidden_words | {'forbidden_words':['can']} | A canoe. | 1",
                "keywords:forbidden_words | {'forbidden_words':['can']} | You Can! | 0",
                "keywords:letter_frequency | {'letter':'e','let_frequency':3,'let_relation':'at least'} | EeE | 1",
                "keywords:letter_frequency | {'letter':'e','let_frequency':4,'let_relation':'at least'} | EeE | 0",
                "keywords:letter_frequency | {'letter':'#','let_frequency':1,'let_relation':'less than'} | a#b | 0",
                "language:response_language | {'language':'de'} | Das ist ein kurzer deutscher Satz über das Wetter"
                        + " und die Berge. | 1",
                "language:response_language | {'language':'de'} | This is a short English sentence about the weather"
                        + " and mountains. | 0",
                "language:response_language | {'language':'hi'} | यह मौसम के बारे में एक छोटा वाक्य है और यह हिंदी में"
                        + " लिखा गया है। | 1",
                "language:response_language | {'language':'kn'} | ಇದು ಹವಾಮಾನದ ಬಗ್ಗೆ ಒಂದು ಚಿಕ್ಕ ವಾಕ್ಯ. | 1",
                "length_constraints:number_sentences | {'num_sentences':3,'relation':'at least'} | One. Two! Three? |"
                        + " 1",
                "length_constraints:number_sentences | {'num_sentences':3,'relation':'less than'} | Dr. A. Smith paid"
                        + " 3.50 e.g. to us. He left. | 1",
                "length_constraints:number_sentences | {'num_sentences':3,'relation':'at least'} | One. Two. | 0",
                "length_constraints:number_paragraphs | {'num_paragraphs':2} | One.\\n***\\nTwo. | 1",
                "length_constraints:number_paragraphs | {'num_paragraphs':2} | ***\\nOne.\\n***\\nTwo.\\n*** | 1",
                "length_constraints:number_paragraphs | {'num_paragraphs':2} | One.\\n\\nTwo. | 0",
                "length_constraints:number_paragraphs | {'num_paragraphs':2} | One.\\n***\\n***\\nTwo. | 0",
                "length_constraints:number_words | {'num_words':4,'relation':'at least'} | It's my tea. | 1",
                "length_constraints:number_words | {'num_words':4,'relation':'less than'} | It's my tea. | 0",
                "length_constraints:nth_paragraph_first_word |"
                        + " {'num_paragraphs':2,'nth_paragraph':2,'first_word':'Then'} | One.\\n"
                        + "\\n"
                        + "\"then, two. | 1",
                "length_constraints:nth_paragraph_first_word |"
                        + " {'num_paragraphs':2,'nth_paragraph':1,'first_word':'Then'} | One.\\n"
                        + "\\n"
                        + "Then two. | 0",
                "length_constraints:nth_paragraph_first_word |"
                        + " {'num_paragraphs':3,'nth_paragraph':2,'first_word':'Then'} | One.\\n"
                        + "\\n"
                        + "Then two. | 0",
                "detectable_content:number_placeholders | {'num_placeholders':2} | Dear [name] of [town] | 1",
                "detectable_content:number_placeholders | {'num_placeholders':2} | Dear [name] | 0",
                "detectable_content:postscript | {'postscript_marker':'P.S.'} | Bye.\\nP. S. more | 1",
                "detectable_content:postscript | {'postscript_marker':'P.P.S'} | Bye.\\np.p.s more | 1",
                "detectable_content:postscript | {'postscript_marker':'P.P.S'} | Bye.\\nP.S. more | 0",
                "detectable_format:number_bullet_lists | {'num_bullets':3} | * a\\n- b\\n  * c | 1",
                "detectable_format:number_bullet_lists | {'num_bullets':2} | * a\\n** b\\n1. c | 0",
                "detectable_format:constrained_response | {} | My answer is maybe. | 1",
                "detectable_format:constrained_response | {} | Maybe. | 0",
                "detectable_format:number_highlighted_sections | {'num_highlights':2} | *one* and **two** | 1",
                "detectable_format:number_highlighted_sections | {'num_highlights':2} | *one* and ** ** | 0",
                "detectable_format:multiple_sections | {'section_spliter':'Part','num_sections':2} | Part 1\\n"
                        + "a\\n"
                        + "Part 2\\n"
                        + "b | 1",
                "detectable_format:multiple_sections | {'section_spliter':'Part','num_sections':3} | Part 1\\n"
                        + "a\\n"
                        + "Part 2\\n"
                        + "b | 0",
                "detectable_format:json_format | {} | ```json\\n{\"a\": [1]}\\n``` | 1",
                "detectable_format:json_format | {} | Here: {\"a\": 1} | 0",
                "detectable_format:json_format | {} | {\"a\": 1} {} | 0",
                "detectable_format:title | {} | <<On tea>>\\nText | 1",
                "detectable_format:title | {} | << >>\\nText | 0",
                "combination:two_responses | {} | One.\\n******\\nTwo. | 1",
                "combination:two_responses | {} | One.\\n******\\nOne. | 0",
                "combination:two_responses | {} | One. | 0",
                "combination:repeat_prompt | {'prompt_to_repeat':'Say it.'} | say it. Yes. | 1",
                "combination:repeat_prompt | {'prompt_to_repeat':'Say it.'} | Yes. Say it. | 0",
                "startend:end_checker | {'end_phrase':'The end.'} | Text. the END.\" | 1",
                "startend:end_checker | {'end_phrase':'The end.'} | The end. Or not. | 0",
                "change_case:capital_word_frequency | {'capital_frequency':2,'capital_relation':'at least'} | STOP and"
                        + " GO-NOW | 1",
                "change_case:capital_word_frequency | {'capital_frequency':2,'capital_relation':'less than'} | STOP, I"
                        + " said | 0",
                "change_case:english_capital | {} | THIS IS AN ENGLISH SENTENCE ABOUT THE WEATHER. | 1",
                "change_case:english_capital | {} | THIS IS AN ENGLISH SENTENCE About THE WEATHER. | 0",
                "change_case:english_capital | {} | DAS IST EIN DEUTSCHER SATZ ÜBER DAS WETTER UND DIE BERGE. | 0",
                "change_case:english_lowercase | {} | this is an english sentence about the weather. | 1",
                "change_case:english_lowercase | {} | This is an english sentence about the weather. | 0",
                "punctuation:no_comma | {} | No pause here. | 1",
                "punctuation:no_comma | {} | Here, a pause. | 0",
                "startend:quotation | {} | \"All of it.\" | 1",
                "startend:quotation | {} | \"Not\" all of it. | 0",
            })
    void eachKindIsVerified(String id, String arguments, String output, double score) {
        assertThat(score("prompt-strict", output.replace("\\n", "\n"), reference(id, arguments)))
                .isEqualTo(score);
    }

    @Test
    void looseVersionsLeaveOutLinesAndAsterisks() {
        String quoted = reference("startend:quotation", "{}");
        String output = "Sure:\n\"All of it.\"\nAnything else?";
        assertThat(score("prompt-strict", output, quoted)).isZero();
        assertThat(score("prompt-loose", output, quoted)).isEqualTo(1);
        assertThat(score("prompt-loose", "**\"All of it.\"**", quoted)).isEqualTo(1);
        assertThat(score("prompt-loose", "It is \"all\" of it.", quoted)).isZero();
        assertThat(score("prompt-loose", " ", reference("punctuation:no_comma", "{}")))
                .isZero();
    }

    @Test
    void instructionsCountOnceEachOverAllPrompts() {
        PolicyTally tally = new PolicyTally(InstructionPolicies.policies());
        tally.add("", "One.", reference("punctuation:no_comma", "{}"));
        String two =
                "{\"instruction_id_list\":[\"punctuation:no_comma\",\"startend:quotation\",\"detectable_format:title\"],\"kwargs\":[{},{},{}]}";
        assertThat(tally.add("", "One", two).get("prompt-strict").extracted())
                .isEqualTo("not followed: startend:quotation, detectable_format:title");
        Map<String, Score> scores = tally.scores();
        assertThat(scores.keySet())
                .containsExactly("prompt-strict", "instruction-strict", "prompt-loose", "instruction-loose");
        assertThat(scores.get("prompt-strict").value()).isEqualTo(50);
        assertThat(scores.get("instruction-strict").value()).isEqualTo(50);
        assertThat(scores.get("instruction-strict").n()).isEqualTo(4);
        // two prompts with residuals 0.5 and -0.5: sqrt(2 * (0.25 + 0.25)) / 4
        assertThat(scores.get("instruction-strict").standardError()).isEqualTo(25);
        assertThat(scores.get("instruction-strict").high())
                .isGreaterThan(scores.get("instruction-strict").low());
    }

    @Test
    void taskReadsThePublishedForm() throws IOException {
        Path file = Files.writeString(folder.resolve("input_data.jsonl"), """
            {"key": 1001, "prompt": "Write it without commas.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
            {"key": 1002, "prompt": "Write.", "instruction_id_list": ["keywords:frequency"], "kwargs": [{"keyword": "a", "frequency": 1, "relation": "at least", "num_words": null}]}
            """);
        FileTask task = FileTask.bundled("ifeval", file, Shots.NONE);
        try (Stream<Sample> samples = task.samples()) {
            List<Sample> all = samples.toList();
            assertThat(all).extracting(Sample::id).containsExactly("1001", "1002");
            assertThat(all.get(0).question()).isEqualTo("Write it without commas.");
            assertThat(score("prompt-strict", "b", all.get(1).reference())).isZero();
        }
        assertThat(task.defaultPolicy()).isEqualTo("prompt-strict");
    }

    @Test
    void unknownInstructionsAndLanguagesAreRefusedByNameWithTheRow() throws IOException {
        String row = "{\"key\":1,\"prompt\":\"p\",\"instruction_id_list\":[\"%s\"],\"kwargs\":[%s]}\n";
        assertRefused(String.format(row, "count:emoji", "{}"), "input_data.jsonl:1: instruction (count:emoji)");
        assertRefused(
                String.format(row, "language:response_language", "{\"language\":\"tlh\"}"), "language (tlh) must be");
        assertRefused(
                String.format(row, "keywords:frequency", "{\"keyword\":\"a\"}"),
                "keywords:frequency: \"relation\" () must be a text");
        assertRefused("{\"key\":1,\"prompt\":\"p\",\"instruction_id_list\":[],\"kwargs\":[]}\n", "at least one");
    }

    private void assertRefused(String row, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("input_data.jsonl"), row);
        assertThatThrownBy(() -> {
                    try (Stream<Sample> samples =
                            FileTask.bundled("ifeval", file, Shots.NONE).samples()) {
                        samples.toList();
                    }
                })
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    private static String reference(String id, String arguments) {
        return "{\"instruction_id_list\":[\"" + id + "\"],\"kwargs\":[" + arguments.replace('\'', '"') + "]}";
    }

    private static double score(String policy, String output, String reference) {
        return InstructionPolicies.policies().stream()
                .filter(each -> each.name().equals(policy))
                .map(AnswerPolicy::judgement)
                .findFirst()
                .orElseThrow()
                .judge(output, reference)
                .score();
    }
}
