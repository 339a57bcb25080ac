package org.reformatted.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What happens to a stored file. */
enum Damage {
    CHANGED_BYTE,
    TRUNCATED,
    DELETED;

    void to(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (this) {
            case CHANGED_BYTE -> {
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
            case TRUNCATED -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case DELETED -> Files.delete(file);
        }
    }
}
