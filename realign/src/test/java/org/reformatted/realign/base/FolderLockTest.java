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
}
