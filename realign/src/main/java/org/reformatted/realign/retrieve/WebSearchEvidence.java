package org.reformatted.realign.retrieve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;
import org.reformatted.realign.data.Passage;
import org.reformatted.realign.llm.Sleeper;

/** Passages from a web-search service that speaks Serper's protocol. */
public final class WebSearchEvidence implements EvidenceSource {
    private static final int ATTEMPTS = 4;
    /** What asking again does not repair: a request or key that is refused. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 401, 402, 403, 404);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI address;
    private final ApiKey key;
    private final SearchCleaning cleaning;
    private final Sleeper sleeper;

    /**
     * Names a service.
     *
     * @param base its address, such as {@code https://google.serper.dev}
     * @param key its key
     * @param cleaning how it is asked and its replies are read
     */
    public WebSearchEvidence(URI base, ApiKey key, SearchCleaning cleaning) {
        this(base, key, cleaning, Sleeper.THREAD);
    }

    WebSearchEvidence(URI base, ApiKey key, SearchCleaning cleaning, Sleeper sleeper) {
        this.cleaning = cleaning;
        this.sleeper = sleeper;
        this.address = URI.create(base.toString().replaceAll("/+$", "") + "/search");
        this.key = key;
    }

    @Override
    public List<Passage> find(String query) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(60))
                .header("X-API-KEY", key.reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(cleaning.question(query))))
                .build();
        String fault = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (attempt > 0) {
                    sleeper.sleep(Duration.ofSeconds(1L << attempt));
                }
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return cleaning.passages(Json.MAPPER.readTree(Redactor.hide(response.body())));
                }
                fault = "status " + response.statusCode();
                if (FOR_GOOD.contains(response.statusCode())) {
                    break;
                }
            } catch (IOException e) {
                fault = String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InputException("stopped while waiting for a web search; run again to go on", e);
            }
        }
        throw new InputException("the web search at " + address.getHost() + " gave no answer (" + Redactor.hide(fault)
                + "); check the key and run again, what was found before is kept");
    }
}
