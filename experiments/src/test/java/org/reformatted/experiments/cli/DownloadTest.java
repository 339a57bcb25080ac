package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;

/** Downloads from a Hub of this test's own, {@code localhost}, which redirects to another host for content. */
class DownloadTest {
    private static final String ROWS = Sha256.of("rows");

    /** What {@code printf rows | git hash-object --stdin} prints. */
    private static final String ROWS_IN_GIT = "791759a51201fe1b81757fedf59b3f93ef839ea2";

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> headers = new TreeMap<>();
    private String content = "rows";

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestHeaders().getFirst("Host").replaceAll(":.*", "") + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (path.equals("/stored")) {
                exchange.getResponseHeaders()
                        .add("ETag", "\"" + "0".repeat(64) + "\""); // of that host, whose tags are no hashes
                respond(exchange);
            } else if (path.equals("/small")) {
                headers.forEach(exchange.getResponseHeaders()::add);
                respond(exchange);
            } else {
                headers.forEach(exchange.getResponseHeaders()::add);
                String next = path.equals("/loop") ? "/loop" : "http://127.0.0.1:" + port + "/stored";
                exchange.getResponseHeaders().add("Location", next);
                exchange.sendResponseHeaders(302, -1);
            }
            exchange.close();
        });
        server.start();
    }

    private void respond(HttpExchange exchange) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private Download.Fetched get(String path) throws Exception {
        return get(new PublicSource.PublicFile("rows.jsonl", url(path), null, null, null), "rows.jsonl");
    }

    private Download.Fetched get(PublicSource.PublicFile file, String target) throws Exception {
        FirstDownloads first = FirstDownloads.keptIn(folder.resolve("cache/fetched.tsv"));
        return new Download("localhost", Optional.of("hf_secret"), first).get(file, folder.resolve(target));
    }

    @Test
    void theTokenStaysWithItsHost() throws Exception {
        get("/file");
        assertThat(folder.resolve("rows.jsonl")).hasContent("rows");
        assertThat(asked).containsExactly("localhost/file Bearer hf_secret", "127.0.0.1/stored null");
    }

    @Test
    void redirectsWithoutEndAreRefused() {
        assertThatThrownBy(() -> get("/loop"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("more than 5 redirects");
        assertThat(asked).hasSize(6);
    }

    @Test
    void theHashThatTheHubStatesOfALargeFileIsRequired() throws Exception {
        headers.put("X-Linked-Etag", "\"" + ROWS + "\"");
        headers.put("X-Repo-Commit", "c0ffee");
        assertThat(get("/file").known())
                .containsExactly(new KnownHash(ROWS, "as localhost states for its commit c0ffee"));
        Files.delete(folder.resolve("rows.jsonl"));
        content = "rowz";
        headers.put("X-Linked-Etag", "\"" + Sha256.of("other") + "\"");
        assertThatThrownBy(() -> get("/other"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its content has the SHA-256 " + Sha256.of("rowz"))
                .hasMessageContaining(Sha256.of("other") + ", as localhost states");
        assertThat(folder.resolve("rows.jsonl")).doesNotExist();
        assertThat(folder.resolve("rows.jsonl.part")).doesNotExist();
    }

    @Test
    void theHashThatTheHubStatesOfASmallFileIsGits() throws Exception {
        headers.put("ETag", "W/\"" + ROWS_IN_GIT + "\"");
        assertThat(get("/small").known()).containsExactly(new KnownHash(ROWS_IN_GIT, "as localhost states"));
        headers.put("ETag", "\"" + "0".repeat(40) + "\"");
        Files.delete(folder.resolve("rows.jsonl"));
        assertThatThrownBy(() -> get("/small"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the Git hash " + ROWS_IN_GIT);
    }

    @Test
    void theTagOfARedirectAndTagsOfOtherHostsAreNoHashes() throws Exception {
        headers.put("ETag", "\"" + "0".repeat(40) + "\"");
        assertThat(get("/file").known()).isEmpty();
        assertThat(folder.resolve("rows.jsonl")).hasContent("rows");
    }

    @Test
    void whatTheFirstDownloadHadIsRequiredOfLaterOnes() throws Exception {
        assertThat(get("/file").known()).isEmpty();
        PublicSource.PublicFile again = new PublicSource.PublicFile("rows.jsonl", url("/file"), null, null, null);
        assertThat(get(again, "elsewhere/rows.jsonl").known())
                .singleElement()
                .satisfies(known -> assertThat(known.hex()).isEqualTo(ROWS));
        content = "changed";
        assertThatThrownBy(() -> get(again, "third/rows.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("as its first download on ")
                .hasMessageContaining("delete its line in " + folder.resolve("cache/fetched.tsv"));
        Files.delete(folder.resolve("cache/fetched.tsv"));
        assertThat(get(again, "third/rows.jsonl").sha256()).isEqualTo(Sha256.of("changed"));
    }

    @Test
    void aRecordedGitHashIsRequired() throws Exception {
        assertThat(get(new PublicSource.PublicFile("rows.jsonl", url("/file"), null, ROWS_IN_GIT, null), "a")
                        .known())
                .containsExactly(new KnownHash(ROWS_IN_GIT, "as recorded"));
        content = "changed";
        PublicSource.PublicFile file = new PublicSource.PublicFile("rows.jsonl", url("/file"), null, ROWS_IN_GIT, 7L);
        assertThatThrownBy(() -> get(file, "b"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(ROWS_IN_GIT + ", as recorded");
        assertThat(folder.resolve("cache/fetched.tsv")).doesNotExist();
    }
}
