package org.reformatted.realign.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** SHA-256 of texts, files and folders, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private Sha256() {}

    /**
     * Hashes a text's UTF-8 bytes.
     *
     * @param text the text
     * @return its hash
     */
    public static String of(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Hashes a file's bytes, or a folder: the relative name and the hash of each file below it, in order of names.
     *
     * @param path a file or a folder
     * @return its hash
     * @throws InputException when it is missing
     */
    public static String of(Path path) {
        try {
            return Files.isDirectory(path) ? ofFolder(path, Sha256::of) : ofFile(path);
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }

    /**
     * Hashes a resource file of the program.
     *
     * @param owner the class in whose package it is
     * @param resource its name
     * @return its hash
     */
    public static String ofResource(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the program");
            }
            return of(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /** Hashes a folder from the hashes of its files. */
    static String ofFolder(Path folder, Function<Path, String> hash) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        StringBuilder listing = new StringBuilder();
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            listing.append(name).append('\t').append(hash.apply(file)).append('\n');
        }
        return of(listing.toString());
    }

    private static String ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    private static String of(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
