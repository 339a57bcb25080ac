package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    @TempDir
    Path folder;

    /** FIPS 180-2, appendix B.1, and the hash of nothing. */
    @Test
    void agreesWithTheStandardsExamples() {
        assertThat(Sha256.of("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.of("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void aFolderIsItsNamesAndBytesInOrder() throws IOException {
        Files.writeString(folder.resolve("b"), "abc");
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("a/x"), "");
        assertThat(Sha256.of(folder)).isEqualTo(Sha256.of("a/x\t" + Sha256.of("") + "\nb\t" + Sha256.of("abc") + "\n"));
        assertThat(Sha256.of(folder.resolve("b"))).isEqualTo(Sha256.of("abc"));
    }
}
