package org.reformatted.realign.retrieve;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.data.Passage;

class WebSearchEvidenceTest {
    @Test
    void aSearchThatFailsIsAskedAgainAfterPausesAndARefusedKeyIsNotAndNeverShown() {
        WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        try {
            List<Duration> pauses = new ArrayList<>();
            WebSearchEvidence web = new WebSearchEvidence(
                    URI.create("http://127.0.0.1:" + server.port()),
                    secret("s3cret"),
                    SearchCleaning.OURS,
                    pauses::add);
            server.stubFor(post(urlEqualTo("/search")).willReturn(serverError()));
            assertThatThrownBy(() -> web.find("q"))
                    .hasMessageContaining("status 500")
                    .hasMessageNotContaining("s3cret");
            assertThat(pauses).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L);
            server.verify(4, postRequestedFor(urlEqualTo("/search")));
            server.resetAll();
            server.stubFor(post(urlEqualTo("/search")).willReturn(aResponse().withStatus(403)));
            assertThatThrownBy(() -> web.find("q")).hasMessageContaining("status 403");
            server.verify(1, postRequestedFor(urlEqualTo("/search")));
        } finally {
            server.stop();
        }
    }

    @Test
    void cleansASearchReplyByTheNamedPolicy() throws IOException {
        WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        try {
            server.stubFor(post(urlEqualTo("/search")).willReturn(okJson("""
                {"answerBox": {"answer": "1889", "link": "http://a"},
                 "knowledgeGraph": {"title": "Eiffel Tower", "type": "Tower", "attributes": {"Height": "330 m"}},
                 "organic": [{"snippet": "Missing: tower", "link": "http://b"}, {"snippet": "Built for the fair.", "link": "http://c"},
                   {"snippet": "Duration: 3:20", "link": "http://d"}, {"snippet": "1889", "link": "http://e"},
                   {"snippet": "Posted: May 1", "link": "http://f"}, {"snippet": "Of iron.", "link": "http://g"},
                   {"snippet": "In Paris.", "link": "http://h"}]}
                """)));
            WebSearchEvidence web = new WebSearchEvidence(
                    URI.create("http://127.0.0.1:" + server.port()), secret("k"), SearchCleaning.OURS);
            assertThat(web.find("When was the tower built?"))
                    .extracting(Passage::text)
                    .containsExactly(
                            "1889",
                            "Eiffel Tower: Tower",
                            "Eiffel Tower Height: 330 m",
                            "Built for the fair.",
                            "Of iron.");
            server.verify(postRequestedFor(urlEqualTo("/search"))
                    .withHeader("X-API-KEY", equalTo("k"))
                    .withRequestBody(equalToJson("{\"q\": \"When was the tower built?\", \"num\": 10}")));
            WebSearchEvidence upstream = new WebSearchEvidence(
                    URI.create("http://127.0.0.1:" + server.port()), secret("k"), SearchCleaning.UPSTREAM);
            assertThat(upstream.find("When?"))
                    .as("the first five, of which one only says what is missing")
                    .extracting(Passage::text)
                    .containsExactly("1889", "Eiffel Tower: Tower", "Height: 330 m", "Built for the fair.");
            server.verify(postRequestedFor(urlEqualTo("/search"))
                    .withRequestBody(equalToJson("{\"q\": \"When?\", \"gl\": \"us\", \"hl\": \"en\"}")));
        } finally {
            server.stop();
        }
    }

    private static ApiKey secret(String key) {
        return ApiKey.read(Map.of("KEY", key), "KEY").orElseThrow();
    }
}
