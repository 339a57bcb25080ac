package org.reformatted.realign.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;

/** Compares the two files in which a folder may have its tokenizer. */
final class TokenizerAgreement {
    private static final int MOST_PIECES = 4000;
    private static final List<String> TEXTS = List.of(
            "The quick brown fox jumps over the lazy dog, doesn't it?",
            "def f(x):\n    return x ** 2  # 1024",
            "Größe, naïve, Ελλάδα, привет, 你好, こんにちは, 😀",
            "a\tb\r\n\n\nc      d");

    private TokenizerAgreement() {}

    /**
     * Checks that two tokenizers give the same ids for sentences and for pieces of the vocabulary. Texts that start with a space are left out, since
     * many tokenizer.json files do not add a space before them.
     *
     * @param folder the folder from which both were read
     * @param model the tokenizer from tokenizer.model
     * @param json the tokenizer from tokenizer.json
     * @throws InputException with a text for which their ids differ
     */
    static void require(Path folder, Tokenizer model, Tokenizer json) {
        int size = Math.min(model.vocabularySize(), json.vocabularySize());
        IntStream differing =
                IntStream.range(0, size).filter(id -> !model.piece(id).equals(json.piece(id)));
        IntStream sample = IntStream.range(0, size).filter(id -> id % (1 + size / MOST_PIECES) == 0);
        Stream<String> pieces = IntStream.concat(differing.limit(MOST_PIECES), sample)
                .boxed()
                .flatMap(id -> Stream.of(text(model, id), text(json, id)));
        Stream.concat(TEXTS.stream(), pieces).forEach(text -> {
            int[] first = model.encode(text);
            int[] second = json.encode(text);
            if (!Arrays.equals(first, second)) {
                throw InputException.at(
                        folder,
                        "tokenizer.model reads '" + text + "' as " + Arrays.toString(first) + ", and tokenizer.json as "
                                + Arrays.toString(second),
                        "two files of the same tokenizer",
                        "remove the one that the model was not trained with");
            }
        });
    }

    private static String text(Tokenizer tokenizer, int id) {
        return new String(tokenizer.bytes(id), StandardCharsets.UTF_8).strip();
    }
}
