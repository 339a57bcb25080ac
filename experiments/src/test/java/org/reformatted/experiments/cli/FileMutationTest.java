package org.reformatted.experiments.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.score.Scorer;
import org.reformatted.realign.classify.ClassifierTrainer;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.classify.TfidfClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** Damaged files of every kind that the program reads, except instruction data, end in a sentence. */
class FileMutationTest {
    @TempDir
    Path folder;

    @Test
    void classifier() throws IOException {
        List<LabelledQuery> queries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            queries.add(new LabelledQuery("translate the word number " + i, "translation"));
            queries.add(new LabelledQuery("sum up the numbers " + i, "sums"));
        }
        Path file = folder.resolve("c.bin");
        ClassifierTrainer.train(queries, "default", 1).classifier().save(file);
        Mutations.check(file, damaged -> TfidfClassifier.load(damaged).classify(List.of("sum of 3 and 4")));
    }

    @Test
    void sentencePieceModel() throws IOException {
        Path file = copyOfStories();
        Mutations.check(file, damaged -> use(Tokenizers.load(folder)));
    }

    @Test
    void tokenizerJson() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [{"id": 0, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true}],
             "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "post_processor": null, "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "fuse_unk": false, "byte_fallback": false,
               "vocab": {"<s>": 0, "a": 1, "b": 2, "c": 3, "ab": 4, "abc": 5}, "merges": ["a b", "ab c"]}}
            """);
        Mutations.check(file, damaged -> use(Tokenizers.load(folder)));
    }

    @Test
    void tokenizerConfig() throws IOException {
        copyOfStories();
        Path file = Files.writeString(folder.resolve("tokenizer_config.json"), """
            {"add_bos_token": true, "add_eos_token": false, "bos_token": {"content": "<s>", "lstrip": false},
             "eos_token": "</s>", "unk_token": "<unk>", "chat_template": "x",
             "added_tokens_decoder": {"0": {"content": "<unk>", "special": true}, "1": {"content": "<s>", "special": true}}}
            """);
        Mutations.check(file, damaged -> use(Tokenizers.load(folder)));
    }

    @Test
    void criteria() throws IOException {
        Path file = Files.writeString(folder.resolve("criteria.yaml"), bundledCriteria());
        Mutations.check(file, CriteriaBook::read);
    }

    @Test
    void recording() throws IOException {
        Path file = folder.resolve("recording.jsonl");
        ChatRequest request = ChatRequest.of("Why?", SamplingSettings.greedy(8));
        try (ChatModel model = RecordedChatModel.recording(new Echo(), file)) {
            model.complete(request);
        }
        Mutations.check(file, damaged -> RecordedChatModel.replay(damaged).close());
    }

    @Test
    void predictions() throws IOException {
        Path file = Files.writeString(folder.resolve("p.jsonl"), """
            {"id": "1", "reference": "3 + 4 = <<3+4=7>>7\\n#### 7", "output": "So 7."}
            {"id": "2", "reference": "#### 8", "output": "The answer is 8."}
            """);
        Mutations.check(file, Scorer::gsm8k);
    }

    @Test
    void judgments() throws IOException {
        Path file = Files.writeString(folder.resolve("j.jsonl"), """
            {"question_id": 81, "model": "m", "judge": ["gpt-4", "single-v1"], "judgment": "[[7]]", "score": 7, "turn": 1}
            {"question_id": 81, "model": "m", "judge": ["gpt-4", "single-v1"], "judgment": "[[5]]", "score": 5, "turn": 2}
            """);
        Mutations.check(file, Scorer::mtBench);
    }

    @Test
    void annotations() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), """
            [{"instruction": "a", "output_1": "x", "output_2": "y", "preference": 1.5, "generator_1": "g", "generator_2": "h"},
             {"instruction": "b", "output_1": "x", "output_2": "yz", "preference": 2, "generator_1": "g", "generator_2": "h"}]
            """);
        Mutations.check(file, damaged -> Scorer.alpacaEval(damaged, Optional.empty(), Optional.empty()));
    }

    private static final class Echo implements ChatModel {
        @Override
        public String identity() {
            return "echo";
        }

        @Override
        public Completion complete(ChatRequest request) {
            return new Completion(
                    List.of(new Completion.Candidate("So.", FinishReason.STOP, List.of())), new Usage(3, 2), "echo");
        }
    }

    private Path copyOfStories() throws IOException {
        return Files.copy(shared("models/stories260K/tokenizer.model"), folder.resolve("tokenizer.model"));
    }

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("shared.root"), name);
        assumeTrue(Files.exists(file), "skipped: the public file " + file + " is not on this machine");
        return file;
    }

    private static void use(Tokenizer tokenizer) {
        int[] ids = tokenizer.encode("abc once upon");
        tokenizer.decode(ids);
    }

    private static String bundledCriteria() throws IOException {
        try (InputStream in = CriteriaBook.class.getResourceAsStream("criteria.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
