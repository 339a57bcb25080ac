package org.reformatted.experiments.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.TaskContext;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.DistinctIds;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatStoppedException;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.SharedServices;
import org.reformatted.realign.llm.UnansweredException;

/**
 * Sends the judge's requests for one part of the answers of all files. The replies are stored in the job's folder and summed up on the driver.
 *
 * @param out the job's folder
 * @param config the text of the judge's config
 * @param files the addresses of the answers by name
 * @param sent the files that the config names
 * @param parts the number of parts
 */
record JudgeTask(String out, PartTask.Text config, LinkedHashMap<String, String> files, SentFiles sent, int parts)
        implements Serializable {
    static JudgeConfig read(PartTask.Text text) {
        return ConfigBinder.bind(text.name(), text.yaml(), JudgeConfig.class).value();
    }

    /** Sends the requests for a part. Returns the reason why it is unfinished, or an empty text. */
    String run(int part) {
        JobFolder folder = new JobFolder(out);
        if (folder.exists(folder.done(part))) {
            return "";
        }
        LimitsPlugin.Connection connection = LimitsPlugin.connection();
        long worker = TaskContext.get().taskAttemptId();
        try (LocalFolder local = LocalFolder.create()) {
            Path store = local.path().resolve("answers.sqlite");
            Predicate<JudgedAnswer> own =
                    answer -> Math.floorMod(DistinctIds.hash(answer.question()), (long) parts) == part;
            PaidWork.run(
                    folder,
                    part,
                    worker,
                    connection,
                    store,
                    shared -> judge(local, store, connection, shared, sent::find, own));
            folder.write(folder.done(part), "{}");
            return "";
        } catch (UnansweredException | ChatStoppedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Judges the answers of all files with one opened judge.
     *
     * @param local a folder for copies
     * @param store the file of answers
     * @param connection the connection to the driver
     * @param shared the log of new answers and the limits of requests
     * @param found finds a file of the config
     * @param chosen the answers that are judged
     * @return the reports of the files with such answers, by name
     */
    Map<String, JudgeReport> judge(
            LocalFolder local,
            Path store,
            LimitsPlugin.Connection connection,
            SharedServices shared,
            Function<String, Path> found,
            Predicate<JudgedAnswer> chosen) {
        JudgeConfig judge = read(config);
        Optional<Map<String, JudgedAnswer>> others = judge.against().map(found).map(JudgedAnswer::read);
        Map<String, JudgeReport> reports = new LinkedHashMap<>();
        try (AnswerStore answers = AnswerStore.open(store, shared.log());
                ChatModel model = judge.model()
                        .open(new ModelAccess(
                                found,
                                CheckpointConfig.Opener.NONE,
                                connection.environment(),
                                answers,
                                shared.limits()))) {
            files.forEach((name, address) -> {
                Path copy = local.path().resolve(name + "-" + new org.apache.hadoop.fs.Path(address).getName());
                JobFolder.download(address, copy);
                List<JudgedAnswer> judged =
                        JudgedAnswer.read(copy).values().stream().filter(chosen).toList();
                if (!judged.isEmpty()) {
                    reports.put(
                            name,
                            judge.judge(
                                    "", model, judge.model().concurrency(), judged, others, found, Progress.SILENT));
                }
            });
        }
        return reports;
    }
}
