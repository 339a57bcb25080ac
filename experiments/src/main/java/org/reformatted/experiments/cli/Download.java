package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/**
 * Downloads files over HTTP. The bytes go to {@code NAME.part}, where an interrupted download is resumed. The file is moved to its place when its
 * hash is the known one: the hash recorded with the source, the one stated by the publisher (headers of Hugging Face), or the one of an earlier
 * download.
 */
final class Download {
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOTHING_MORE = 416;

    private static final int MOST_REDIRECTS = 5;

    /** A header of Hugging Face's Hub: the SHA-256 of a large file, or the Git hash of a small one (huggingface_hub, file_download.py). */
    private static final String LINKED_HASH = "X-Linked-Etag";

    /** Does not follow redirects by itself, because it would send the token to any host that the response names. */
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    private final String hub;
    private final Optional<String> token;
    private final FirstDownloads first;

    /**
     * A downloaded file.
     *
     * @param sha256 of its content
     * @param known the known hashes that its content was compared with, the recorded one first; empty when none was known
     */
    record Fetched(String sha256, List<KnownHash> known) {}

    /**
     * Creates a client.
     *
     * @param hub the host of Hugging Face's Hub: only this host receives the token, and only its headers are read for hashes
     * @param token the token, if there is one
     * @param first the hashes of earlier downloads
     */
    Download(String hub, Optional<String> token, FirstDownloads first) {
        this.hub = hub;
        this.token = token;
        this.first = first;
    }

    /**
     * Downloads a file, unless it exists already.
     *
     * @return its hash, and the hashes it was compared with
     * @throws InputException if the server refuses the file, or its content does not have the known hash
     */
    Fetched get(PublicSource.PublicFile file, Path target) throws IOException, InterruptedException {
        List<KnownHash> known = new ArrayList<>(file.recorded().stream().toList());
        if (known.isEmpty()) {
            first.of(file.url()).ifPresent(known::add);
        }
        if (Files.exists(target)) {
            requireKnown(target, target.toString(), known, "move it away and fetch again");
            return new Fetched(Sha256.of(target), known);
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        boolean isNew = known.isEmpty();
        fill(file, part).ifPresent(known::add);
        try {
            requireKnown(part, file.url(), known, differs(file));
        } catch (InputException e) {
            Files.delete(part);
            throw e;
        }
        String hash = Sha256.of(part);
        TextFiles.move(part, target);
        if (isNew) {
            first.keep(file.url(), hash, LocalDate.now(ZoneOffset.UTC));
        }
        return new Fetched(hash, known);
    }

    private static void requireKnown(Path file, String place, List<KnownHash> known, String remedy) throws IOException {
        for (KnownHash hash : known) {
            String found = hash.of(file);
            if (!found.equals(hash.hex())) {
                throw InputException.at(
                        place,
                        "its content has the " + hash.kind() + " " + found,
                        hash.hex() + ", " + hash.source(),
                        remedy);
            }
        }
    }

    private String differs(PublicSource.PublicFile file) {
        return file.recorded().isPresent()
                ? "the file was changed or damaged during the download: fetch again; if the hash still differs, compare"
                        + " with the page of its publisher"
                : "the file was damaged during the download, or its publisher has changed it: fetch again, and look at"
                        + " the page of its publisher; to accept a changed file, delete its line in " + first.file();
    }

    /** Requests the missing bytes of a file and follows redirects; only the Hub receives the token. */
    private DownloadResponse send(PublicSource.PublicFile file, long have) throws IOException, InterruptedException {
        URI at = URI.create(file.url());
        Optional<KnownHash> stated = Optional.empty();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(file, request(at, have));
            if (stated.isEmpty() && hub.equals(at.getHost())) {
                stated = stated(response);
            }
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return new DownloadResponse(response, stated);
            }
            response.body().close();
            URI next = at.resolve(location.get());
            if (at.getScheme().equals("https") && !"https".equals(next.getScheme())) {
                throw InputException.at(
                        file.url(),
                        "a redirect to an address without encryption",
                        "https",
                        "see the page of its" + " publisher");
            }
            at = next;
        }
        throw InputException.at(
                file.url(),
                "more than " + MOST_REDIRECTS + " redirects",
                "the file",
                "see on the page of its publisher whether it has moved");
    }

    /**
     * A file's content, or the server's refusal.
     *
     * @param response the last response
     * @param stated the hash that the Hub stated in this or an earlier response
     */
    private record DownloadResponse(HttpResponse<InputStream> response, Optional<KnownHash> stated) {}

    /** The hash in a response of the Hub; the {@code ETag} of a redirect is not that of a file. */
    private Optional<KnownHash> stated(HttpResponse<?> response) {
        HttpHeaders headers = response.headers();
        String commit = headers.firstValue("X-Repo-Commit")
                .map(id -> " for its commit " + id)
                .orElse("");
        return headers.firstValue(LINKED_HASH)
                .or(() -> headers.firstValue("ETag").filter(tag -> response.statusCode() / 100 == 2))
                .flatMap(value -> KnownHash.inHeader(value, "as " + hub + " states" + commit));
    }

    private HttpRequest request(URI at, long have) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(Duration.ofMinutes(2));
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        if (hub.equals(at.getHost())) {
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        }
        return request.build();
    }

    private HttpResponse<InputStream> send(PublicSource.PublicFile file, HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpTimeoutException e) {
            throw new InputException(
                    file.url()
                            + ": the server cannot be reached; check that this machine can reach the internet, or"
                            + " download the file elsewhere and put it at " + file.path(),
                    e);
        }
    }

    /** Appends the missing bytes to the partial file; returns the hash that the Hub states, if it states one. */
    private Optional<KnownHash> fill(PublicSource.PublicFile file, Path part) throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (file.bytes() != null && have == file.bytes()) {
            return Optional.empty();
        }
        DownloadResponse answer = send(file, have);
        HttpResponse<InputStream> response = answer.response();
        try (InputStream body = response.body()) {
            if (have > 0 && response.statusCode() == NOTHING_MORE) {
                return answer.stated();
            }
            if (response.statusCode() / 100 != 2) {
                throw InputException.at(
                        file.url(),
                        "the server answered " + response.statusCode(),
                        "the file",
                        response.statusCode() == 401 || response.statusCode() == 403
                                ? "request access on the page of its publisher, and set a token in HF_TOKEN"
                                : "see on the page of its publisher whether it has moved");
            }
            boolean goesOn = response.statusCode() == PARTIAL_CONTENT;
            try (OutputStream out =
                    goesOn ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part)) {
                body.transferTo(out);
            }
        }
        return answer.stated();
    }
}
