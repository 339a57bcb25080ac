package org.reformatted.experiments.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.AnswerLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of one worker for one part of the data, one per line. They are stored on the job's file system before they are used.
 *
 * @param lines the file of the answers
 */
record AnswerLogFile(KeptLines lines) implements AnswerLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerLogFile.class);

    static AnswerLogFile create(JobFolder folder, int part, long worker) {
        return new AnswerLogFile(KeptLines.create(folder, folder.answers(part), worker));
    }

    @Override
    public void append(List<LoggedAnswer> answers) {
        StringBuilder text = new StringBuilder();
        answers.forEach(answer -> text.append(Json.line(answer)).append('\n'));
        lines.append(text.toString());
    }

    @Override
    public void close() {
        lines.close();
    }

    /** The sound answers that earlier workers stored for a part. */
    static List<LoggedAnswer> kept(JobFolder folder, int part) {
        List<LoggedAnswer> kept = new ArrayList<>();
        int damaged = 0;
        for (String line : KeptLines.read(folder, folder.answers(part))) {
            damaged += add(line, kept) ? 0 : 1;
        }
        if (damaged > 0) {
            LOG.warn("{}: {} answers are damaged; they are requested again", folder.answers(part), damaged);
        }
        return kept;
    }

    private static boolean add(String line, List<LoggedAnswer> kept) {
        try {
            LoggedAnswer entry = Json.MAPPER.readValue(line, LoggedAnswer.class);
            if (entry.isSound()) {
                kept.add(entry);
                return true;
            }
            return false;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
