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

/** A local checkpoint that goes on with raw text, without a template, and says how likely a text is. */
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
     * @param options where and how it runs
     * @return the generator, closed by the caller
     * @throws org.reformatted.realign.base.InputException when the folder can't be used
     */
    public static TextGenerator open(Path folder, GenerationOptions options) {
        return new TextGenerator(LocalModel.open(folder, options));
    }

    /**
     * The hash of the checkpoint's files and the precision.
     *
     * @return what an answer may be used again under
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
     * Goes on with texts until the model ends them. An end token that is an ordinary piece of text is written, as transformers does.
     *
     * @param prompts what comes before; an empty one starts from the start token
     * @param sampling how each is drawn; {@code candidates} is not looked at
     * @param whenDone is handed each continuation with its prompt's index, as soon as it ends
     * @throws InputException when a prompt leaves no room in the model's context
     */
    public void generate(List<String> prompts, SamplingSettings sampling, ObjIntConsumer<Generated> whenDone) {
        StopCondition stop = new StopCondition(model.endTokens(), sampling.stop(), true);
        List<GenerationRequest> requests = prompts.stream()
                .map(prompt -> new GenerationRequest(tokenizer.encodeSequence(prompt), sampling, 0, stop))
                .toList();
        requireRoom(requests);
        model.generate(requests, (generated, index) -> {
            boolean wholeText = prompts.get(index).isEmpty();
            whenDone.accept(wholeText ? withoutLeadingSpace(generated) : generated, index);
        });
    }

    private void requireRoom(List<GenerationRequest> requests) {
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
     * Goes on with one text.
     *
     * @param prompt what comes before; an empty one starts from the start token
     * @param sampling how it is drawn
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

    /** Each pair is weighed on its own, so that no neighbour moves a digit of it. */
    @Override
    public double[] logLikelihoods(List<Pair> pairs) {
        return pairs.stream().mapToDouble(this::weigh).toArray();
    }

    /**
     * Both are tokenized as one text, of which the context's own tokens are not weighed; spaces that end the context count as the
     * continuation's (lm-evaluation-harness, {@code loglikelihood}).
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
     * How likely each of some pieces comes next.
     *
     * @param prompt what comes before
     * @param candidates texts, of each of which the first token counts
     * @return the probability of each
     */
    public Map<String, Double> nextTokenProbabilities(String prompt, List<String> candidates) {
        int[] ids = started(prompt, "");
        float[] last = logits(ids, ids.length - 1)[0];
        Map<String, Double> probabilities = new TreeMap<>();
        for (String candidate : candidates) {
            int[] both = started(prompt, candidate);
            int first = Arrays.mismatch(ids, both);
            if (first != ids.length) {
                throw new InputException(
                        "'" + candidate + "' does not start with a token of its own behind the prompt; "
                                + "choose candidates that start with a space or end the prompt otherwise");
            }
            probabilities.put(candidate, Math.exp(logProbability(last, both[first])));
        }
        return probabilities;
    }

    /** The logits behind the tokens from a position on, but for the last of several: nothing is asked behind it. */
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

    /** log softmax of one token, summed in double precision. */
    static double logProbability(float[] logits, int id) {
        double highest = logits[Sampling.likeliest(logits).id()];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - highest);
        }
        return logits[id] - highest - Math.log(sum);
    }

    /** Both texts as one, behind what the tokenizer puts before a text; behind an empty context something comes in any case. */
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
