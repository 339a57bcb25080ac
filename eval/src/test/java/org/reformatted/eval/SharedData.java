package org.reformatted.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Public data beside the checkout, which is never part of it; tests that need it are skipped without it. */
public final class SharedData {
    private SharedData() {}

    public static Path path(String name) {
        return shared("data", name);
    }

    /** An input that once failed, with its right value. */
    public static Path caseFile(String name) {
        return shared("cases", name);
    }

    private static Path shared(String folder, String name) {
        Path path = Path.of(System.getProperty("shared.root", "../../shared"), folder, name);
        Assumptions.assumeTrue(Files.exists(path), () -> "skipped: " + path + " is missing");
        return path;
    }
}
