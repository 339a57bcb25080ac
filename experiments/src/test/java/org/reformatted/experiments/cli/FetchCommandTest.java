package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Sha256;

/** Fetching from a server of this test's own. */
class FetchCommandTest {
    private static final String CONTENT = "one\ntwo\nthree\n";

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<String> ranges = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/rows.jsonl", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            byte[] all = CONTENT.getBytes(UTF_8);
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            byte[] rest = Arrays.copyOfRange(all, from, all.length);
            exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
            exchange.getResponseBody().write(rest);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFileIsFetchedOnceAndComparedWithItsHash() throws IOException {
        sources(Sha256.of(CONTENT));
        assertThat(fetch("rows")).isZero();
        assertThat(folder.resolve("data/rows.jsonl")).hasContent(CONTENT);
        assertThat(fetch("rows")).isZero();
        assertThat(ranges).containsExactly("null");
    }

    @Test
    void anInterruptedDownloadGoesOn() throws IOException {
        sources(Sha256.of(CONTENT));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/rows.jsonl.part"), CONTENT.substring(0, 5));
        assertThat(fetch("rows")).isZero();
        assertThat(ranges).containsExactly("bytes=5-");
        assertThat(folder.resolve("data/rows.jsonl")).hasContent(CONTENT);
        assertThat(folder.resolve("data/rows.jsonl.part")).doesNotExist();
    }

    @Test
    void aFileOfAnotherContentIsRefusedAndNotKept() throws IOException {
        sources(Sha256.of("something else"));
        assertThat(fetch("rows")).isEqualTo(Harness.FAILED);
        assertThat(folder.resolve("data/rows.jsonl")).doesNotExist();
        assertThat(folder.resolve("data/rows.jsonl.part")).doesNotExist();
    }

    @Test
    void unknownNamesAndMissingFilesAreTold() throws IOException {
        sources(Sha256.of(CONTENT));
        assertThat(fetch("raws")).isEqualTo(Harness.USAGE);
        Files.writeString(
                folder.resolve("sources.json"),
                Files.readString(folder.resolve("sources.json")).replace("/rows.jsonl\",\"sha", "/none\",\"sha"));
        assertThat(fetch("rows")).isEqualTo(Harness.FAILED);
    }

    @Test
    void everySourceOfTheProgramNamesItsHomeAndLicence() {
        List<PublicSource> all = PublicSource.all(null);
        assertThat(all).isNotEmpty().allSatisfy(source -> {
            assertThat(source.home()).startsWith("https://");
            assertThat(source.licence()).isNotBlank();
            assertThat(source.files())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.url()).startsWith("https://"));
            boolean whole =
                    source.files().stream().allMatch(file -> file.recorded().isPresent());
            assertThat(source.hashes().equals("hashes recorded"))
                    .as(source.name())
                    .isEqualTo(whole);
        });
    }

    @Test
    void headersOfThePapersConfigsNameSourcesThatThereAre() throws IOException {
        List<String> known =
                PublicSource.all(null).stream().map(PublicSource::name).toList();
        Pattern fetched = Pattern.compile("scripts/fetch data ([a-z0-9 -]+)");
        int found = 0;
        Path configs = Path.of(System.getProperty("project.root"), "experiments/configs/paper");
        try (Stream<Path> files = Files.list(configs)) {
            for (Path file : files.toList()) {
                for (Matcher names = fetched.matcher(Files.readString(file)); names.find(); found++) {
                    assertThat(known)
                            .as(file.toString())
                            .contains(names.group(1).strip().split(" +"));
                }
            }
        }
        assertThat(found).isGreaterThan(10);
    }

    private int fetch(String name) {
        return Harness.commandLine()
                .execute(
                        "fetch",
                        "data",
                        name,
                        "--to",
                        folder.resolve("data").toString(),
                        "--sources",
                        folder.resolve("sources.json").toString());
    }

    private void sources(String sha256) throws IOException {
        String url = "http://localhost:" + server.getAddress().getPort() + "/rows.jsonl";
        Files.writeString(
                folder.resolve("sources.json"),
                "[{\"kind\":\"data\",\"name\":\"rows\",\"home\":\"https://example.org\",\"licence\":\"MIT\",\"files\":[{\"path\":\"rows.jsonl\",\"url\":\""
                        + url + "\",\"sha256\":\"" + sha256 + "\",\"bytes\":" + CONTENT.length() + "}]}]");
    }
}
