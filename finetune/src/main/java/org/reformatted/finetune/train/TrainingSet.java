package org.reformatted.finetune.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reformatted.finetune.batch.ChatEncoder;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.batch.TokenizedRows;
import org.reformatted.finetune.train.SftInputs.Source;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.DistinctIds;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.data.UnreadRow;

/**
 * The examples of a run, cut to the maximum length, and how many were left out and why.
 *
 * @param examples what is trained on
 * @param unsupervised examples left out because nothing in them is learned
 * @param truncated examples that were cut
 */
record TrainingSet(List<TokenizedExample> examples, int unsupervised, int truncated) {
    /**
     * Reads examples.
     *
     * @param source where from
     * @param encoder lays conversations out; absent without a tokenizer
     * @param vocabularySize of the model, which tokens must be below
     * @param maxLength longest example in tokens
     * @param skipInvalid whether rows that cannot be read or laid out are left out
     * @return the examples
     * @throws InputException when there are none, or no tokenizer for conversations
     */
    static TrainingSet read(
            Source source, Optional<ChatEncoder> encoder, int vocabularySize, int maxLength, boolean skipInvalid) {
        List<TokenizedExample> kept = new ArrayList<>();
        int unsupervised = 0;
        int truncated = 0;
        for (TokenizedExample example : tokenized(source, encoder, vocabularySize, skipInvalid)) {
            TokenizedExample cut = example.truncated(maxLength);
            truncated += example.length() > maxLength ? 1 : 0;
            if (cut.supervisedTokens() == 0) {
                unsupervised++;
            } else {
                kept.add(cut);
            }
        }
        if (kept.isEmpty()) {
            throw new InputException("the training data: of " + unsupervised
                    + " examples none has a token to learn within maxLength (" + maxLength
                    + "); raise maxLength, or check the loss masks");
        }
        return new TrainingSet(List.copyOf(kept), unsupervised, truncated);
    }

    private static List<TokenizedExample> tokenized(
            Source source, Optional<ChatEncoder> encoder, int vocabularySize, boolean skipInvalid) {
        if (source instanceof Source.Tokenized tokenized) {
            return tokenized.examples();
        }
        if (source instanceof Source.File file) {
            if (isTokenized(file.path())) {
                return TokenizedRows.read(file.path(), vocabularySize);
            }
            return encode(file, present(encoder), new SkippedRows(skipInvalid));
        }
        ChatEncoder present = present(encoder);
        return ((Source.Conversations) source)
                .conversations().stream().map(present::example).toList();
    }

    /** Whether a source needs no tokenizer. */
    static boolean isTokenized(Source source) {
        return source instanceof Source.Tokenized || (source instanceof Source.File file && isTokenized(file.path()));
    }

    private static boolean isTokenized(Path file) {
        String name = file.getFileName().toString().replaceAll("\\.gz$", "");
        if (!name.endsWith(".jsonl")) {
            return false;
        }
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            return rows.findFirst()
                    .map(row -> TokenizedRows.isTokenized(row.node()))
                    .orElse(false);
        }
    }

    private static List<TokenizedExample> encode(Source.File file, ChatEncoder encoder, SkippedRows skipped) {
        DistinctIds ids = new DistinctIds();
        try (Stream<UnreadRow> rows = DataFormats.unread(file.path(), file.format())) {
            List<TokenizedExample> examples = rows.flatMap(
                            row -> skipped.attempt(() -> example(row.read(), ids, encoder)).stream())
                    .toList();
            skipped.report(file.path());
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

    private static ChatEncoder present(Optional<ChatEncoder> encoder) {
        return encoder.orElseThrow(() -> new InputException(
                "model: there is no tokenizer for conversations; name a folder with one, or give rows of"
                        + " input_ids and loss_mask"));
    }

    /** A set of some of the examples. */
    TrainingSet only(IntPredicate chosen) {
        List<TokenizedExample> kept = IntStream.range(0, examples.size())
                .filter(chosen)
                .mapToObj(examples::get)
                .toList();
        return new TrainingSet(kept, unsupervised, truncated);
    }
}
