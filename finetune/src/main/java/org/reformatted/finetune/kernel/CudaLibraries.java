package org.reformatted.finetune.kernel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reformatted.realign.base.InputException;

/**
 * A folder with libtorch for CUDA and the libraries it needs, which {@code scripts/harness} downloads from Maven Central and unpacks: libtorch 2.7.1
 * of {@code org.bytedeco:pytorch}, for compute capability 5.0 to 9.0, with CUDA 12.6.
 *
 * @param folder the folder
 */
record CudaLibraries(Path folder) {
    /** The system property that names the folder. */
    static final String PROPERTY = "harness.cuda";

    private static final List<String> NEEDED =
            List.of("libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so", "libc10_cuda.so", "libcudart.so.12");
    private static final String CUDA = "libtorch_cuda.so";

    /** The name of a direct storage library: {@code libtorch_cuda.so} lists it as needed but uses none of its symbols, and the packages lack it. */
    private static final byte[] LACKING = "\0libcufile.so.0\0".getBytes(StandardCharsets.ISO_8859_1);

    /** The replacement: the name of a library that every process has loaded. */
    private static final byte[] PRESENT = "\0libc.so.6\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    /** Bytes to search: the names are near the start of a library, in the table of its dynamic section. */
    private static final long SEARCHED = 64L << 20;

    /**
     * Makes the engine load the libraries of the folder. The engine must not be started yet.
     *
     * @throws InputException when a library is missing or cannot be prepared
     */
    void use() {
        for (String name : NEEDED) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw InputException.at(
                        folder.toString(),
                        "it has no " + name,
                        "libtorch 2.7.1 for CUDA and its libraries",
                        "delete the folder and start the program again: it downloads them again");
            }
        }
        try {
            prepare();
        } catch (IOException e) {
            throw InputException.at(
                    folder.toString(),
                    "its libraries cannot be prepared (" + e.getMessage() + ")",
                    "a writable folder",
                    "check its permissions");
        }
        System.setProperty("PYTORCH_LIBRARY_PATH", folder.toString());
        System.setProperty("PYTORCH_VERSION", "2.7.1");
        System.setProperty("PYTORCH_FLAVOR", "cu128"); // the name of the JNI library's flavour
        System.setProperty("jna.library.path", folder.toString());
    }

    private void prepare() throws IOException {
        Path link = folder.resolve("libcudart.so");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, Path.of("libcudart.so.12"));
        }
        replaceLacking(folder.resolve(CUDA));
    }

    /** Overwrites the name of the missing library by that of a present one; does nothing when this was done before. */
    static void replaceLacking(Path library) throws IOException {
        long at = find(library);
        if (at >= 0) {
            try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "rw")) {
                file.seek(at);
                file.write(PRESENT);
            }
        }
    }

    private static long find(Path library) throws IOException {
        try (FileChannel channel = FileChannel.open(library)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(SEARCHED, channel.size()));
            for (int i = 0; i + LACKING.length <= bytes.limit(); i++) {
                int j = 0;
                while (j < LACKING.length && bytes.get(i + j) == LACKING[j]) {
                    j++;
                }
                if (j == LACKING.length) {
                    return i;
                }
            }
            return -1;
        }
    }
}
