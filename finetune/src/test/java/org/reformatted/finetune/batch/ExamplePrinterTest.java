package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.text.SentencePieceTokenizer;
import org.reformatted.realign.text.TokenListing;
import org.reformatted.realign.text.Tokenizer;

class ExamplePrinterTest {
    private final Conversation conversation = Conversation.of("row 1", "Why 😀?", "So.\u001b[31m");

    @Test
    void setsWhatIsLearnedApart() {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("openchat"), tokenizer());
        TokenizedExample example = encoder.example(conversation);
        assertThat(new ExamplePrinter(encoder.tokenizer(), false).print(example))
                .startsWith("row 1: " + example.length() + " tokens, " + example.supervisedTokens() + " learned")
                .endsWith("<s> GPT4 Correct User: Why 😀?<|end_of_turn|> GPT4 Correct Assistant:"
                        + "[[ So.\u001b[31m<|end_of_turn|>]]");
    }

    @Test
    void noTextCanColourTheTerminal() {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("plain"), tokenizer());
        assertThat(new ExamplePrinter(encoder.tokenizer(), true).print(encoder.example(conversation)))
                .endsWith("<s> Why 😀?\n\u001b[32m So.\\x1b[31m</s>\u001b[0m");
    }

    @Test
    void listsTokensWithTheirPieces() {
        TokenListing listing = TokenListing.of(tokenizer(), "a\n");
        assertThat(listing.pieces()).containsExactly("▁a", "<0x0A>");
        assertThat(listing.table()).endsWith("13  <0x0A>" + System.lineSeparator() + "2 tokens");
    }

    private static Tokenizer tokenizer() {
        Path file = Path.of(System.getProperty("shared.root", "../../shared"))
                .resolve("models/stories260K/tokenizer.model");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not on this machine");
        return SentencePieceTokenizer.read(file);
    }
}
