package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Environment;
import org.reformatted.experiments.workflow.Fingerprints;
import org.reformatted.experiments.workflow.LocalStepWork;
import org.reformatted.experiments.workflow.Plan;
import org.reformatted.experiments.workflow.Plan.PlannedStep;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.realign.base.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one step of an experiment in a process started by {@link StepProcess}. The parent process runs the experiment and has locked its folder. */
@Command(name = RunStepCommand.NAME, hidden = true, description = "Runs one step for the run that started it.")
final class RunStepCommand implements Callable<Integer> {
    static final String NAME = "run-step";

    @Mixin
    ExperimentOptions experiment = new ExperimentOptions();

    @Option(names = "--step", required = true, description = "The step's name.")
    String step = "";

    @Option(names = "--fingerprint", required = true, description = "The fingerprint that it must have.")
    String fingerprint = "";

    @Override
    public Integer call() {
        PrintStream messages = System.out;
        System.setOut(System.err);
        StepMessage.MessageWriter progress = new StepMessage.MessageWriter(messages);
        endWithParent();
        try {
            run(progress);
            return 0;
        } catch (Throwable e) { // also an Error: the parent process shows its sentence
            if (FailureText.isInternal(e)) {
                e.printStackTrace();
            }
            progress.write(StepMessage.of(e));
            return Harness.FAILED;
        }
    }

    private void run(StepMessage.MessageWriter progress) {
        ArtifactStore store = experiment.store();
        Fingerprints fingerprints = experiment.fingerprints();
        Plan plan = experiment.plan(experiment.graph(), store, fingerprints);
        PlannedStep planned = plan.steps().stream()
                .filter(candidate -> candidate.step().name().equals(step))
                .findFirst()
                .orElseThrow(() -> new InputException(experiment.config + ": the config has no step " + step));
        if (!planned.fingerprint().equals(fingerprint)) {
            throw new InputException(step + ": the config or an input file changed during the run (found"
                    + " fingerprint " + planned.fingerprint() + ", expected " + fingerprint + "); run again");
        }
        Map<String, Path> artifacts = planned.step().dependencies().stream()
                .collect(Collectors.toMap(Step::name, needed -> store.folder(needed.name(), fingerprints.of(needed))));
        Environment here = Environment.ofThisMachine(Harness.checkout(), Torch.versions());
        Optional<String> device = Optional.of(experiment.device.device)
                .filter(name -> planned.step().needs().device());
        new LocalStepWork(store, fingerprints, here, Clock.systemUTC()).run(planned, artifacts, device, progress);
    }

    /** Ends this process when its parent has ended for any reason, so that two processes never work on one step. */
    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream()); // nothing is sent
                    } catch (IOException e) {
                        System.err.println("cannot read from the run that started this process: " + e.getMessage());
                    }
                    Runtime.getRuntime().halt(Harness.FAILED);
                },
                "end with the run");
        watch.setDaemon(true);
        watch.start();
    }
}
