package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void aFolderIsOneWhateverLinkLeadsToIt() throws IOException {
        Path runs = folder.resolve("deep/runs");
        Path link = folder.resolve("link");
        try (FolderLock lock = FolderLock.ofFolder(runs)) {
            Files.createSymbolicLink(link, runs);
            assertThatThrownBy(() -> FolderLock.ofFolder(link))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(link + ": another process is at work here (process "
                            + ProcessHandle.current().pid());
        }
        FolderLock.ofFolder(link).close();
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void aFolderIsHeldWhileItsOwnerIsAlive() throws IOException {
        Path runs = folder.resolve("held");
        assertThat(FolderLock.heldSince(runs)).isEmpty();
        String owner;
        try (FolderLock lock = FolderLock.ofFolder(runs)) {
            assertThat(FolderLock.heldSince(runs)).isPresent();
            owner = Files.readString(runs.resolve(".lock"));
        }
        assertThat(FolderLock.heldSince(runs)).isEmpty();
        Files.writeString(runs.resolve(".lock"), owner);
        assertThat(FolderLock.heldSince(runs)).as("this process").isPresent();
        Files.writeString(runs.resolve(".lock"), owner.replaceFirst("process \\d+", "process 999999999"));
        assertThat(FolderLock.heldSince(runs)).as("a process that died").isEmpty();
        Files.writeString(runs.resolve(".lock"), owner.replaceFirst("started .*", "started 2001-01-01T00:00:00Z"));
        assertThat(FolderLock.heldSince(runs))
                .as("a later process of the same number")
                .isEmpty();
        Files.writeString(runs.resolve(".lock"), "process 1 on elsewhere, started 2001-01-01T00:00:00Z");
        assertThat(FolderLock.heldSince(runs))
                .as("a process on another machine")
                .isPresent();
    }
}
