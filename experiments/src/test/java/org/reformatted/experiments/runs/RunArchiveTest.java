package org.reformatted.experiments.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reformatted.experiments.runs.ToyRun.print;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

class RunArchiveTest {
    @TempDir
    Path folder;

    private ToyRun toy;

    @BeforeEach
    void makeRun() {
        toy = new ToyRun(folder);
    }

    @Test
    void anExportedExperimentIsTheSameElsewhere() {
        Path archive = folder.resolve("toy.zip");
        assertThat(RunArchive.write(toy.run(), archive)).isEqualTo(2);
        RunFolder imported =
                RunArchive.read(archive, folder.resolve("elsewhere")).run();
        assertThat(imported.records()).isEqualTo(toy.run().records());
        assertThat(imported.root().resolve(ArtifactStore.name("train-a", print("train-a", "1")) + "/result/text.txt"))
                .hasContent("train-a1");
        ArtifactStore.delete(imported.root().resolve(ArtifactStore.name("report", print("report", "1"))));
        RunArchive.Imported again = RunArchive.read(archive, folder.resolve("elsewhere"));
        assertThat(again.run().records()).hasSize(2);
        assertThat(again.added()).containsExactly(ArtifactStore.name("report", print("report", "1")));
        assertThat(again.present()).isEqualTo(1);
        TextFiles.writeAtomically(
                imported.root().resolve(ArtifactStore.name("train-a", print("train-a", "1")) + "/result/text.txt"),
                "x");
        assertThatThrownBy(() -> RunArchive.read(archive, folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("this artifact existed before the import");
        assertThat(folder.resolve("elsewhere").toFile().list()).containsExactly("toy");
    }

    @Test
    void aDamagedOrForeignArchiveAddsNothing() throws Exception {
        Path archive = folder.resolve("toy.zip");
        RunArchive.write(toy.run(), archive);
        for (String evil :
                List.of("../outside.txt", "toy/../../outside.txt", "toy/notes.txt", "toy/train-a-00000000/x")) {
            Path bad = folder.resolve("bad.zip");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bad))) {
                zip.putNextEntry(new ZipEntry(evil));
                zip.write('x');
                zip.closeEntry();
            }
            assertThatThrownBy(() -> RunArchive.read(bad, folder.resolve("elsewhere")))
                    .as(evil)
                    .isInstanceOf(InputException.class);
        }
        Path text = folder.resolve("text.zip");
        Files.writeString(text, "no archive");
        assertThatThrownBy(() -> RunArchive.read(text, folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("harness export");
        byte[] whole = Files.readAllBytes(archive);
        Files.write(text, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> RunArchive.read(text, folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the archive is damaged");
        assertThatThrownBy(() -> RunArchive.read(folder.resolve("none.zip"), folder.resolve("elsewhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.zip")
                .hasMessageNotContaining("damaged");
        assertThat(folder.resolve("elsewhere").toFile().list()).isEmpty();
        assertThat(folder.resolve("outside.txt")).doesNotExist();
    }

    @Test
    void aDamagedExperimentIsNotExported() {
        TextFiles.writeAtomically(
                toy.run().root().resolve(ArtifactStore.name("train-a", print("train-a", "1")) + "/result/text.txt"),
                "other");
        assertThatThrownBy(() -> RunArchive.write(toy.run(), folder.resolve("toy.zip")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("text.txt");
        assertThat(folder.resolve("toy.zip")).doesNotExist();
    }
}
