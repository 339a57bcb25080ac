package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigException;

/**
 * Reads a file many times, each time damaged in another way by a seeded draw. A reader may accept it or refuse it in a sentence; any
 * other exception, an error, or more than ten seconds is a failure. {@code -Dmutations=10000} makes the long run.
 */
public final class Mutations {
    private static final long SEED = 20_261_126;
    private static final int SECONDS = 10;
    private static final byte[] TEXT =
            "{}[]\",:\\0123456789-+.eEnulltruefalse \n\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private Mutations() {}

    /** What reads a file. */
    @FunctionalInterface
    public interface Reader {
        /** Reads it. */
        void read(Path file);
    }

    /** Damages a file's bytes and has each result read. */
    public static void check(Path file, Reader reader) throws IOException {
        byte[] seed = Files.readAllBytes(file);
        reader.read(file); // the file itself is whole
        Random random = new Random(SEED);
        int count = Integer.getInteger("mutations", 200);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = seed;
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                bytes = edit(bytes, random);
            }
            Files.write(file, bytes);
            refused += isRefused(file, reader, i);
        }
        Files.write(file, seed);
        assertThat(refused).as("mutations refused").isPositive();
    }

    private static int isRefused(Path file, Reader reader, int number) {
        long start = System.nanoTime();
        try {
            reader.read(file);
            return 0;
        } catch (InputException | ConfigException e) {
            assertThat(e.getMessage()).as("mutation " + number).isNotBlank().hasSizeLessThan(4_000);
            return 1;
        } catch (RuntimeException | Error e) {
            return fail("mutation " + number + " of " + file.getFileName() + ": " + e, e);
        } finally {
            assertThat((System.nanoTime() - start) / 1_000_000_000)
                    .as("seconds of mutation " + number)
                    .isLessThan(SECONDS);
        }
    }

    private static byte[] edit(byte[] bytes, Random random) {
        if (bytes.length < 2) {
            return new byte[] {(byte) random.nextInt(256), 1, 2};
        }
        // The head of a file, where counts and lengths stand, is hit as often as all the rest.
        int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 64) : bytes.length);
        byte[] out = bytes.clone();
        switch (random.nextInt(7)) {
            case 0 -> out[at] = (byte) random.nextInt(256);
            case 1 -> out[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> out[at] = TEXT[random.nextInt(TEXT.length)];
            case 3 ->
                Arrays.fill(out, at, Math.min(out.length, at + 1 + random.nextInt(8)), (byte)
                        (random.nextBoolean() ? 0xFF : 0x7F));
            case 4 -> out = Arrays.copyOf(out, at);
            case 5 -> out = join(bytes, at, at + random.nextInt(Math.min(40, bytes.length - at)), at);
            default -> out = join(bytes, at, Math.max(0, at - random.nextInt(40)), at);
        }
        return out;
    }

    /** The bytes before one place, then those from another on: with a part left out, or repeated. */
    private static byte[] join(byte[] bytes, int end, int from, int least) {
        byte[] out = Arrays.copyOf(bytes, Math.max(least, end) + bytes.length - from);
        System.arraycopy(bytes, from, out, end, bytes.length - from);
        return out;
    }
}
