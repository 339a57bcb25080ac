package org.reformatted.finetune.train.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.finetune.batch.ChatEncoder;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.batch.TokenizedRows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.DistinctIds;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.data.UnreadRow;

/** The source of the examples of a training. */
public sealed interface TrainingSource {
    /**
     * Whether the examples are tokenized, so that no tokenizer is needed.
     *
     * @return whether they are
     */
    boolean isTokenized();

    /**
     * Reads the examples.
     *
     * @param encoder encodes conversations; absent without a tokenizer
     * @param vocabularySize of the model; every token id must be below it
     * @param skipped leaves out and counts rows that cannot be read or encoded, if the config allows it
     * @return the examples, in the order of the source
     * @throws InputException when a row cannot be used, or there is no tokenizer for conversations
     */
    List<TokenizedExample> examples(Optional<ChatEncoder> encoder, int vocabularySize, SkippedRows skipped);

    /**
     * Conversations, encoded with the config's template.
     *
     * @param conversations at least one
     */
    record Conversations(List<Conversation> conversations) implements TrainingSource {
        @Override
        public boolean isTokenized() {
            return false;
        }

        @Override
        public List<TokenizedExample> examples(Optional<ChatEncoder> encoder, int vocabularySize, SkippedRows skipped) {
            ChatEncoder present = present(encoder);
            return conversations.stream().map(present::example).toList();
        }
    }

    /**
     * Tokenized examples, used without change.
     *
     * @param examples at least one
     */
    record Tokenized(List<TokenizedExample> examples) implements TrainingSource {
        @Override
        public boolean isTokenized() {
            return true;
        }

        @Override
        public List<TokenizedExample> examples(Optional<ChatEncoder> encoder, int vocabularySize, SkippedRows skipped) {
            return examples;
        }
    }

    /**
     * A file of conversations or of tokenized rows.
     *
     * @param path the file
     * @param format the format's name; if absent, it is detected from the file
     */
    record ExamplesFile(Path path, Optional<String> format) implements TrainingSource {
        /** Whether the first row of the file is tokenized. */
        @Override
        public boolean isTokenized() {
            String name = path.getFileName().toString().replaceAll("\\.gz$", "");
            if (!name.endsWith(".jsonl")) {
                return false;
            }
            try (Stream<JsonLines.Row> rows = JsonLines.read(path)) {
                return rows.findFirst()
                        .map(row -> TokenizedRows.isTokenized(row.node()))
                        .orElse(false);
            }
        }

        @Override
        public List<TokenizedExample> examples(Optional<ChatEncoder> encoder, int vocabularySize, SkippedRows skipped) {
            if (isTokenized()) {
                return TokenizedRows.read(path, vocabularySize);
            }
            ChatEncoder present = present(encoder);
            DistinctIds ids = new DistinctIds();
            try (Stream<UnreadRow> rows = DataFormats.unread(path, format)) {
                List<TokenizedExample> examples = rows.flatMap(
                                row -> skipped.attempt(() -> example(row.read(), ids, present)).stream())
                        .toList();
                skipped.report(path);
                return examples;
            }
        }

        private static TokenizedExample example(UnreadRow.Read row, DistinctIds ids, ChatEncoder encoder) {
            Conversation conversation = ids.require(row);
            try {
                return encoder.example(conversation);
            } catch (InputException e) {
                String id = conversation.id() + ": ";
                String fault = String.valueOf(e.getMessage());
                throw new InputException(
                        row.place() + ": row " + (fault.startsWith(id) ? "" : id) + fault
                                + "; or leave out all such rows with skipInvalid: true",
                        e);
            }
        }
    }

    private static ChatEncoder present(Optional<ChatEncoder> encoder) {
        return encoder.orElseThrow(() -> new InputException(
                "model: there is no tokenizer for conversations; name a folder with one, or give rows of"
                        + " input_ids and loss_mask"));
    }
}
