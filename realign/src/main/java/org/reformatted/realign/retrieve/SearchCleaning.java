package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.data.Passage;

/** How a web search is requested, and which passages are extracted from its reply. */
public enum SearchCleaning {
    /** Ten results are requested; empty, uninformative and repeated texts are dropped, and the first five others are kept. */
    OURS {
        @Override
        Map<String, Object> question(String query) {
            return Map.of("q", query, "num", 10);
        }

        @Override
        List<Passage> passages(JsonNode reply) {
            return SearchReply.passages(reply);
        }
    },
    /**
     * As in the published code of ReAlign: the search is requested from the US in English, the first five texts are kept, and only then uninformative
     * ones are dropped.
     */
    UPSTREAM {
        @Override
        Map<String, Object> question(String query) {
            Map<String, Object> question = new LinkedHashMap<>();
            question.put("q", query);
            question.put("gl", "us");
            question.put("hl", "en");
            return question;
        }

        @Override
        List<Passage> passages(JsonNode reply) {
            return UpstreamSearchReply.passages(reply);
        }
    };

    /** Returns the body of a request. */
    abstract Map<String, Object> question(String query);

    /** Extracts the passages of a reply, best first. */
    abstract List<Passage> passages(JsonNode reply);
}
