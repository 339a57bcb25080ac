package org.reformatted.experiments.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.workflow.Capacity;
import org.reformatted.realign.config.ConfigException;
import picocli.CommandLine.Option;

/** The number of steps that run at the same time, and their devices. These options do not change the result of a step. */
final class JobOptions {
    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Number of independent steps that run at the same time (default: one for each of --devices).")
    @Nullable
    Integer jobs;

    @Option(
            names = "--devices",
            paramLabel = "NAME",
            split = ",",
            description = "Devices for steps that train or generate, one step each, such as gpu0,gpu1; with cpu,cpu"
                    + " two steps share the cores, see --threads (default: --device).")
    @Nullable
    List<String> devices;

    @Option(
            names = "--launcher",
            paramLabel = "COMMAND",
            description = "Start each step that trains or generates with this command on another machine, such as"
                    + " \"srun --gres=gpu:1 -n1\", or on Spark (docs/spark.md). That machine needs this program, the"
                    + " data, the models and --runs at the same paths.")
    @Nullable
    String launcher;

    /** The words of the command that starts a step's process on another machine; empty when steps run on this machine. */
    List<String> launcher() {
        return launcher == null || launcher.isBlank()
                ? List.of()
                : List.of(launcher.strip().split("\\s+"));
    }

    /** The steps and devices that may be in use at the same time; without {@code --devices} the only device is {@code --device}. */
    Capacity capacity(DeviceOptions device) {
        if (devices != null && !device.device.equals(DeviceOptions.CPU)) {
            throw new ConfigException(
                    "options",
                    List.of("--devices " + String.join(",", devices) + " and --device " + device.device
                            + " both name devices; leave --device out"));
        }
        List<String> named = devices == null ? List.of(device.device) : devices;
        int steps = jobs == null ? named.size() : jobs;
        if (steps < 1) {
            throw new ConfigException("options", List.of("--jobs (" + steps + ") must be 1 or more"));
        }
        return new Capacity(steps, named, !launcher().isEmpty());
    }
}
