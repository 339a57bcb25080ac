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
 * A folder with libtorch for CUDA and the libraries it needs, as {@code scripts/harness} unpacks them from Maven Central: libtorch 2.7.1 of
 * {@code org.bytedeco:pytorch}, for compute capability 5.0 to 9.0, with CUDA 12.6.
 *
 * @param folder the folder
 */
record CudaLibraries(Path folder) {
    /** The system property that names the folder. */
    static final String PROPERTY = "harness.cuda";

    private static final List<String> NEEDED =
            List.of("libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so", "libc10_cuda.so", "libcudart.so.12");
    private static final String CUDA = "libtorch_cuda.so";

    /** A library of direct storage that {@code libtorch_cuda.so} names as needed and uses no symbol of, and that the packages lack. */
    private static final byte[] LACKING = "\0libcufile.so.0\0".getBytes(StandardCharsets.ISO_8859_1);

    /** What is in its place: a library that every process has. */
    private static final byte[] PRESENT = "\0libc.so.6\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    /** Names lie near the start of a library, in the table of its dynamic section. */
    private static final long SEARCHED = 64L << 20;

    /**
     * Has the engine, which must not have been started, load the libraries of the folder.
     *
     * @throws InputException when a library is missing or cannot be made ready
     */
    void use() {
        for (String name : NEEDED) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw InputException.at(
                        folder.toString(),
                        "it has no " + name,
                        "libtorch 2.7.1 for CUDA and its libraries",
                        "delete the folder and start again, which fetches them again");
            }
        }
        try {
            prepare();
        } catch (IOException e) {
            throw InputException.at(
                    folder.toString(),
                    "its libraries cannot be made ready (" + e.getMessage() + ")",
                    "a folder that can be written once",
                    "see to its permissions");
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

    /** Writes the name of a library that is there over that of the one that is not, once. */
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
