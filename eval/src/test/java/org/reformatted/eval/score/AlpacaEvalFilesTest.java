package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class AlpacaEvalFilesTest {
    private static final String HEADER = "index,preference,std_delta_len,instruction_difficulty\n";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("f.csv"), text);
    }

    @Test
    void difficultiesByInstruction() throws IOException {
        Path file = file("index,difficulty\n1,0.5\n0,-1.25\n7,3\n");
        assertThat(AlpacaEvalFiles.difficulties(file, 2)).containsExactly(-1.25, 0.5);
        assertThatThrownBy(() -> AlpacaEvalFiles.difficulties(file, 3))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": no difficulty for instruction 2; expected one for each of the 3; give the"
                        + " complete file");
    }

    @Test
    void aLineThatIsNoDifficultyIsNamed() throws IOException {
        Path text = file("index,difficulty\n0,hard\n");
        assertThatThrownBy(() -> AlpacaEvalFiles.difficulties(text, 1))
                .hasMessage(text + ":2: \"0,hard\"; expected index,difficulty; fix this line");
        Path single = file("index,difficulty\n0\n");
        assertThatThrownBy(() -> AlpacaEvalFiles.difficulties(single, 1)).hasMessageContaining(":2: \"0\"");
    }

    @Test
    void rowsOfAGamedBaseline() throws IOException {
        List<AlpacaEvalFiles.Gamed> rows = AlpacaEvalFiles.gamed(file(HEADER + "0,0.25,-1.5,2\n1,,0.5,-3\n"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).index()).isZero();
        assertThat(rows.get(0).row().difficulty()).isEqualTo(2);
        assertThat(rows.get(1).row().difficulty()).isEqualTo(-3);
        assertThat(AlpacaEvalFiles.difficulties(Path.of("f"), rows, 2)).containsExactly(2, -3);
    }

    @Test
    void cellsThatCannotBeAreNamedWithTheirRow() throws IOException {
        Path above = file(HEADER + "0,0.2,0,0\n1,1.2,0,0\n");
        assertThatThrownBy(() -> AlpacaEvalFiles.gamed(above))
                .hasMessage(above + ": row 1: preference (1.2); expected one in [0, 1]; fix this row");
        Path half = file(HEADER + "0.5,0.2,0,0\n");
        assertThatThrownBy(() -> AlpacaEvalFiles.gamed(half)).hasMessageContaining("row 0: index (0.5)");
        Path infinite = file(HEADER + "0,0.2,inf,0\n");
        assertThatThrownBy(() -> AlpacaEvalFiles.gamed(infinite)).hasMessageContaining("std_delta_len (inf)");
        Path missing = file("index,preference\n0,0.2\n");
        assertThatThrownBy(() -> AlpacaEvalFiles.gamed(missing)).hasMessageContaining("std_delta_len (null)");
    }
}
