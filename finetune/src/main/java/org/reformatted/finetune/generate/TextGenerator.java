package org.reformatted.finetune.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.model.TokenRows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.LogLikelihoodModel;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.Tokenizer;

/** A local checkpoint that continues raw text, without a template, and computes how likely a text is. */
public final class TextGenerator implements LogLikelihoodModel, AutoCloseable {
    private final LocalModel model;
    private final Tokenizer tokenizer;

    private TextGenerator(LocalModel model) {
        this.model = model;
        tokenizer = model.tokenizer();
    }

    /**
     * Opens a checkpoint.
     *
     * @param folder a Hugging Face folder
     * @param options device and settings
     * @return the generator, closed by the caller
     * @throws org.reformatted.realign.base.InputException when the folder cannot be used
     */
    public static TextGenerator open(Path folder, GenerationOptions options) {
        return new TextGenerator(LocalModel.open(folder, options));
    }

    /**
     * The hash of the checkpoint's files and the precision.
     *
     * @return the key under which answers may be reused
     */
    public String identity() {
        return "checkpoint " + model.identity();
    }

    /**
     * The tokenizer of the checkpoint.
     *
     * @return the tokenizer
     */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * Continues texts until the model ends them. As in transformers, an end token that is ordinary text is part of the continuation.
     *
     * @param prompts texts to continue; an empty text starts from the start token
     * @param sampling how tokens are drawn; {@code candidates} is ignored
     * @param whenDone is called with each continuation and its prompt's index, as soon as the continuation ends
     * @throws InputException when a prompt leaves no space in the model's context
     */
    public void generate(List<String> prompts, SamplingSettings sampling, ObjIntConsumer<Generated> whenDone) {
        StopCondition stop = new StopCondition(model.endTokens(), sampling.stop(), true);
        List<GenerationRequest> requests = prompts.stream()
                .map(prompt -> new GenerationRequest(tokenizer.encodeSequence(prompt), sampling, 0, stop))
                .toList();
        requireSpace(requests);
        model.generate(requests, (generated, index) -> {
            boolean wholeText = prompts.get(index).isEmpty();
            whenDone.accept(wholeText ? withoutLeadingSpace(generated) : generated, index);
        });
    }

    private void requireSpace(List<GenerationRequest> requests) {
        int context = model.model().config().maxPositions();
        for (int i = 0; i < requests.size(); i++) {
            int length = requests.get(i).prompt().length;
            if (length >= context) {
                throw InputException.at(
                        "prompt " + (i + 1),
                        "it has " + length + " tokens",
                        "fewer than " + context + ", the model's context",
                        "shorten it, or choose a model with a longer context");
            }
        }
    }

    /**
     * Continues one text.
     *
     * @param prompt the text to continue; an empty text starts from the start token
     * @param sampling how tokens are drawn
     * @return the continuation
     */
    public Generated generate(String prompt, SamplingSettings sampling) {
        List<Generated> only = new ArrayList<>();
        generate(List.of(prompt), sampling, (generated, index) -> only.add(generated));
        return only.get(0);
    }

    private Generated withoutLeadingSpace(Generated generated) {
        boolean padded = tokenizer.addsLeadingSpace() && generated.text().startsWith(" ");
        return padded ? new Generated(generated.ids(), generated.text().substring(1), generated.reason()) : generated;
    }

    /** Each pair is computed separately, so that other pairs do not change its last digits. */
    @Override
    public double[] logLikelihoods(List<Pair> pairs) {
        return pairs.stream().mapToDouble(this::weigh).toArray();
    }

    /**
     * Context and continuation are tokenized as one text, and the tokens of the context are not included in the likelihood. Spaces at the end of the
     * context belong to the continuation (lm-evaluation-harness, {@code loglikelihood}).
     */
    private double weigh(Pair pair) {
        String context = pair.context().stripTrailing();
        int known = started(context, "").length;
        int[] ids = started(context, (pair.context() + pair.continuation()).substring(context.length()));
        if (ids.length <= known) {
            throw new InputException(
                    "'" + pair.continuation() + "' adds no token to its context; give a longer continuation");
        }
        int limit = model.model().config().maxPositions();
        if (ids.length > limit) {
            throw new InputException("a text of " + ids.length + " tokens is longer than the model's context of "
                    + limit + " tokens; shorten it, or use fewer examples in the prompt");
        }
        float[][] rows = logits(ids, known - 1);
        double sum = 0;
        for (int i = known; i < ids.length; i++) {
            sum += logProbability(rows[i - known], ids[i]);
        }
        return sum;
    }

    /**
     * The probabilities of candidates for the next token.
     *
     * @param prompt the text before the candidates
     * @param candidates texts; only the first token of each is used
     * @return the probability of each candidate
     */
    public Map<String, Double> nextTokenProbabilities(String prompt, List<String> candidates) {
        int[] ids = started(prompt, "");
        float[] last = logits(ids, ids.length - 1)[0];
        Map<String, Double> probabilities = new TreeMap<>();
        for (String candidate : candidates) {
            int[] both = started(prompt, candidate);
            int first = Arrays.mismatch(ids, both);
            if (first != ids.length) {
                throw new InputException("'" + candidate + "' does not start with a separate token after the prompt; "
                        + "choose candidates that start with a space, or end the prompt differently");
            }
            probabilities.put(candidate, Math.exp(logProbability(last, both[first])));
        }
        return probabilities;
    }

    /** The logits after each token from a position on. If there are several tokens, the last is left out: its logits are not needed. */
    private float[][] logits(int[] ids, int from) {
        int[] read = from == ids.length - 1 ? ids : Arrays.copyOf(ids, ids.length - 1);
        float[][] logits = new float[read.length - from][];
        model.onItsThreads(() -> {
            try (NDManager step = model.model().manager().newSubManager()) {
                NDArray all = model.model().logits(step, TokenRows.of(step, new int[][] {read})); // (1, T, V)
                for (int i = from; i < read.length; i++) {
                    logits[i - from] = HostTransfer.read(all.get(0, i));
                }
            }
        });
        return logits;
    }

    /** The log softmax of one token, summed in double precision. */
    static double logProbability(float[] logits, int id) {
        double highest = logits[Sampling.likeliest(logits).id()];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - highest);
        }
        return logits[id] - highest - Math.log(sum);
    }

    /**
     * The tokens of both texts as one, after the tokens that the tokenizer puts before a text. If the context is empty, the second text is tokenized
     * separately.
     */
    private int[] started(String context, String more) {
        int[] alone = tokenizer.encode(context);
        if (alone.length > 0) {
            return tokenizer.started(tokenizer.encode(context + more));
        }
        IntStream start = Arrays.stream(tokenizer.started(alone));
        return IntStream.concat(start, Arrays.stream(tokenizer.encode(more))).toArray();
    }

    @Override
    public void close() {
        model.close();
    }
}
