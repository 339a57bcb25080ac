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

/** Compares a memory plan with the free memory of the device before the model is loaded. */
public final class MemoryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryCheck.class);

    /** A plan above this fraction of the free memory may fail, since the allocator loses memory between blocks. */
    private static final double TIGHT = 0.95;

    /** Plans below this fraction of the free memory are not logged; {@code harness plan} shows every plan. */
    private static final double NOTABLE = 0.1;

    /** Ways to use less memory. Those that change the result least are first. */
    private enum Saving {
        RECOMPUTE,
        ONE_ROW,
        PRECISION,
        STATES,
        LORA
    }

    private MemoryCheck() {}

    /**
     * Logs a large plan, and refuses a training that does not fit. If memory is short, fewer layers keep their activations.
     *
     * @param asked the size of the training, with the maximum number of layers that may keep their activations
     * @param batching the batch settings in the config
     * @param device the device
     * @param fixed whether the config sets the number of layers that keep their activations
     * @return the number of layers that keep them
     * @throws ConfigException when the training does not fit; the message lists settings that fit
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
        requireSpace(size, batching, plan, room, name + " has " + DeviceMemory.gib(room) + " GiB free");
        if (plan.peak() > NOTABLE * room) {
            LOG.info("memory plan: {}, of {} GiB free on {}", plan, DeviceMemory.gib(room), name);
        }
        if (plan.peak() > TIGHT * room) {
            LOG.warn("the memory plan fills the device; if it fails, {}", advice(size, batching, engine, (long)
                    (TIGHT * room)));
        }
        if (size.kept() < asked.kept()) {
            LOG.info(
                    "the activations of {} of {} layers fit into memory and are kept; the other layers recompute"
                            + " them",
                    size.kept(),
                    size.model().layers());
        }
        return size.kept();
    }

    /**
     * Refuses a training that does not fit.
     *
     * @param size the size of the training
     * @param batching the batch settings in the config
     * @param plan the plan of this size
     * @param room bytes that the run may use, including those already in use by it
     * @param found the device and its memory, for the message
     * @throws ConfigException when the training does not fit; the message lists settings that fit
     */
    public static void requireSpace(TrainingSize size, Batching batching, MemoryPlan plan, long room, String found) {
        if (plan.peak() > room) {
            throw new ConfigException(
                    "memory plan",
                    List.of(found + " and the run needs " + plan + "; " + advice(size, batching, plan.engine(), room)));
        }
    }

    /** Names the fewest settings with which the training fits, or states that there are none. */
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

    /** Removes the savings that are not needed, starting with those that change the result most. */
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

    /** The config settings that savings change; empty if they change nothing. */
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
