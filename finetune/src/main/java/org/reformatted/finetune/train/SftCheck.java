package org.reformatted.finetune.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.finetune.train.input.BaseModel;
import org.reformatted.finetune.train.input.TrainingSet;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;

/** Checks a training before it starts: model, tokenizer, lengths, adapters and the first rows. No weights are read. */
public final class SftCheck {
    /** The key of problems that concern the rows. */
    public static final String ROWS = "rows";

    private final SftConfig config;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private SftCheck(SftConfig config) {
        this.config = config;
    }

    /**
     * Looks for problems.
     *
     * @param config the settings of the training
     * @param model the folder of the model or tokenizer
     * @param adapter the folder of the adapters that training starts from
     * @param rows the first rows; empty if they are not known
     * @return one sentence for each problem, by the config's key or {@link #ROWS}
     */
    public static Map<String, String> problems(
            SftConfig config, Optional<Path> model, Optional<Path> adapter, List<Conversation> rows) {
        SftCheck check = new SftCheck(config);
        check.look(new SftInputs(model, adapter, new TrainingSource.Conversations(rows), Optional.empty()), rows);
        return check.problems;
    }

    private void look(SftInputs inputs, List<Conversation> rows) {
        Optional<BaseModel> base = base(inputs);
        if (base.isPresent()) {
            attempt("maxLength", () -> base.get().maxLength(config));
            inputs.adapter()
                    .ifPresent(folder -> attempt(
                            "method",
                            () -> LoraAdapter.requireFits(folder, base.get().shape())));
            if (!rows.isEmpty() && problems.isEmpty()) {
                attempt(ROWS, () -> plan(inputs, base.get()));
            }
        }
        checkWarmup();
    }

    private Optional<BaseModel> base(SftInputs inputs) {
        try {
            BaseModel base = BaseModel.of(config, inputs);
            if (config.model().weights().isPresent()) {
                inputs.model().map(HuggingFaceCheckpoint::open).ifPresent(HuggingFaceCheckpoint::requireWeights);
            }
            return Optional.of(base);
        } catch (InputException | IllegalArgumentException e) {
            problems.put("model", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void plan(SftInputs inputs, BaseModel base) {
        TrainingSet set = TrainingSet.read(inputs.train(), config, base);
        new BatchPlan(set.examples(), config.batch(), base.maxLength(config), config.seed(), config.shuffle());
    }

    private void checkWarmup() {
        int warmup = config.schedule().warmupSteps().orElse(0);
        if (config.length() instanceof SftConfig.Length.Steps length && warmup > length.steps()) {
            problems.put(
                    "schedule.warmupSteps",
                    "the warm-up (" + warmup + " steps) is longer than the training (" + length.steps()
                            + " steps), so that the peak rate is never reached; lower it");
        }
    }

    private void attempt(String key, Runnable look) {
        try {
            look.run();
        } catch (InputException | IllegalArgumentException e) {
            problems.put(key, String.valueOf(e.getMessage()));
        }
    }
}
