package org.reformatted.experiments.spark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reformatted.realign.llm.AnswerLog;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.SharedServices;
import org.reformatted.realign.llm.Usage;

/** Runs work with paid requests: with the stored answers of its part of the data, a log of new answers, and the driver's limits. */
final class PaidWork {
    private PaidWork() {}

    /**
     * Runs the work.
     *
     * @param folder the job's folder
     * @param part the part of the data
     * @param worker the number of the worker; if two workers have the same part, the one with the larger number continues
     * @param connection the connection to the driver
     * @param answers the local file of answers, to which the stored answers are added
     * @param work opens models with that file
     * @return the result of the work
     */
    static <T> T run(
            JobFolder folder,
            int part,
            long worker,
            LimitsPlugin.Connection connection,
            Path answers,
            Function<SharedServices, T> work) {
        JobLock.requireOwned(folder);
        DriverLimits limits = new DriverLimits(connection.line(), part, worker);
        limits.begin(Map.of()); // from here on an earlier worker of this part cannot add to the log
        List<AnswerLog.LoggedAnswer> kept = AnswerLogFile.kept(folder, part);
        limits.begin(usage(kept));
        try (AnswerStore store = AnswerStore.open(answers)) {
            store.restore(kept);
        }
        try (AnswerLogFile log = AnswerLogFile.create(folder, part, worker);
                KeptLines found = KeptLines.create(folder, folder.evidence(part), worker)) {
            return work.apply(new SharedServices(log, Optional.of(limits), line -> found.append(line + "\n")));
        }
    }

    private static Map<String, Usage> usage(List<AnswerLog.LoggedAnswer> kept) {
        Map<String, Usage> usage = new HashMap<>();
        Map<String, AnswerLog.LoggedAnswer> distinct = new HashMap<>();
        kept.forEach(entry -> distinct.putIfAbsent(entry.key(), entry));
        distinct.values().forEach(entry -> usage.merge(entry.identity(), entry.usage(), Usage::plus));
        return usage;
    }
}
