package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.SavedAnswers;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.experiments.workflow.StepResources;
import org.reformatted.finetune.generate.LlamaChatModel;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.ModelConfig;

/** The source of an arm's answers: a checkpoint that a step trains, an external model, or a file of answers. */
sealed interface ArmModel {
    /** The arm's name. */
    String arm();

    /** The arm's name in the names of steps: for a trained arm with the seed. */
    String label();

    /** The step that trains the model; absent if no step trains it. */
    default Optional<FinetuneStep> training() {
        return Optional.empty();
    }

    /** The version of the code that generates the answers; it is a part of the recipe of evaluations. */
    int version();

    /** The model's part of the identity of an evaluation; empty if the training step identifies the model. */
    default Map<String, @Nullable Object> identity() {
        return Map.of();
    }

    /** The model's files, by their role in an evaluation. */
    default Map<String, Path> inputs(String task) {
        return Map.of();
    }

    /** The external model that is called; absent if there is none. */
    default Optional<ModelConfig> service() {
        return Optional.empty();
    }

    /** Whether the arm has answers to a task. */
    default boolean answers(String task) {
        return true;
    }

    /** The steps that create the model. */
    default List<Step> dependencies() {
        return training().<List<Step>>map(List::of).orElse(List.of());
    }

    /** The shape and the type of the weights that are loaded; absent if nothing is computed here. */
    default Optional<GenerationMemoryEstimate.Model> loaded() {
        return Optional.empty();
    }

    /** The resources that it uses while it answers. */
    default StepResources needs() {
        return StepResources.NOTHING;
    }

    /** Checks that the environment has everything that the model needs. */
    default void requireReady() {}

    /** Answers the samples of a task and scores the answers. */
    EvalResult evaluate(String name, EvalTask task, EvalConfig config, StepContext context);

    /** A checkpoint that a step of this experiment trains. */
    record Trained(FinetuneStep finetune) implements ArmModel {
        @Override
        public String arm() {
            return finetune.data().arm();
        }

        @Override
        public String label() {
            return arm() + "-seed" + finetune.sft().seed();
        }

        @Override
        public Optional<FinetuneStep> training() {
            return Optional.of(finetune);
        }

        @Override
        public int version() {
            return LlamaChatModel.VERSION;
        }

        @Override
        public Optional<GenerationMemoryEstimate.Model> loaded() {
            return Optional.of(new GenerationMemoryEstimate.Model(
                    finetune.sft().model().shape(FinetuneStep.model(finetune.sft(), finetune.roots())),
                    finetune.sft().precision().type()));
        }

        @Override
        public StepResources needs() {
            return StepResources.of(true, Set.of(), Set.of());
        }

        @Override
        public EvalResult evaluate(String name, EvalTask task, EvalConfig config, StepContext context) {
            return finetune.trained(context.artifact(finetune))
                    .evaluate(task, config, context.out(), context.progress());
        }
    }

    /** An external model: a checkpoint, a service's model or a recording of a model. */
    record OutsideModel(String arm, ModelConfig model, Roots roots, Compute compute) implements ArmModel {
        @Override
        public String label() {
            return arm;
        }

        @Override
        public int version() {
            return model.kind() == ModelConfig.Kind.CHECKPOINT ? LlamaChatModel.VERSION : 0;
        }

        @Override
        public Map<String, @Nullable Object> identity() {
            Map<String, @Nullable Object> identity = new TreeMap<>();
            identity.put("model", ConfigTree.identity(model));
            return identity;
        }

        @Override
        public Map<String, Path> inputs(String task) {
            Map<String, Path> inputs = new TreeMap<>();
            roots.files((Record) model).forEach((key, file) -> inputs.put("arm." + key, file));
            return inputs;
        }

        @Override
        public Optional<ModelConfig> service() {
            return Optional.of(model);
        }

        @Override
        public Optional<GenerationMemoryEstimate.Model> loaded() {
            return Optional.of(model)
                    .filter(CheckpointConfig.class::isInstance)
                    .map(asked -> new LocalCheckpoints(roots, compute).loaded((CheckpointConfig) asked));
        }

        @Override
        public StepResources needs() {
            return ModelNeeds.of((Record) model);
        }

        @Override
        public void requireReady() {
            model.requireReady(System.getenv());
        }

        @Override
        public EvalResult evaluate(String name, EvalTask task, EvalConfig config, StepContext context) {
            return ServiceModel.of(model, roots, compute, context.answers(), context.out())
                    .evaluate(task, config, context.out(), context.progress());
        }
    }

    /** Saved answers, in one file for each task. */
    record Ready(String arm, Map<String, String> files, Roots roots) implements ArmModel {
        /** Incremented when the same file would have other answers. */
        private static final int VERSION = 1;

        @Override
        public String label() {
            return arm;
        }

        @Override
        public int version() {
            return VERSION;
        }

        @Override
        public Map<String, @Nullable Object> identity() {
            return Map.of("model", "saved answers");
        }

        @Override
        public Map<String, Path> inputs(String task) {
            return Map.of("arm.predictions", file(task));
        }

        @Override
        public boolean answers(String task) {
            return files.containsKey(task);
        }

        @Override
        public EvalResult evaluate(String name, EvalTask task, EvalConfig config, StepContext context) {
            return new SavedAnswers(file(name)).evaluate(task, config, context.out());
        }

        private Path file(String task) {
            String file = files.get(task);
            if (file == null) {
                throw new InputException("arms." + arm + ".predictions: there is no file for " + task
                        + "; name one, or one of " + String.join(", ", files.keySet()));
            }
            return roots.dataFile(file);
        }
    }
}
