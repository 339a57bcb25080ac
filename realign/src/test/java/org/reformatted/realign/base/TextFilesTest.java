package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
    @TempDir
    Path folder;

    @Test
    void othersMayReadWhatIsWrittenAtomicallyAsTheyMayReadOtherFiles() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "needs POSIX rights");
        Path plain = Files.writeString(folder.resolve("plain.txt"), "x");
        TextFiles.writeAtomically(folder.resolve("atomic.txt"), "x");
        assertThat(Files.getPosixFilePermissions(folder.resolve("atomic.txt")))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void leavesNothingBesideTheFile() throws IOException {
        TextFiles.writeAtomically(folder.resolve("sub/atomic.txt"), "one");
        TextFiles.writeAtomically(folder.resolve("sub/atomic.txt"), "two");
        assertThat(folder.resolve("sub/atomic.txt")).hasContent("two");
        try (var files = Files.list(folder.resolve("sub"))) {
            assertThat(files).hasSize(1);
        }
    }
}
