package org.reformatted.finetune.job;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.realign.base.Json;

/**
 * The trainer of a job, as recorded by its scripts.
 *
 * @param job the fingerprint of the trained run
 * @param trainer the Python package
 * @param versions of the Python packages
 * @param processes number of processes of the training
 * @param device the name of the first device
 */
public record TrainerRecord(String job, String trainer, Map<String, String> versions, int processes, String device) {
    /** The file in a run's folder. */
    public static final String FILE = "trainer.json";

    /** Copies the versions. */
    public TrainerRecord {
        versions = Map.copyOf(versions);
    }

    /**
     * Reads the trainer of the run in a folder.
     *
     * @param out the run's folder
     * @return the trainer
     */
    public static TrainerRecord read(Path out) {
        return Json.read(out.resolve(FILE), TrainerRecord.class);
    }

    /**
     * Describes the trainer for a report.
     *
     * @return such as {@code trl 1.16.0 (torch 2.11.0, transformers 5.24.0)}
     */
    public String text() {
        Map<String, String> others = new TreeMap<>(versions);
        String own = others.remove(trainer);
        String rest = others.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return trainer + " " + own + " (" + rest + ")";
    }

    /**
     * The number of processes and the device.
     *
     * @return such as {@code 8 processes, NVIDIA H100}
     */
    public String place() {
        return processes + (processes == 1 ? " process, " : " processes, ") + device;
    }
}
