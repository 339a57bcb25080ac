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

/** Finds passages with a web-search service that has Serper's API. */
public final class WebSearchEvidence implements EvidenceSource {
    private static final int ATTEMPTS = 4;
    /** Statuses after which a retry has no use: the request or the key is refused. */
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
     * Creates a client of a service.
     *
     * @param base its address, such as {@code https://google.serper.dev}
     * @param key its key
     * @param cleaning how searches are requested and their replies are cleaned
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
                throw new InputException("stopped while waiting for a web search; run again to continue", e);
            }
        }
        throw new InputException("the web search at " + address.getHost() + " gave no answer (" + Redactor.hide(fault)
                + "); check the key and run again, earlier results are kept");
    }
}
