package org.reformatted.finetune.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.train.TrainingPlan;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.TrainerConfig;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** The results of a job, which are compared with its plan before they are used. */
record ReturnedCheckpoint(SftConfig config, TrainerConfig trainer, TrainingPlan plan, Path job) {
    /**
     * Checks the results.
     *
     * @return the folder of the trained weights
     * @throws InputException when they belong to another job or trainer, or the weights are not those of a trained model of this shape
     */
    Path requireSound() {
        Path results = job.resolve("out");
        TrainerRecord by = TrainerRecord.read(results);
        require(results, "the job " + by.job(), by.job(), plan.fingerprint());
        require(
                results,
                "trained by " + by.trainer(),
                by.trainer(),
                trainer.kind().library());
        boolean whole = config.method() instanceof SftConfig.Method.Full;
        Path trained = results.resolve(whole ? "checkpoint" : "adapter");
        List<String> unchanged = whole
                ? unchangedWeights(trained)
                : LoraAdapter.unchanged(start("adapter"), trained).stream()
                        .filter(name -> !mayStay(name))
                        .toList();
        if (!unchanged.isEmpty()) {
            throw InputException.at(
                    trained,
                    unchanged.size() + " tensors are unchanged by training (" + unchanged.get(0) + " is the first)",
                    "a change of every trained tensor",
                    "check that the trainer trains every tensor of the recipe");
        }
        if (Tokenizers.isPresent(trained)) {
            plan.tokenizer().ifPresent(tokenizer -> requireSame(tokenizer, Tokenizers.load(trained), trained));
        }
        return trained;
    }

    /** In the first step of new adapters the A matrices have no gradient, since the B matrices are zero; without weight decay they do not change. */
    private boolean mayStay(String tensor) {
        return tensor.contains("lora_A")
                && plan.learningRates().size() == 1
                && config.method().adapter().isEmpty()
                && config.optimizer().weightDecay() == 0;
    }

    private List<String> unchangedWeights(Path trained) {
        HuggingFaceCheckpoint after = HuggingFaceCheckpoint.open(trained);
        LlamaConfig expected = plan.shape();
        if (!LlamaWeights.shapes(after.config()).equals(LlamaWeights.shapes(expected))) {
            throw InputException.at(
                    trained.resolve("config.json"),
                    "a model of " + after.config().layers() + " layers, width "
                            + after.config().hiddenSize() + " and "
                            + after.config().vocabularySize() + " tokens",
                    expected.layers() + " layers, width " + expected.hiddenSize() + " and " + expected.vocabularySize()
                            + " tokens, as the base model",
                    "return the model that the job trained");
        }
        return after.unchanged(HuggingFaceCheckpoint.open(start("base")));
    }

    private Path start(String name) {
        Path own = job.resolve(name);
        return Files.exists(own) ? own : plan.unchangedBase().orElse(own);
    }

    /**
     * Compares the vocabularies only: trainers write the tokenizer's files in different ways, and the checkpoint keeps the files of the base model.
     */
    private static void requireSame(Tokenizer expected, Tokenizer found, Path trained) {
        for (int id = 0; id < Math.max(expected.vocabularySize(), found.vocabularySize()); id++) {
            String wanted = id < expected.vocabularySize() ? expected.piece(id) : "";
            String piece = id < found.vocabularySize() ? found.piece(id) : "";
            if (!piece.equals(wanted)) {
                throw InputException.at(
                        trained,
                        "a tokenizer whose token " + id + " is '" + piece + "'",
                        "'" + wanted + "', as in the base model's",
                        "return the tokenizer of the job, or none");
            }
        }
    }

    private static void require(Path place, String what, String found, String expected) {
        if (!found.equals(expected)) {
            throw InputException.at(place, what, expected, "return the results of this job");
        }
    }
}
