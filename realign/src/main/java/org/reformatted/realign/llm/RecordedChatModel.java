package org.reformatted.realign.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * Records the calls of a model to a file and replays them without the model, so that a result can be reproduced after the model is gone. Replay is
 * strict: a call that was not recorded fails.
 */
public final class RecordedChatModel implements ChatModel {
    private final String identity;
    private final Path file;
    private final Map<String, Completion> calls;

    private RecordedChatModel(String identity, Path file, Map<String, Completion> calls) {
        this.identity = identity;
        this.file = file;
        this.calls = calls;
    }

    /**
     * One line of a recording.
     *
     * @param key see {@link AnswerStore#key}
     * @param identity the identity of the model
     * @param request the request
     * @param completion the answer
     */
    public record Call(String key, String identity, ChatRequest request, Completion completion) {}

    /**
     * Replays a recording.
     *
     * @param file a file that {@link #recording} wrote
     * @return a model that answers only from the file
     * @throws InputException when the file is missing, empty, damaged, or of two models
     */
    public static RecordedChatModel replay(Path file) {
        Map<String, Completion> calls = new HashMap<>();
        Set<String> identities = new HashSet<>();
        try (Stream<Call> lines = JsonLines.read(file, Call.class)) {
            lines.forEach(call -> {
                calls.putIfAbsent(call.key(), call.completion());
                identities.add(call.identity());
            });
        }
        if (identities.size() != 1) {
            throw InputException.at(
                    file, "calls of " + identities.size() + " models", "those of one", "record one model per file");
        }
        return new RecordedChatModel(identities.iterator().next(), file, calls);
    }

    /**
     * Records a model.
     *
     * @param model the model that answers
     * @param file the file to which each call is appended once; when the model is closed, all its calls are sorted by their keys
     * @return a model that answers as {@code model} does
     */
    public static ChatModel recording(ChatModel model, Path file) {
        return new Recorder(model, file);
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public Completion complete(ChatRequest request) {
        Completion recorded = calls.get(AnswerStore.key(identity, request));
        if (recorded == null) {
            String asked = request.turns().get(request.turns().size() - 1).text();
            throw new ChatStoppedException(file + ": this call was not recorded: \""
                    + (asked.length() <= 60 ? asked : asked.substring(0, 57) + "...")
                    + "\"; record it with the model, or use the settings of the recording");
        }
        return recorded;
    }

    /**
     * Writes each call when it is answered, so that a process that ends loses none. At the end it sorts all calls of the file by their keys: a
     * recording that was interrupted and resumed has the same bytes as an uninterrupted one.
     */
    private static final class Recorder implements ChatModel {
        private final ChatModel model;
        private final Path file;
        private final List<String> others = new ArrayList<>();
        private final SortedMap<String, String> lines = new TreeMap<>();
        private final JsonLines.Writer out;
        private boolean closed;

        Recorder(ChatModel model, Path file) {
            this.model = model;
            this.file = file;
            if (Files.exists(file)) {
                read(TextFiles.readString(file));
            }
            this.out = JsonLines.Writer.append(file);
        }

        /** Reads the calls that an earlier process recorded, except an unfinished last line. */
        private void read(String text) {
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            whole.lines().forEach(line -> {
                String key = key(line);
                if (key.isEmpty()) {
                    others.add(line);
                } else {
                    lines.putIfAbsent(key, line);
                }
            });
            if (whole.length() < text.length()) {
                TextFiles.writeAtomically(file, whole);
            }
        }

        /** Returns the key of a recorded call; empty for any other line. */
        private static String key(String line) {
            try {
                return Json.MAPPER.readTree(line).path("key").asText("");
            } catch (JsonProcessingException e) {
                return ""; // kept unchanged; replay checks the file line by line
            }
        }

        @Override
        public String identity() {
            return model.identity();
        }

        @Override
        public Completion complete(ChatRequest request) {
            Completion completion = model.complete(request);
            String key = AnswerStore.key(identity(), request);
            String line = Json.line(new Call(key, identity(), request, completion));
            synchronized (this) {
                if (lines.putIfAbsent(key, line) == null) {
                    out.writeLine(line);
                    out.flush();
                }
            }
            return completion;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                try (model) {
                    out.close();
                    sort();
                }
            }
        }

        private void sort() {
            Path sorted = file.resolveSibling(".sorted." + file.getFileName());
            try (JsonLines.Writer all = JsonLines.Writer.create(sorted)) {
                others.forEach(all::writeLine);
                lines.values().forEach(all::writeLine);
            }
            try {
                TextFiles.move(sorted, file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }
}
