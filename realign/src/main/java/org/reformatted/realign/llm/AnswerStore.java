package org.reformatted.realign.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * Stores answers in a SQLite file by the hash of the model's identity and every parameter of the request. An answer is passed to the operating system
 * before {@link #put} returns, so that a killed process loses none.
 */
public final class AnswerStore implements AutoCloseable {
    /** The number of digits of a key that is enough to distinguish used answers. */
    private static final int KEY_DIGITS = 24;

    /** The maximum wait for a store that other processes are opening. */
    private static final Duration OPENING = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

    /** The bits of a result code without its extension (sqlite.org/rescode.html). */
    private static final int PRIMARY_CODE = 0xFF;

    private static final Logger LOG = LoggerFactory.getLogger(AnswerStore.class);
    private static final String COLUMNS =
            " INTO answers (key, identity, request, completion, prompt_tokens, completion_tokens, hash)";

    private static final String VALUES = " VALUES (?, ?, ?, ?, ?, ?, ?)";

    private final Path file;
    private final AnswerLog log;
    private final Connection connection;
    private final SharedRequests shared;
    private final PreparedStatement select;
    private final PreparedStatement add;
    private final PreparedStatement replace;
    private final Queue<Kept> waiting = new ConcurrentLinkedQueue<>();
    private final Set<String> damaged = new HashSet<>();
    private final Set<String> usedKeys = new HashSet<>();
    private final SortedMap<String, Totals> used = new TreeMap<>();
    private final Map<String, Usage> reused = new HashMap<>();

    private AnswerStore(Path file, AnswerLog log, Connection connection) throws SQLException {
        this.file = file;
        this.log = log;
        this.connection = connection;
        this.select = connection.prepareStatement("SELECT completion, hash FROM answers WHERE key = ?");
        this.add = connection.prepareStatement("INSERT OR IGNORE" + COLUMNS + VALUES);
        this.replace = connection.prepareStatement("INSERT OR REPLACE" + COLUMNS + VALUES);
        this.shared = SharedRequests.of(file);
    }

    /**
     * A number of answers.
     *
     * @param answers how many
     * @param usage their tokens
     */
    public record Totals(long answers, Usage usage) {
        private Totals plus(Totals other) {
            return new Totals(answers + other.answers, usage.plus(other.usage));
        }
    }

    /**
     * Opens a store.
     *
     * @param file the SQLite file, created when missing
     * @return the store
     */
    public static AnswerStore open(Path file) {
        return open(file, AnswerLog.NONE);
    }

    /**
     * Opens a store whose new answers are also kept in a log.
     *
     * @param file the SQLite file, created when missing
     * @param log the log, which gets new answers first
     * @return the store
     */
    public static AnswerStore open(Path file, AnswerLog log) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        try {
            Connection connection = connect(file);
            try {
                return new AnswerStore(file, log, connection);
            } catch (SQLException e) {
                connection.close(); // else it keeps its lock
                throw e;
            }
        } catch (SQLException e) {
            throw new InputException(
                    file + ": not a usable store of answers (" + e.getMessage()
                            + "); move it away to start with an empty one",
                    e);
        }
    }

    /**
     * Connects with retries: two processes that create a store at the same time, or open it while another closes it, get SQLITE_BUSY immediately,
     * whatever the timeout (sqlite.org/wal.html).
     */
    private static Connection connect(Path file) throws SQLException {
        long end = System.nanoTime() + OPENING.toNanos();
        while (true) {
            try {
                return connectOnce(file);
            } catch (SQLException e) {
                if ((e.getErrorCode() & PRIMARY_CODE) != SQLiteErrorCode.SQLITE_BUSY.code || System.nanoTime() > end) {
                    throw e;
                }
                Sleeper.THREAD.pause(BETWEEN_TRIES);
            }
        }
    }

    private static Connection connectOnce(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=10000");
            statement.execute("PRAGMA trusted_schema=OFF");
            statement.execute("PRAGMA cell_size_check=ON");
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute(
                    "PRAGMA wal_autocheckpoint=2000"); // waits for the disk that are short enough for queued requests
            statement.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, identity TEXT NOT NULL,"
                    + " request TEXT NOT NULL, completion TEXT NOT NULL, prompt_tokens INTEGER NOT NULL,"
                    + " completion_tokens INTEGER NOT NULL, hash TEXT) WITHOUT ROWID");
            if (!hasHashes(statement, "main")) {
                statement.execute("ALTER TABLE answers ADD COLUMN hash TEXT");
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Tests whether a database has the column of hashes, which stores of earlier versions do not have. */
    private static boolean hasHashes(Statement statement, String database) throws SQLException {
        String columns = "SELECT 1 FROM pragma_table_info('answers', '" + database + "') WHERE name = 'hash'";
        try (ResultSet column = statement.executeQuery(columns)) {
            return column.next();
        }
    }

    /**
     * Returns the key under which an answer is stored.
     *
     * @param identity the identity of the model
     * @param request the request
     * @return 64 hexadecimal digits
     */
    public static String key(String identity, ChatRequest request) {
        return Sha256.of(Json.canonical(Map.of("identity", identity, "request", request)));
    }

    /** The SQLite file. */
    Path file() {
        return file;
    }

    /** The state that is shared by all users of the same file in this process. */
    SharedRequests shared() {
        return shared;
    }

    /**
     * Looks up an answer.
     *
     * @param key its key
     * @return the answer, absent when there is none
     */
    public synchronized Optional<Completion> get(String key) {
        try {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String kept = row.getString(1);
                String hash = row.getString(2);
                if (hash != null && !hash.equals(AnswerLog.LoggedAnswer.hash(key, kept))) {
                    if (damaged.add(key)) {
                        LOG.warn("{}: the answer {} is damaged; it is requested again", file, key);
                    }
                    return Optional.empty();
                }
                return Optional.of(Json.MAPPER.readValue(kept, Completion.class));
            }
        } catch (SQLException | JsonProcessingException e) {
            throw broken(e);
        }
    }

    /**
     * Looks up an answer and counts it in {@link #used} and {@link #reused}.
     *
     * @param key its key
     * @param identity the identity of the model
     * @return the answer, absent when there is none
     */
    public synchronized Optional<Completion> use(String key, String identity) {
        Optional<Completion> kept = get(key);
        kept.map(Completion::usage)
                .filter(usage -> count(key, identity, usage))
                .ifPresent(usage -> reused.merge(identity, usage, Usage::plus));
        return kept;
    }

    /** Counts an answer as used, unless it was counted before. */
    private boolean count(String key, String identity, Usage usage) {
        return usedKeys.add(key.substring(0, KEY_DIGITS))
                && used.merge(identity, new Totals(1, usage), Totals::plus) != null;
    }

    /**
     * Stores an answer; an existing answer with the same key is kept, unless it is damaged.
     *
     * @param key its key
     * @param identity the identity of the model
     * @param request the request
     * @param completion the answer
     */
    public void put(String key, String identity, ChatRequest request, Completion completion) {
        Kept kept = new Kept(AnswerLog.LoggedAnswer.of(
                key, identity, Json.canonical(request), Json.line(completion), completion.usage()));
        waiting.add(kept);
        synchronized (this) {
            if (!kept.written) {
                writeWaiting();
            }
            count(key, identity, completion.usage());
        }
        if (kept.failure != null) {
            throw broken(kept.failure);
        }
    }

    /** Writes all waiting answers in one transaction: if several threads store answers at the same time, one of them writes for all. */
    private void writeWaiting() {
        List<Kept> together = new ArrayList<>();
        for (Kept next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
        }
        Exception failure = null;
        try {
            log.append(together.stream().map(kept -> kept.entry).toList());
            connection.setAutoCommit(false);
            for (Kept kept : together) {
                insert(kept.entry, damaged.remove(kept.entry.key()) ? replace : add);
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            failure = e;
            endTransaction(e);
        }
        for (Kept kept : together) {
            kept.failure = failure;
            kept.written = true;
        }
    }

    private static void insert(AnswerLog.LoggedAnswer entry, PreparedStatement insert) throws SQLException {
        insert.setString(1, entry.key());
        insert.setString(2, entry.identity());
        insert.setString(3, entry.request());
        insert.setString(4, entry.completion());
        insert.setLong(5, entry.usage().promptTokens());
        insert.setLong(6, entry.usage().completionTokens());
        insert.setString(7, entry.hash());
        insert.executeUpdate();
    }

    /**
     * Adds answers from a log; existing answers with the same key are not changed.
     *
     * @param entries answers, all of them {@linkplain AnswerLog.LoggedAnswer#isSound sound}
     */
    public synchronized void restore(Iterable<AnswerLog.LoggedAnswer> entries) {
        try {
            connection.setAutoCommit(false);
            for (AnswerLog.LoggedAnswer entry : entries) {
                insert(entry, add);
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            endTransaction(e);
            throw broken(e);
        }
    }

    /** Ends the transaction, because an open one would lock out other programs. */
    private void endTransaction(Exception failure) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** An answer that waits to be written. */
    private static final class Kept {
        private final AnswerLog.LoggedAnswer entry;
        private boolean written;
        private @Nullable Exception failure;

        private Kept(AnswerLog.LoggedAnswer entry) {
            this.entry = entry;
        }
    }

    /**
     * Adds up the answers that were used since the store was opened, each once, both new ones and earlier ones.
     *
     * @return the totals of each identity, in order of their names
     */
    public synchronized SortedMap<String, Totals> used() {
        return new TreeMap<>(used);
    }

    /**
     * Adds up the used answers that were already in the store when they were requested.
     *
     * @param identity the identity of the model
     * @return the tokens of these answers
     */
    public synchronized Usage reused(String identity) {
        return reused.getOrDefault(identity, Usage.NONE);
    }

    /**
     * Adds the answers of another store, which is not changed.
     *
     * @param other its file
     */
    public synchronized void addAll(Path other) {
        try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS other")) {
            attach.setString(1, other.toString());
            attach.execute();
            try (Statement statement = connection.createStatement()) {
                String hash = hasHashes(statement, "other") ? "hash" : "NULL";
                statement.execute("INSERT OR IGNORE" + COLUMNS + " SELECT key, identity, request, completion,"
                        + " prompt_tokens, completion_tokens, " + hash + " FROM other.answers");
                statement.execute("DETACH other");
            }
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    @Override
    public synchronized void close() {
        shared.release();
        try {
            connection.close(); // this also closes its statements
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    private InputException broken(Exception e) {
        return new InputException(
                file + ": the store of answers failed (" + e.getMessage() + "); check the disk, or move the file away",
                e);
    }
}
