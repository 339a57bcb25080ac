package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.config.ConfigFile;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignEstimate;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;

class ChatTaskClassifierTest {
    private static final List<LabelledQuery> QUERIES = List.of(
            new LabelledQuery("Translate {hello} into French", "text_to_text_translation"),
            new LabelledQuery("What is 1+1?", "math_puzzles"),
            new LabelledQuery("Hm?", "default"));

    private final CriteriaBook criteria = CriteriaBook.bundled();

    @TempDir
    Path folder;

    /** Answers by what the user says, and remembers what it was asked. */
    private static final class Model implements ChatModel {
        private final UnaryOperator<String> answer;
        private final List<ChatRequest> asked = new ArrayList<>();

        Model(UnaryOperator<String> answer) {
            this.answer = answer;
        }

        @Override
        public String identity() {
            return "fake";
        }

        @Override
        public Completion complete(ChatRequest request) {
            asked.add(request);
            String text = answer.apply(request.turns().get(0).text());
            return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), new Usage(1, 1), "fake");
        }
    }

    @Test
    void aFinetunedModelIsAskedAsItsTrainingRowsAskAndGreedilyForFiftyTokens() {
        Model model = new Model(prompt -> "text_to_text_translation");
        ChatTaskClassifier.finetuned(model, criteria)
                .classify(QUERIES.stream().map(LabelledQuery::query).toList());
        List<Conversation> rows = ChatTaskClassifier.rows(QUERIES);
        assertThat(model.asked)
                .extracting(request -> request.turns().get(0).text())
                .isEqualTo(rows.stream().map(Conversation::question).toList())
                .allMatch(prompt -> !prompt.contains("math_puzzles"));
        assertThat(rows)
                .extracting(Conversation::response)
                .containsExactly("text_to_text_translation", "math_puzzles", "default");
        assertThat(model.asked).allSatisfy(request -> {
            assertThat(request.sampling().temperature()).isZero();
            assertThat(request.sampling().maxNewTokens()).isEqualTo(50);
        });
    }

    @Test
    void anyOtherModelIsShownEveryCategory() {
        Model model = new Model(prompt -> "text_to_text_translation");
        new ChatTaskClassifier(model, criteria).classify(List.of("Translate this"));
        assertThat(model.asked.get(0).turns().get(0).text())
                .contains("Translate this", "math_puzzles", "story_generation");
    }

    @Test
    void anAnswerThatNamesNoCategoryIsTheFallbackAndCounted() {
        ChatTaskClassifier classifier = ChatTaskClassifier.finetuned(
                new Model(prompt -> prompt.startsWith("Hm") ? "once upon" : " Text_to_text_translation."), criteria);
        List<Classification> predicted = classifier.classify(List.of("Hm?", "x", "y"));
        assertThat(predicted)
                .extracting(Classification::category)
                .containsExactly("default", "text_to_text_translation", "text_to_text_translation");
        assertThat(classifier.unnamed()).isEqualTo(1);
    }

    @Test
    void ofAModelThatTellsOneCategoryAndNoConfidenceTheRestIsUndefined() {
        ClassifierScore score = ClassifierScore.of(
                ChatTaskClassifier.finetuned(new Model(prompt -> "text_to_text_translation"), criteria), QUERIES);
        assertThat(score.top1()).isEqualTo(new ClassifierScore.Share(1, 3));
        assertThat(score.top3().value()).isNaN();
        assertThat(score.surestHalf().value()).isNaN();
        assertThat(score.reliability()).isEmpty();
    }

    @Test
    void aRealignConfigTakesAFinetunedCheckpointByWhoeverOpensIt() throws Exception {
        List<CheckpointConfig> opened = new ArrayList<>();
        RealignSummary summary = realign(checkpoint -> {
            opened.add(checkpoint);
            return new Model(prompt -> "math_puzzles");
        });
        assertThat(opened)
                .containsExactly(new CheckpointConfig("mine/checkpoint", "plain", "float32", Optional.empty()));
        assertThat(summary.categories().keySet()).containsExactly("math_puzzles");
        assertThat(summary.total().rewritten()).isEqualTo(1);
    }

    @Test
    void withoutOneToOpenItACheckpointIsRefusedInASentence() {
        assertThatThrownBy(() -> realign(CheckpointConfig.Opener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("checkpoint (mine/checkpoint) can't be opened here");
        assertThatThrownBy(() -> config("precision: int8"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("precision (int8) must be float32 or bfloat16");
    }

    @Test
    void everyFileThatAConfigNamesIsListed() {
        RealignConfig named = bind("""
            input: {path: rows.jsonl}
            classifier: {tfidf: {queries: mine.jsonl}}
            criteria: c.yaml
            tokenizer: t
            evidence: {lucene: {corpus: wiki.jsonl}}
            reformatter: {model: {endpoint: {name: m}, prompt: p.txt, evidencePrompt: e.txt, systemPrompt: s.txt}}
            """);
        assertThat(ConfigFile.of(named).stream().map(file -> file.key() + "=" + file.path()))
                .containsExactlyInAnyOrder(
                        "input.path=rows.jsonl",
                        "classifier.tfidf.queries=mine.jsonl",
                        "criteria=c.yaml",
                        "tokenizer=t",
                        "evidence.lucene.corpus=wiki.jsonl",
                        "reformatter.prompt=p.txt",
                        "reformatter.evidencePrompt=e.txt",
                        "reformatter.systemPrompt=s.txt");
    }

    @Test
    void aDryRunCountsTheCallsOfALocalCheckpointAtNoCost() throws Exception {
        Path rows = rows();
        var estimate = RealignPipeline.estimate(
                config("template: plain"),
                name -> rows,
                CheckpointConfig.Opener.NONE,
                Optional.empty(),
                Progress.SILENT);
        assertThat(estimate.rows()).isEqualTo(1);
        assertThat(estimate.toRewrite()).isEqualTo(1);
        assertThat(estimate.asked())
                .extracting(RealignEstimate.Asked::model, RealignEstimate.Asked::calls)
                .containsExactly(tuple("mine/checkpoint", 1L));
        assertThat(estimate.mostCost()).contains(0.0);
    }

    private RealignSummary realign(CheckpointConfig.Opener opener) throws Exception {
        Path rows = rows();
        return RealignPipeline.run(
                config("template: plain"), name -> rows, opener, Map.of(), folder.resolve("out"), Progress.SILENT);
    }

    private Path rows() throws Exception {
        return Files.writeString(
                folder.resolve("rows.jsonl"),
                "{\"id\":\"a\",\"question\":\"1+1?\",\"answer\":\"1+1=<<1+1=2>>2\\n#### 2\"}\n");
    }

    private static RealignConfig config(String more) {
        return bind("input: {path: rows.jsonl}\nclassifier: {checkpoint: {path: mine/checkpoint, " + more + "}}");
    }

    private static RealignConfig bind(String yaml) {
        return ConfigBinder.bind("c.yaml", yaml, RealignConfig.class).value();
    }
}
