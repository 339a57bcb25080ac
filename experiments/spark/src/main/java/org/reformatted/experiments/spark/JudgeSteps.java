package org.reformatted.experiments.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.config.ConfigFile;
import org.reformatted.realign.llm.AnswerLog;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.UnansweredException;

/**
 * The steps of one job. Executors send the requests about parts of the answers to the judge. The answers are split by the hash of the question, so
 * that equal requests are in one part and each is sent once. Then the driver judges all answers as one machine does, with the stored replies.
 *
 * @param context Spark
 * @param folder the job's folder
 * @param config the text of the judge's config
 * @param local finds a file of the config on the driver's machine
 */
record JudgeSteps(JavaSparkContext context, JobFolder folder, PartTask.Text config, Function<String, Path> local) {
    /** Runs the job and returns the folders of the results. */
    List<String> run(Map<String, String> files, int wantedParts) {
        int parts = wantedParts > 0 ? wantedParts : 4 * Math.max(1, context.defaultParallelism());
        begin(files, parts);
        SentFiles sent = SentFiles.of(context, config.name(), JudgeTask.read(config), local);
        JudgeTask task = new JudgeTask(folder.address(), config, whole(files), sent, parts);
        List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
        List<String> unfinished = context.parallelize(numbers, parts).map(task::run).collect().stream()
                .filter(why -> !why.isEmpty())
                .toList();
        if (!unfinished.isEmpty()) {
            throw new UnansweredException(folder.address() + ": " + unfinished.size() + " of " + parts
                    + " parts are unfinished; run again to continue, replies so far are kept; the first: "
                    + unfinished.get(0));
        }
        List<String> folders = new ArrayList<>();
        try (LocalFolder copies = LocalFolder.create()) {
            reports(task, copies).forEach((name, report) -> folders.add(write(name, report)));
        }
        return folders;
    }

    private static LinkedHashMap<String, String> whole(Map<String, String> files) {
        LinkedHashMap<String, String> whole = new LinkedHashMap<>();
        files.forEach((name, address) -> whole.put(name, new JobFolder(address).address()));
        return whole;
    }

    private void begin(Map<String, String> files, int parts) {
        Map<String, List<String>> states = new TreeMap<>();
        files.forEach((name, address) -> states.put(name, InputPieces.states(address)));
        JudgeConfig judge = JudgeTask.read(config);
        List<String> hashes = ConfigFile.of(judge).stream()
                .map(file -> FileHashes.reading().of(local.apply(file.path())))
                .toList();
        Object identity = List.of(judge.identity("", local), hashes, states, parts);
        folder.begin(Sha256.of(Json.canonical(identity)), "the judgments of other answers, or by another config");
    }

    /** Creates the reports on the driver. Requests that were not answered on an executor are sent again here, within the same limits. */
    private Map<String, JudgeReport> reports(JudgeTask task, LocalFolder copies) {
        Path store = copies.path().resolve("answers.sqlite");
        try (AnswerStore answers = AnswerStore.open(store)) {
            for (int part = 0; part < task.parts(); part++) {
                List<AnswerLog.LoggedAnswer> kept = AnswerLogFile.kept(folder, part);
                answers.restore(kept);
            }
        }
        LimitsPlugin.Connection connection = LimitsPlugin.onDriver();
        return PaidWork.run(
                folder,
                task.parts(),
                0,
                connection,
                store,
                shared -> task.judge(copies, store, connection, shared, local, answer -> true));
    }

    private String write(String name, JudgeReport report) {
        try (LocalFolder written = LocalFolder.create()) {
            report.write(written.path());
            for (String file : List.of(JudgeConfig.ROWS_FILE, JudgeConfig.FILE)) {
                folder.upload(written.path().resolve(file), folder.path(name + "/" + file));
            }
        }
        return folder.path(name).toString();
    }
}
