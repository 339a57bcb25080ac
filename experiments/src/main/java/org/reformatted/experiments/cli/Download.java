package org.reformatted.experiments.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/** Gets files over HTTP: into {@code NAME.part}, from where an earlier try ended, and to their place once size and hash are the recorded ones. */
final class Download {
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOTHING_MORE = 416;

    private static final int MOST_REDIRECTS = 5;

    /** Follows no redirect by itself: it would carry the token to whatever host the answer names. */
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    private final String tokenHost;
    private final Optional<String> token;

    /**
     * Makes a client.
     *
     * @param tokenHost the only host that is given the token
     * @param token the token, when there is one
     */
    Download(String tokenHost, Optional<String> token) {
        this.tokenHost = tokenHost;
        this.token = token;
    }

    /**
     * Gets a file, unless it is there already.
     *
     * @return its hash
     * @throws InputException when the server refuses it, or what came is not what was recorded
     */
    String get(PublicSource.PublicFile file, Path target) throws IOException, InterruptedException {
        if (Files.exists(target)) {
            String present = Sha256.of(target);
            if (file.sha256() == null || present.equals(file.sha256())) {
                return present;
            }
            throw InputException.at(target, "its SHA-256 is " + present, file.sha256(), "move it away and fetch again");
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        fill(file, part);
        String hash = Sha256.of(part);
        if (file.sha256() != null && !hash.equals(file.sha256())) {
            Files.delete(part);
            throw InputException.at(
                    file.url(),
                    "the SHA-256 of what it gave is " + hash,
                    file.sha256(),
                    "the file was changed or damaged on its way: fetch again, and compare with its home if it stays"
                            + " so");
        }
        TextFiles.move(part, target);
        return hash;
    }

    /** Asks for what is missing of a file, by way of redirects; a host other than the token's gets none. */
    private HttpResponse<InputStream> send(PublicSource.PublicFile file, long have)
            throws IOException, InterruptedException {
        URI at = URI.create(file.url());
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(file, request(at, have));
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            response.body().close();
            URI next = at.resolve(location.get());
            if (at.getScheme().equals("https") && !"https".equals(next.getScheme())) {
                throw InputException.at(
                        file.url(), "a redirect to an address without encryption", "https", "see its home");
            }
            at = next;
        }
        throw InputException.at(
                file.url(),
                "more than " + MOST_REDIRECTS + " redirects",
                "the file",
                "see whether its home has moved it");
    }

    private HttpRequest request(URI at, long have) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(Duration.ofMinutes(2));
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        if (tokenHost.equals(at.getHost())) {
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
                            + ": the server cannot be reached; see that this machine has a way to the internet, or"
                            + " fetch the file elsewhere and put it at " + file.path(),
                    e);
        }
    }

    private void fill(PublicSource.PublicFile file, Path part) throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (file.bytes() != null && have == file.bytes()) {
            return;
        }
        HttpResponse<InputStream> response = send(file, have);
        try (InputStream body = response.body()) {
            if (have > 0 && response.statusCode() == NOTHING_MORE) {
                return;
            }
            if (response.statusCode() / 100 != 2) {
                throw InputException.at(
                        file.url(),
                        "the server answered " + response.statusCode(),
                        "the file",
                        response.statusCode() == 401 || response.statusCode() == 403
                                ? "ask for access at its home, and give a token in HF_TOKEN"
                                : "see whether its home has moved it");
            }
            boolean goesOn = response.statusCode() == PARTIAL_CONTENT;
            try (OutputStream out =
                    goesOn ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part)) {
                body.transferTo(out);
            }
        }
    }
}
