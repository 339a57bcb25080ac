package org.reformatted.realign.llm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/**
 * Records, in the file of the answers, the started batches whose answers are not all stored yet. A batch is recorded before any part of it is sent,
 * so that a run that was killed at any moment finds it again.
 */
final class BatchJournal implements AutoCloseable {
    private final Path file;
    private final Connection connection;

    private BatchJournal(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * A batch.
     *
     * @param name its unique name at the service
     * @param id the service's id; null as long as it is not known
     * @param keys the keys of the answers that are still missing
     */
    record Begun(String name, @Nullable String id, Set<String> keys) {
        Begun {
            keys = Set.copyOf(keys);
        }
    }

    static BatchJournal open(Path file) {
        try {
            return new BatchJournal(file, connect(file));
        } catch (SQLException e) {
            throw broken(file, e);
        }
    }

    /** Connects to the file. A connection that cannot be used is closed, because it would keep its lock. */
    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=10000");
            statement.execute("CREATE TABLE IF NOT EXISTS batches (name TEXT PRIMARY KEY, identity TEXT NOT NULL,"
                    + " id TEXT, keys TEXT NOT NULL)");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Returns the batches of a model, in the order in which they were started. */
    List<Begun> started(String identity) {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT name, id, keys FROM batches WHERE identity = ? ORDER BY rowid")) {
            select.setString(1, identity);
            List<Begun> begun = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Set<String> keys =
                            new LinkedHashSet<>(Arrays.asList(row.getString(3).split("\n")));
                    begun.add(new Begun(row.getString(1), row.getString(2), keys));
                }
            }
            return begun;
        } catch (SQLException e) {
            throw broken(file, e);
        }
    }

    /** Records a batch or its new state; a batch without missing answers is deleted. */
    void note(String identity, Begun batch) {
        String sql = batch.keys.isEmpty()
                ? "DELETE FROM batches WHERE name = ?"
                : "INSERT INTO batches (name, identity, id, keys) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET id = excluded.id, keys = excluded.keys"; // keeps its place
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setString(1, batch.name);
            if (!batch.keys.isEmpty()) {
                change.setString(2, identity);
                change.setString(3, batch.id);
                change.setString(4, String.join("\n", batch.keys));
            }
            change.executeUpdate();
        } catch (SQLException e) {
            throw broken(file, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw broken(file, e);
        }
    }

    private static InputException broken(Path file, SQLException e) {
        return new InputException(
                file + ": cannot keep batches (" + e.getMessage() + "); check the disk, or move the file away", e);
    }
}
