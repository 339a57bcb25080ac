package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;

/** Forms of rows that are found in the wild: each is read whole, or refused with its field's name. */
class SourceFormsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages | {'messages': [{'role': 'developer', 'content': 'S'}, {'role': 'user', 'content': 'q'},"
                        + " {'role': 'assistant', 'content': 'a'}]}",
                "messages | {'system': 'S', 'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'q'}]},"
                        + " {'role': 'assistant', 'content': 'a'}]}",
                "sharegpt | {'system': 'S', 'conversations': [{'from': 'human', 'value': 'q'}, {'from': 'gpt',"
                        + " 'value': 'a'}]}",
                "sharegpt | {'system_prompt': 'S', 'conversations': [{'role': 'user', 'content': 'q'}, {'role':"
                        + " 'assistant', 'content': 'a'}]}",
                "openorca | {'id': 'flan.1', 'system_prompt': 'S', 'question': 'q', 'response': 'a'}",
                "alpaca | {'system': 'S', 'instruction': 'q', 'input': null, 'output': 'a'}",
                "dpo | {'system': 'S', 'question': 'q', 'chosen': 'a', 'rejected': 'b'}",
                "dpo | {'system': 'S', 'prompt': 'q', 'chosen': [{'role': 'user', 'content': 'q'}, {'role':"
                        + " 'assistant', 'content': 'a'}], 'rejected': []}",
                "prompt-completion | {'system': 'S', 'prompt': 'q', 'completion': 'a'}",
                "prompt-completion | {'prompt': [{'role': 'system', 'content': 'S'}, {'role': 'user', 'content':"
                        + " 'q'}], 'completion': [{'role': 'assistant', 'content': 'a'}]}",
                "distilabel | {'system_prompt': 'S', 'instruction': 'q', 'generations': ['b', 'a'], 'ratings': [1,"
                        + " 4.5]}",
                "ultrachat | {'id': 7, 'system': 'S', 'data': ['q', 'a']}",
                "oasst | {'system': 'S', 'message_tree_id': 't', 'prompt': {'role': 'prompter', 'text': 'q',"
                        + " 'replies': [{'role': 'assistant', 'text': 'b', 'rank': 1}, {'role': 'assistant', 'text': 'a',"
                        + " 'rank': 0, 'replies': []}]}}"
            })
    void aSystemTextAndAnAnswerAreFoundInEveryForm(String format, String row) throws IOException {
        Path file = write(row);
        assertThat(DataFormats.detect(file).name()).isEqualTo(format);
        assertThat(read(file).turns())
                .extracting(Turn::role, Turn::text)
                .containsExactly(tuple(Role.SYSTEM, "S"), tuple(Role.USER, "q"), tuple(Role.ASSISTANT, "a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'weight': 0 | 0",
                "'weight': 1 | 1",
                "'weight': 0.25 | 0.25",
                "'loss': false | 0",
                "'loss': true | 1",
                "'train': 0 | 0",
                "'training': true | 1",
                "'weight': null | 1"
            })
    void aTurnSaysWhatItWeighs(String flag, double weight) throws IOException {
        Conversation read =
                read(write("{'conversations': [{'from': 'human', 'value': 'q'}, {'from': 'gpt', 'value': 'a', " + flag
                        + "}, {'from': 'human', 'value': 'r'}, {'from': 'gpt', 'value': 'b'}]}"));
        assertThat(read.turns()).extracting(Turn::lossWeight).containsExactly(0.0, weight, 0.0, 1.0);
        assertThat(read.turns().get(1).fields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'weight': -1 | weight",
                "'weight': 'heavy' | weight",
                "'loss': 1.25 | loss",
                "'train': 'no' | train",
                "'train_detail': [{'begin': 0}] | train_detail",
                "'images': ['a.png'] | images",
                "'weight': 1, 'train': false | train"
            })
    void aTurnWhoseFlagCannotBeUsedIsRefusedByItsName(String flag, String name) throws IOException {
        Path file = write("{'messages': [{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': 'a', "
                + flag + "}]}");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl:1: ")
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'instruction': 'q', 'output': 'a', 'images': ['x.png']}",
                "{'prompt': 'q', 'completion': 'a', 'label': false}",
                "{'messages': [{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {'url': 'x'}}]},"
                        + " {'role': 'assistant', 'content': 'a'}]}",
                "{'messages': [{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': null}]}",
                "{'system': 'S', 'messages': [{'role': 'system', 'content': 'T'}, {'role': 'user', 'content': 'q'}]}",
                "{'chosen': 'Human: q Assistant: a', 'rejected': 'Human: q Assistant: b'}",
                "{'prompt': 'q', 'completion': 'a', 'images': [1]}",
                "{'message_id': '1', 'parent_id': null, 'role': 'prompter', 'text': 'q'}",
                "{'conversations': [{'from': 'narrator', 'value': 'q'}]}",
                "{'instruction': 'q', 'output': 'a', 'loss': 0.7}"
            })
    void whatChangesTheMeaningAndCannotBeUsedIsRefused(String row) throws IOException {
        Path file = write(row);
        assertThatThrownBy(() -> read(file)).isInstanceOf(InputException.class).hasMessageContaining("rows.jsonl:1: ");
    }

    @Test
    void toolCallsAndUnknownFieldsStayWithTheConversation() throws IOException {
        String row = "{'id': 'm', 'lang': 'en', 'tools': 'TOOLS', 'messages': [{'role': 'user', 'content': 'q', 'name':"
                + " 'Ann'}, {'role': 'assistant', 'content': null, 'tool_calls': [{'id': '1', 'function': {'name':"
                + " 'f'}}]}, {'role': 'tool', 'tool_call_id': '1', 'content': '3'}, {'role': 'assistant',"
                + " 'content': 'It is 3.'}]}";
        Path file = Files.writeString(
                folder.resolve("rows.jsonl"), row.replace('\'', '"').replace("TOOLS", "[{\\\"name\\\":\\\"f\\\"}]"));
        Conversation read = read(file);
        assertThat(read.tools().textValue()).isEqualTo("[{\"name\":\"f\"}]");
        assertThat(read.fields()).containsKey("lang");
        assertThat(read.turns().get(0).fields()).containsKey("name");
        assertThat(read.turns().get(1).callsTool()).isTrue();
        assertThat(read.turns().get(2).role()).isEqualTo(Role.TOOL);
        assertThat(read.response()).isEqualTo("It is 3.");
        assertThat(read.place()).isEqualTo("rows.jsonl:1");
        for (String format : List.of("messages", "sharegpt", "conversations", "realign", "oasst")) {
            Path again = folder.resolve(format + ".jsonl");
            DataFormats.write(again, format, Stream.of(read));
            assertThat(read(again).withPlace(null)).as(format).isEqualTo(read.withPlace(null));
        }
    }

    @Test
    void theQuestionIsTheLastOneBeforeTheAnswerAndThePromptAllBeforeIt() {
        Conversation chat = new Conversation(
                "c",
                List.of(
                        new Turn(Role.SYSTEM, "S"),
                        new Turn(Role.USER, "one"),
                        new Turn(Role.ASSISTANT, "1"),
                        new Turn(Role.USER, "two"),
                        new Turn(Role.ASSISTANT, "2"),
                        new Turn(Role.USER, "thanks")),
                null,
                List.of(),
                Map.of());
        assertThat(chat.question()).isEqualTo("two");
        assertThat(chat.response()).isEqualTo("2");
        assertThat(chat.prompt()).hasSize(4);
        assertThat(chat.promptText()).isEqualTo("System: S\n\nUser: one\n\nAssistant: 1\n\nUser: two");
        assertThat(Conversation.of("a", "q", "a").promptText()).isEqualTo("q");
    }

    @Test
    void aTreeWithoutMessagesIsRefused() throws IOException {
        Path file = write("{'message_tree_id': 't', 'prompt': 'no tree'}");
        assertThatThrownBy(() -> read(file, "oasst"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl:1: a row without a turn");
    }

    @Test
    void aFileOfAnotherFormatThanNamedIsRefusedAtOnceWithTheFormatItLooksLike() throws IOException {
        Path file = write("{'conversations': [{'from': 'human', 'value': 'q'}, {'from': 'gpt', 'value': 'a'}]}");
        assertThatThrownBy(() -> DataFormats.unread(file, Optional.of("alpaca")))
                .hasMessageContaining("the first row looks like format sharegpt; expected format alpaca");
    }

    private Conversation read(Path file) {
        return read(file, null);
    }

    private Conversation read(Path file, String format) {
        try (Stream<Conversation> rows = DataFormats.read(file, Optional.ofNullable(format))) {
            return rows.findFirst().orElseThrow();
        }
    }

    private Path write(String row) throws IOException {
        return Files.writeString(folder.resolve("rows.jsonl"), row.replace('\'', '"') + "\n");
    }
}
