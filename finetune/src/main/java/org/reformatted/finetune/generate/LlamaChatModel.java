package org.reformatted.finetune.generate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import org.reformatted.finetune.batch.ChatEncoder;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatModelException;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A local checkpoint that answers conversations. Not thread-safe: pass all requests in one call. */
public final class LlamaChatModel implements ChatModel {
    /** Incremented when the answers of the same checkpoint change; part of the identity of results that depend on its answers. */
    public static final int VERSION = LocalModel.VERSION;

    private static final Logger LOG = LoggerFactory.getLogger(LlamaChatModel.class);

    private final String name;
    private final LocalModel model;
    private final ChatEncoder encoder;
    private final ChatTemplate template;
    private boolean closed;

    private LlamaChatModel(String name, LocalModel model, ChatTemplate template, ChatEncoder encoder) {
        this.name = name;
        this.template = template;
        this.model = model;
        this.encoder = encoder;
    }

    /**
     * Opens a checkpoint.
     *
     * @param folder a Hugging Face folder
     * @param template the template that the checkpoint was trained with
     * @param options device and settings
     * @return the model, closed by the caller
     * @throws InputException when the folder cannot be used, or its vocabulary lacks a token of the template
     */
    public static LlamaChatModel open(Path folder, ChatTemplate template, GenerationOptions options) {
        LocalModel model = LocalModel.open(folder, options);
        try {
            return new LlamaChatModel(
                    folder.getFileName().toString(), model, template, encoder(folder, template, model.tokenizer()));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /**
     * Checks a checkpoint without reading its weights: config, headers of the weights' files, tokenizer and template.
     *
     * @param folder a Hugging Face folder
     * @param template the template that the checkpoint was trained with
     * @return the longest text that the model supports, in tokens
     * @throws InputException when {@link #open} would refuse the folder
     */
    public static int check(Path folder, ChatTemplate template) {
        HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
        checkpoint.requireWeights();
        Tokenizer tokenizer = Tokenizers.load(folder);
        Tokenizers.checkVocabulary(tokenizer, checkpoint.config().vocabularySize(), folder);
        encoder(folder, template, tokenizer);
        return checkpoint.config().maxPositions();
    }

    private static ChatEncoder encoder(Path folder, ChatTemplate template, Tokenizer tokenizer) {
        ChatEncoder encoder = new ChatEncoder(template, folder, tokenizer);
        if (encoder.tokenizer().vocabularySize() != tokenizer.vocabularySize()) {
            throw InputException.at(
                    folder,
                    "its vocabulary lacks " + encoder.template().addedTokens(),
                    "a checkpoint that was trained with this template",
                    "choose the template it was trained with, or plain for a base model");
        }
        return encoder;
    }

    /** The hash of the checkpoint's files, the precision and the template. */
    @Override
    public String identity() {
        return identity(model.identity(), template);
    }

    /**
     * Computes {@link #identity()} without loading the weights.
     *
     * @param folder a Hugging Face folder
     * @param template the template that the checkpoint was trained with
     * @param options device and settings
     * @return the identity
     */
    public static String identity(Path folder, ChatTemplate template, GenerationOptions options) {
        return identity(LocalModel.identity(folder, options), template);
    }

    private static String identity(String model, ChatTemplate template) {
        return "checkpoint " + model + " " + template.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        List<Completion> only = new ArrayList<>();
        completeAll(List.of(request), (completion, index) -> only.add(completion));
        return only.get(0);
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        Set<Integer> ends = new TreeSet<>(encoder.stopIds());
        ends.addAll(model.endTokens());
        List<GenerationRequest> answers = new ArrayList<>();
        List<Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            SamplingSettings sampling = requests.get(i).sampling();
            int[] prompt = prompt(requests.get(i));
            StopCondition stop = new StopCondition(ends, sampling.stop());
            CandidateCount candidates = new CandidateCount(i, prompt.length, sampling.candidates());
            for (int candidate = 0; candidate < sampling.candidates(); candidate++) {
                answers.add(new GenerationRequest(prompt, sampling, candidate, stop));
                drawn.add(new Drawn(candidates, candidate));
            }
        }
        warnOfFullContext(answers);
        model.generate(answers, (generated, index) -> {
            CandidateCount candidates = drawn.get(index).of;
            candidates.set(drawn.get(index).number, generated);
            if (candidates.missing == 0) {
                whenDone.accept(candidates.completion(), candidates.request);
            }
        });
    }

    private void warnOfFullContext(List<GenerationRequest> answers) {
        int context = model.model().config().maxPositions();
        long full = answers.stream()
                .filter(answer -> answer.prompt().length >= context)
                .count();
        if (full > 0) {
            LOG.warn(
                    "{} of {} prompts fill the model's context of {} tokens: their answers are empty and count as ended"
                            + " by length",
                    full,
                    answers.size(),
                    context);
        }
    }

    private record Drawn(CandidateCount of, int number) {}

    /** Collects the answers of one request. */
    private final class CandidateCount {
        final int request;
        private final int promptTokens;
        private final Generated[] answers;
        int missing;

        CandidateCount(int request, int promptTokens, int count) {
            this.request = request;
            this.promptTokens = promptTokens;
            answers = new Generated[count];
            missing = count;
        }

        void set(int number, Generated answer) {
            answers[number] = answer;
            missing--;
        }

        Completion completion() {
            List<Completion.Candidate> texts = Arrays.stream(answers)
                    .map(answer -> new Completion.Candidate(said(answer), answer.reason()))
                    .toList();
            long written = Arrays.stream(answers)
                    .mapToLong(answer -> answer.ids().length)
                    .sum();
            return new Completion(texts, new Usage(promptTokens, written), name);
        }
    }

    /**
     * The text of an answer. In training each turn was tokenized separately, so a leading space that the tokenizer adds is not part of the answer.
     */
    private String said(Generated answer) {
        String text = answer.text();
        boolean padded = encoder.tokenizer().addsLeadingSpace() && text.startsWith(" ");
        return encoder.template().answer(padded ? text.substring(1) : text);
    }

    private int[] prompt(ChatRequest request) {
        try {
            return encoder.prompt(request.turns());
        } catch (IllegalArgumentException | InputException e) {
            throw new ChatModelException(
                    FailureCause.REFUSED, name + " was asked what its template can't lay out: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            model.close();
        }
    }
}
