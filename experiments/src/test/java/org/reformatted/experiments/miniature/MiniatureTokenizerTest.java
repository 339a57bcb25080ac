package org.reformatted.experiments.miniature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

class MiniatureTokenizerTest {
    private static final Miniature MINIATURE = new Miniature();
    private static final Tokenizer TOKENIZER =
            Tokenizers.load(Path.of(System.getProperty("project.root", ".."), "experiments/models/quickstart-base"));

    @Test
    void everyTextOfTheMiniatureComesBackAsItWas() {
        assertThat(MINIATURE.texts().limit(22_000))
                .allSatisfy(text ->
                        assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text));
    }

    @Test
    void textFromElsewhereComesBackThroughItsBytes() {
        String text = "Zoë's 3 cafés (😀) cost $4.50\tor #1?";

        assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
    }

    @Test
    void aWordIsOneTokenAndADigitIsOneToken() {
        assertThat(pieces("Tom has 19 apples.\nStep 1: 19 - 16 = 3 apples."))
                .containsExactly(
                        "▁Tom", "▁has", "▁1", "9", "▁apples", ".", "\n", "Step", "▁1", ":", "▁1", "9", "▁-", "▁1", "6",
                        "▁=", "▁3", "▁apples", ".");
        assertThat(MINIATURE.texts().limit(2000).flatMap(text -> Stream.of(text.split("[^\\p{L}]+"))))
                .filteredOn(word -> !word.isEmpty())
                .allSatisfy(word -> assertThat(TOKENIZER.encode(word)).hasSize(1));
    }

    @Test
    void rowsHoldOneDocumentBehindTheOtherAndLearnOnlyWhatFollowsFromWhatIsRead() {
        List<PretrainingText.Document> documents =
                MINIATURE.pretraining(Subject.READING).limit(40).toList();
        List<TokenizedExample> rows = PretrainingRows.of(MINIATURE.pretraining(Subject.READING), TOKENIZER)
                .limit(10)
                .toList();

        assertThat(rows).allSatisfy(row -> assertThat(row.length()).isEqualTo(PretrainingRows.LENGTH));
        int[] ids = rows.stream().flatMapToInt(row -> Arrays.stream(row.ids())).toArray();
        PretrainingText.LearnedText part = documents.get(0).parts().get(0);
        int[] read = TOKENIZER.encode(part.read());
        int[] learned = TOKENIZER.encode(part.learned());
        assertThat(ids[0]).isEqualTo(TOKENIZER.sequence().start().orElseThrow());
        assertThat(Arrays.copyOfRange(ids, 1, 1 + read.length)).isEqualTo(read);
        assertThat(Arrays.copyOfRange(ids, 1 + read.length, 1 + read.length + learned.length))
                .isEqualTo(learned);
        assertThat(rows.get(0).lossWeights()[read.length]).isZero();
        assertThat(rows.get(0).lossWeights()[1 + read.length]).isEqualTo(1);
    }

    private static List<String> pieces(String text) {
        return Arrays.stream(TOKENIZER.encode(text)).mapToObj(TOKENIZER::piece).collect(Collectors.toList());
    }
}
