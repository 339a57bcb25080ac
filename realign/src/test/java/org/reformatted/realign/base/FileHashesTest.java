package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
    /** FIPS 180-2, appendix B.1: the hash of "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    @Test
    void hashesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "abc");
        assertThat(FileHashes.reading().of(file)).isEqualTo(ABC);
        assertThat(FileHashes.reading().matches(file, ABC)).isTrue();
        assertThat(FileHashes.reading().matches(file, ABC.replace('b', 'c'))).isFalse();
    }

    /** A program may write a file again within the clock's resolution, and give it the time it had. */
    @Test
    void aFileThatChangedAMomentAgoIsReadAgain() throws IOException {
        FileHashes hashes = FileHashes.keptIn(folder.resolve("cache/hashes.tsv"));
        Path file = Files.writeString(folder.resolve("f"), "xyz");
        FileTime time = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, time);
        String before = hashes.of(file);
        Files.writeString(file, "abc");
        Files.setLastModifiedTime(file, time);
        assertThat(hashes.of(file)).isEqualTo(ABC).isNotEqualTo(before);
    }

    @Test
    void aFolderIsHashedByItsFilesAndTheirNames() throws IOException {
        Path one = Files.createDirectories(folder.resolve("one"));
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(one.resolve("f"), "abc");
        Files.writeString(other.resolve("f"), "abc");
        FileHashes hashes = FileHashes.reading();
        assertThat(hashes.of(one)).isEqualTo(hashes.of(other)).isEqualTo(Sha256.ofFolder(one, Sha256::of));
        Files.move(other.resolve("f"), other.resolve("g"));
        assertThat(hashes.of(other)).isNotEqualTo(hashes.of(one));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> FileHashes.reading().of(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("none") + ": there is no such file; check the path");
    }
}
