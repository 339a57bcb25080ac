package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.Json;

/**
 * Public data or a public model, with the addresses of its files: an entry of {@code public-sources.json}.
 *
 * @param kind {@code data} or {@code model}
 * @param name its name in the command
 * @param home the page of its publisher
 * @param licence the licence under which it is published
 * @param files its files
 */
record PublicSource(String kind, String name, String home, String licence, List<PublicFile> files) {
    /** Checks the kind. */
    PublicSource {
        Check.argument(kind.equals("data") || kind.equals("model"), "kind (%s) must be data or model", kind);
        files = List.copyOf(files);
    }

    /**
     * A file.
     *
     * @param path its path below the data or model root
     * @param url its address
     * @param sha256 the SHA-256 of its content; null when it is not recorded
     * @param gitBlob the hash that Git uses for its content, when only that one is known; otherwise null
     * @param bytes its size in bytes; null when it is not recorded
     */
    record PublicFile(
            String path,
            String url,
            @Nullable String sha256,
            @Nullable String gitBlob,
            @Nullable Long bytes) {
        /** Requires a path below the root. */
        PublicFile {
            Path relative = Path.of(path);
            Check.argument(
                    !relative.isAbsolute() && relative.normalize().equals(relative) && !path.startsWith(".."),
                    "path (%s) must be below the root",
                    path);
        }

        /** The hash that is recorded with the source. */
        Optional<KnownHash> recorded() {
            return Optional.ofNullable(sha256 != null ? sha256 : gitBlob).map(hex -> new KnownHash(hex, "as recorded"));
        }
    }

    /** The text about the hashes of its files in a list of sources. */
    String hashes() {
        long recorded =
                files.stream().filter(file -> file.recorded().isPresent()).count();
        return recorded == files.size()
                ? "hashes recorded"
                : recorded + " of " + files.size() + " hashes recorded; for the others the hash of the publisher or"
                        + " of the first download is used";
    }

    /** The sources that the program knows, or the sources in a file of the user. */
    static List<PublicSource> all(@Nullable Path own) {
        if (own != null) {
            return List.of(Json.read(own, PublicSource[].class));
        }
        try (InputStream in = PublicSource.class.getResourceAsStream("public-sources.json")) {
            return List.of(Json.MAPPER.readValue(in, PublicSource[].class));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read public-sources.json", e);
        }
    }
}
