package org.reformatted.finetune.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.train.SftRun;
import org.reformatted.finetune.train.SftRuntime;
import org.reformatted.finetune.train.SftSummary;
import org.reformatted.finetune.train.TrainingPlan;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainerConfig;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.finetune.weights.Folders;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.base.WaitingException;

/**
 * A training that another program does. The run's folder contains {@code job/}; the trained weights are expected in {@code job/out/}. When they are
 * present, they are checked against the plan, and the run's folder gets the same results as from {@link SftRun}, and {@code trainer.json}.
 */
public final class ExternalTraining {
    /** The job's folder in the run's folder. */
    public static final String JOB = "job";

    private ExternalTraining() {}

    /**
     * Trains with the program that the config names.
     *
     * @param config the settings of the training
     * @param inputs the files to read
     * @param runtime the device and the number of threads of this program
     * @param out the folder to fill
     * @param progress reports each step
     * @return the summary of the run
     * @throws WaitingException when a job is prepared and its results are missing
     */
    public static SftSummary run(SftConfig config, SftInputs inputs, SftRuntime runtime, Path out, Progress progress) {
        if (config.trainer().isEmpty()) {
            return SftRun.run(config, inputs, runtime, out, progress);
        }
        TrainingPlan plan = TrainingPlan.of(config, inputs);
        Path job = out.toAbsolutePath().resolve(JOB);
        SftSummary summary = plan.finished(out)
                .orElseGet(() -> handOver(config, config.trainer().get(), plan, job, out));
        delete(job); // its rows can be created again, and its weights are in the checkpoint
        return summary;
    }

    private static SftSummary handOver(SftConfig config, TrainerConfig trainer, TrainingPlan plan, Path job, Path out) {
        Path results = job.resolve("out");
        JobShape shape = JobShape.of(plan, trainer);
        if (!Files.exists(results.resolve(TrainerRecord.FILE))) {
            if (!Files.exists(results)) {
                new TrainingJobFolder(config, trainer, plan, shape).write(job);
            }
            throw new WaitingException(
                    "waiting for " + results + " from " + trainer.kind().library() + ": "
                            + shape.supervisedTokens().size() + " steps on "
                            + plan.examples().size() + " examples; start "
                            + job.resolve("launch.sh") + " (on a cluster: copy " + job
                            + " there, sbatch slurm.sh, copy its folder out back), then run this command again");
        }
        Path trained = new ReturnedCheckpoint(config, trainer, plan, job).requireSound();
        List<StepMetrics> steps =
                TrainerLog.read(results.resolve("log.jsonl"), shape.supervisedTokens(), plan.learningRates());
        copy(job.resolve(TrainingJobFolder.MANIFEST), out);
        copy(job.resolve(TrainingJobFolder.RECIPE), out);
        copy(results.resolve(TrainerRecord.FILE), out);
        return plan.finish(trained, steps, out);
    }

    private static void copy(Path file, Path folder) {
        TextFiles.writeAtomically(folder.resolve(file.getFileName()), TextFiles.readString(file));
    }

    private static void delete(Path job) {
        try {
            Folders.delete(job);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + job, e);
        }
    }

    /**
     * The external trainer of the run in a folder.
     *
     * @param out the run's folder
     * @return the trainer; empty if this program trained the run
     */
    public static Optional<TrainerRecord> trainer(Path out) {
        return Files.exists(out.resolve(TrainerRecord.FILE))
                ? Optional.of(Json.read(out.resolve(TrainerRecord.FILE), TrainerRecord.class))
                : Optional.empty();
    }
}
