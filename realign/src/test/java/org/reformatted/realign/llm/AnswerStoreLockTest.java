package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

/** What fails in a store of answers leaves no lock behind. */
class AnswerStoreLockTest {
    private static final ChatRequest REQUEST = ChatRequest.of("Why?", SamplingSettings.greedy(8));
    private static final Completion ANSWER = new Completion(
            List.of(new Completion.Candidate("So.", FinishReason.STOP, List.of())), new Usage(3, 2), "echo");

    @TempDir
    Path folder;

    @Test
    void anAnswerThatCannotBeWrittenLeavesTheStoreUsable() throws SQLException {
        Path file = folder.resolve("answers.sqlite");
        String key = AnswerStore.key("echo", REQUEST);
        try (AnswerStore store = AnswerStore.open(file)) {
            execute(file, "CREATE TRIGGER full BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'full'); END");
            assertThatThrownBy(() -> store.put(key, "echo", REQUEST, ANSWER))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("full");
            execute(file, "DROP TRIGGER full");
            store.put(key, "echo", REQUEST, ANSWER);
            assertThat(store.get(key)).hasValue(ANSWER);
        }
    }

    @Test
    void aStoreThatCannotBeOpenedKeepsNoLock() throws SQLException {
        Path file = folder.resolve("other.sqlite");
        execute(file, "CREATE TABLE answers (key TEXT PRIMARY KEY, hash TEXT)");
        assertThatThrownBy(() -> AnswerStore.open(file)).isInstanceOf(InputException.class);
        execute(file, "DROP TABLE answers");
        AnswerStore.open(file).close();
    }

    /** Another program, which does not wait for a lock. */
    private static void execute(Path file, String statement) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = other.createStatement()) {
            sql.execute("PRAGMA busy_timeout=0");
            sql.execute(statement);
        }
    }

    /** Steps that run side by side make the run's store at the same time, and the last to close one empties its log. */
    @Test
    void manyMayMakeAndCloseOneStoreAtATime() {
        for (int round = 0; round < 100; round++) {
            Path file = folder.resolve("round" + round + ".sqlite");
            CountDownLatch ready = new CountDownLatch(2);
            IntStream.range(0, 2)
                    .mapToObj(thread -> CompletableFuture.runAsync(
                            () -> {
                                ready.countDown();
                                try {
                                    ready.await();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                                for (int i = 0; i < 3; i++) {
                                    AnswerStore.open(file).close();
                                }
                            },
                            task -> new Thread(task).start()))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }
}
