package org.reformatted.finetune.train.memory;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.finetune.batch.Batching;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a memory plan against the device before anything is loaded. */
public final class MemoryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryCheck.class);

    /** What fits by less than this share may fail, since the allocator loses some between blocks. */
    private static final double TIGHT = 0.95;

    /** A plan of less than this share of what is free is not worth a line; {@code harness plan} shows every one. */
    private static final double NOTABLE = 0.1;

    /** The ways of needing less, those first that change the result least. */
    private enum Saving {
        RECOMPUTE,
        ONE_ROW,
        PRECISION,
        STATES,
        LORA
    }

    private MemoryCheck() {}

    /**
     * Logs a plan of some size, and refuses what cannot fit. Where memory is short, fewer layers keep their activations.
     *
     * @param asked what is trained, with the most layers that may keep their activations
     * @param batching as the config has it
     * @param device where
     * @param fixed whether the config says how many layers keep their activations
     * @return the layers that keep them
     * @throws ConfigException when it cannot fit, with the settings that would
     */
    public static int check(TrainingSize asked, Batching batching, Device device, boolean fixed) {
        DeviceMemory.release();
        long engine = device.isGpu()
                ? MemoryPlan.CUDA_CONTEXT
                : DeviceMemory.used(device).orElse(0);
        long room = DeviceMemory.free(device)
                + (device.isGpu() ? 0 : engine); // the processor's engine is this process, which is running
        String name = DeviceMemory.name(device);
        TrainingSize size = fixed ? asked : asked.keepingWhatFits(engine, (long) (TIGHT * room));
        MemoryPlan plan = MemoryPlan.of(size, engine);
        requireRoom(size, batching, plan, room, name + " has " + DeviceMemory.gib(room) + " GiB free");
        if (plan.peak() > NOTABLE * room) {
            LOG.info("memory plan: {}, of {} GiB free on {}", plan, DeviceMemory.gib(room), name);
        }
        if (plan.peak() > TIGHT * room) {
            LOG.warn("the memory plan fills the device; if it fails, {}", advice(size, batching, engine, (long)
                    (TIGHT * room)));
        }
        if (size.kept() < asked.kept()) {
            LOG.info(
                    "activations of {} of {} layers are kept, as far as memory allows; those of the others are"
                            + " computed again",
                    size.kept(),
                    size.model().layers());
        }
        return size.kept();
    }

    /**
     * Refuses what cannot fit.
     *
     * @param size what is trained
     * @param batching as the config has it
     * @param plan of that size
     * @param room bytes that the run may take, what it already has with them
     * @param found whose memory that is and how much of it, for the message
     * @throws ConfigException when it cannot fit, with the settings that would
     */
    public static void requireRoom(TrainingSize size, Batching batching, MemoryPlan plan, long room, String found) {
        if (plan.peak() > room) {
            throw new ConfigException(
                    "memory plan",
                    List.of(found + " and the run needs " + plan + "; " + advice(size, batching, plan.engine(), room)));
        }
    }

    /** The fewest settings that make it fit, or that there are none. */
    static String advice(TrainingSize size, Batching batching, long engine, long total) {
        List<Saving> chosen = new ArrayList<>();
        for (Saving saving : Saving.values()) {
            if (!settings(List.of(saving), size, batching).isEmpty()) {
                chosen.add(saving);
            }
            if (fits(chosen, size, engine, total)) {
                List<Saving> fewest = fewest(chosen, size, engine, total);
                MemoryPlan plan = MemoryPlan.of(apply(fewest, size), engine);
                return "set " + String.join(", ", settings(fewest, size, batching)) + ", which needs "
                        + DeviceMemory.gib(plan.peak()) + " GiB";
            }
        }
        return "choose a smaller model or another device: no setting makes this one fit";
    }

    /** Leaves out what is not needed, first of all what changes the result most. */
    private static List<Saving> fewest(List<Saving> chosen, TrainingSize size, long engine, long total) {
        List<Saving> fewest = new ArrayList<>(chosen);
        for (int i = fewest.size() - 1; i >= 0; i--) {
            List<Saving> fewer = new ArrayList<>(fewest);
            fewer.remove(i);
            if (fits(fewer, size, engine, total)) {
                fewest = fewer;
            }
        }
        return fewest;
    }

    private static boolean fits(List<Saving> chosen, TrainingSize size, long engine, long total) {
        return MemoryPlan.of(apply(chosen, size), engine).peak() <= total;
    }

    private static TrainingSize apply(List<Saving> chosen, TrainingSize size) {
        TrainingSize saved = size;
        for (Saving saving : chosen) {
            saved = saved(saving, saved);
        }
        return saved;
    }

    private static TrainingSize saved(Saving saving, TrainingSize size) {
        return switch (saving) {
            case RECOMPUTE -> size.keeping(0);
            case ONE_ROW -> size.oneRow();
            case PRECISION -> size.in(NumberType.BFLOAT16, size.states());
            case STATES -> size.in(NumberType.BFLOAT16, NumberType.BFLOAT16);
            case LORA -> size.lora().isPresent() ? size : size.adapted(SftConfig.Method.Lora.USUAL.settings());
        };
    }

    /** How the config writes what a saving changes; nothing where it changes nothing. */
    private static List<String> settings(List<Saving> chosen, TrainingSize size, Batching batching) {
        TrainingSize saved = apply(chosen, size);
        List<String> settings = new ArrayList<>();
        if (saved.kept() != size.kept()) {
            settings.add("keptLayers: 0");
        }
        if (!saved.batch().equals(size.batch())) {
            settings.add(saved.batchSetting(batching));
        }
        if (saved.type() != size.type()) {
            settings.add("precision: bfloat16");
        }
        if (saved.states() != size.states()) {
            settings.add("optimizer.states: bfloat16");
        }
        if (!saved.lora().equals(size.lora())) {
            settings.add("method: lora");
        }
        return settings;
    }
}
