package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;

class AuditSheetTest {
    @TempDir
    Path folder;

    private Path out;
    private Path sheet;

    @BeforeEach
    void realign() throws IOException {
        out = folder.resolve("out");
        sheet = folder.resolve("audit.md");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            rows.append("{\"id\":\"r" + i + "\",\"question\":\"q\",\"answer\":\"1+" + i + "=" + (i + 1) + "\\n#### "
                    + (i + 1) + "\"}\n");
        }
        Path file = Files.writeString(folder.resolve("rows.jsonl"), rows);
        RealignConfig config = ConfigBinder.bind("c", "input: {path: rows}\ncategory: math", RealignConfig.class)
                .value();
        RealignPipeline.run(config, name -> file, out, Progress.SILENT);
    }

    @Test
    void aSheetShowsEachRowOnceAndTheSameSeedTheSameRows() throws IOException {
        assertThat(AuditSheet.write(out, 5, 7, sheet).rows()).isEqualTo(5);
        String first = Files.readString(sheet);
        assertThat(first)
                .contains("worked-solution")
                .contains("It never touches")
                .contains("| Step 1: 1+");
        Files.delete(sheet);
        AuditSheet.write(out, 5, 7, sheet);
        assertThat(Files.readString(sheet)).isEqualTo(first);
        Path other = folder.resolve("other.md");
        AuditSheet.write(out, 5, 8, other);
        assertThat(Files.readString(other).replace("seed 8", "seed 7")).isNotEqualTo(first);
    }

    @Test
    void whatAPersonWroteIsKeptAndCounted() throws IOException {
        AuditSheet.write(out, 3, 7, sheet);
        String filled = Files.readString(sheet)
                .replaceFirst("judgement:\n", "judgement: right, as it should be\n")
                .replaceFirst("judgement:\n", "judgement: Wrong\n");
        Files.writeString(sheet, filled);
        AuditSheet.JudgedRows tally = AuditSheet.write(out, 3, 7, sheet);
        assertThat(Files.readString(sheet)).isEqualTo(filled);
        assertThat(tally.judged()).isEqualTo(Map.of("worked-solution", Map.of("right", 1, "wrong", 1)));
        assertThat(tally.text()).contains("2 of 3 rows judged");
    }

    @Test
    void anotherWordAndAFolderWithoutARunAreRefused() throws IOException {
        AuditSheet.write(out, 3, 7, sheet);
        Files.writeString(sheet, Files.readString(sheet).replaceFirst("judgement:\n", "judgement: good\n"));
        assertThatThrownBy(() -> AuditSheet.write(out, 3, 7, sheet))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"good\" is not a judgement; write right, wrong, unsure or nothing");
        assertThatThrownBy(() -> AuditSheet.write(folder, 3, 7, folder.resolve("x.md")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no summary.json");
    }
}
