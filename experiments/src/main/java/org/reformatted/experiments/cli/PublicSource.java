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
 * Public data, or a public model, with where its files are published: an entry of {@code public-sources.json}.
 *
 * @param kind {@code data} or {@code model}
 * @param name how the command names it
 * @param home the page of its publisher
 * @param licence under which it is published
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
     * @param path below the data or model root
     * @param url where it is published
     * @param sha256 of its content; null where it was not recorded yet
     * @param gitBlob the hash by which Git names its content, where that is known instead; else null
     * @param bytes its size; null where it was not recorded yet
     */
    record PublicFile(
            String path,
            String url,
            @Nullable String sha256,
            @Nullable String gitBlob,
            @Nullable Long bytes) {
        /** Keeps files below the root. */
        PublicFile {
            Path relative = Path.of(path);
            Check.argument(
                    !relative.isAbsolute() && relative.normalize().equals(relative) && !path.startsWith(".."),
                    "path (%s) must lie below the root",
                    path);
        }

        /** The hash that was recorded with the source. */
        Optional<KnownHash> recorded() {
            return Optional.ofNullable(sha256 != null ? sha256 : gitBlob).map(hex -> new KnownHash(hex, "as recorded"));
        }
    }

    /** What a list says of the hashes of its files. */
    String hashes() {
        long recorded =
                files.stream().filter(file -> file.recorded().isPresent()).count();
        return recorded == files.size()
                ? "hashes recorded"
                : recorded + " of " + files.size() + " hashes recorded, else the publisher's or the first download's";
    }

    /** All that the program knows, or those of a file of one's own. */
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
