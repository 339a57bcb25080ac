package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

/** Redirects of a download: from the host that gets the token to another, which must not. */
class DownloadTest {
    @TempDir
    Path folder;

    private HttpServer server;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestHeaders().getFirst("Host").replaceAll(":.*", "") + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (path.equals("/stored")) {
                byte[] content = "rows".getBytes(UTF_8);
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            } else {
                String next = path.equals("/loop") ? "/loop" : "http://127.0.0.1:" + port + "/stored";
                exchange.getResponseHeaders().add("Location", next);
                exchange.sendResponseHeaders(302, -1);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String get(String path) throws Exception {
        String url = "http://localhost:" + server.getAddress().getPort() + path;
        return new Download("localhost", Optional.of("hf_secret"))
                .get(new PublicSource.PublicFile("rows.jsonl", url, null, null), folder.resolve("rows.jsonl"));
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
}
