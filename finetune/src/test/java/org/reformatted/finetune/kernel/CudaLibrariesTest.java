package org.reformatted.finetune.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class CudaLibrariesTest {
    @TempDir
    Path folder;

    @Test
    void nameOfTheLibraryThatIsLackingIsReplacedOnceAndNothingElse() throws IOException {
        Path library = folder.resolve("libtorch_cuda.so");
        String table = "x\0libc10.so\0libcufile.so.0\0libcufile.so.01\0end";
        Files.writeString(library, table, StandardCharsets.ISO_8859_1);
        CudaLibraries.replaceLacking(library);
        String replaced = table.replace("\0libcufile.so.0\0", "\0libc.so.6\0\0\0\0\0\0");
        assertThat(Files.readString(library, StandardCharsets.ISO_8859_1))
                .isEqualTo(replaced)
                .hasSameSizeAs(table);
        CudaLibraries.replaceLacking(library);
        assertThat(Files.readString(library, StandardCharsets.ISO_8859_1)).isEqualTo(replaced);
    }

    @Test
    void folderThatLacksALibraryIsNamed() {
        String before = System.getProperty("PYTORCH_LIBRARY_PATH");
        assertThatThrownBy(() -> new CudaLibraries(folder).use())
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(folder.toString(), "libtorch.so", "delete the folder");
        assertThat(System.getProperty("PYTORCH_LIBRARY_PATH")).isEqualTo(before);
    }
}
