package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    @TempDir
    Path folder;

    private Seal seal;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("b.txt"), "b");
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/a.txt"), "a");
        seal = Seal.in(folder.resolve("seal.sha256"));
        seal.write(files());
    }

    private List<Path> files() {
        return List.of(folder.resolve("b.txt"), folder.resolve("sub"));
    }

    private List<String> damages() {
        return seal.damages(files(), FileHashes.reading());
    }

    /** The hashes are those of {@code sha256sum}. */
    @Test
    void theFileIsThatOfSha256sum() {
        assertThat(folder.resolve("seal.sha256")).hasContent("""
            3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  b.txt
            ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  sub/a.txt
            """);
        assertThat(damages()).isEmpty();
    }

    @Test
    void aChangedAFurtherAndAMissingFileAreNamed() throws IOException {
        Files.writeString(folder.resolve("b.txt"), "c");
        assertThat(damages())
                .containsExactly(
                        folder.resolve("b.txt") + ": the content differs from its recorded hash in seal.sha256");
        Files.writeString(folder.resolve("b.txt"), "b");
        Files.writeString(folder.resolve("sub/further.txt"), "x");
        assertThat(damages()).singleElement().asString().startsWith(folder.resolve("sub/further.txt") + ": ");
        Files.delete(folder.resolve("sub/further.txt"));
        Files.delete(folder.resolve("sub/a.txt"));
        assertThat(damages()).containsExactly(folder.resolve("sub/a.txt") + ": the file is missing");
    }

    @Test
    void aDamagedOrMissingSealVouchesForNothing() throws IOException {
        Path file = folder.resolve("seal.sha256");
        Files.writeString(file, "no hash\n");
        assertThat(damages())
                .contains(file + ": a line is not a hash and a name")
                .hasSize(3);
        Files.delete(file);
        assertThat(damages()).containsExactly(file + ": the file of hashes is missing");
    }

    @Test
    void theSealOfAFileHasItsName() {
        Seal.of(folder.resolve("b.txt")).write(List.of(folder.resolve("b.txt")));
        assertThat(folder.resolve("b.txt.sha256")).exists();
    }
}
