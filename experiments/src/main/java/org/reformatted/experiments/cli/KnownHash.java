package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.Sha256;

/**
 * A hash that a file is known to have: a SHA-256 of 64 digits, or the SHA-1 of 40 digits that names a file in Git.
 *
 * @param hex its digits
 * @param source where the hash comes from, such as {@code as recorded}
 */
record KnownHash(String hex, String source) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?([0-9a-f]{64}|[0-9a-f]{40})\"?");

    /** Checks the digits. */
    KnownHash {
        Check.argument(HEX.matcher(hex).matches(), "a hash (%s) must have 40 or 64 lower-case hexadecimal digits", hex);
    }

    /** The hash in an HTTP header such as {@code ETag: "..."}; absent when the header has no digits of one of these lengths. */
    static Optional<KnownHash> inHeader(String value, String source) {
        Matcher tag = TAG.matcher(value.strip());
        return tag.matches() ? Optional.of(new KnownHash(tag.group(1), source)) : Optional.empty();
    }

    /** The hash of this kind that a file has. */
    String of(Path file) throws IOException {
        return hex.length() == 64 ? Sha256.of(file) : gitBlob(file);
    }

    /** The name of the kind of hash. */
    String kind() {
        return hex.length() == 64 ? "SHA-256" : "Git hash";
    }

    private static String gitBlob(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
