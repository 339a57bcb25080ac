package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.data.Passage;

/** How a web search is asked, and which passages are taken out of its reply. */
public enum SearchCleaning {
    /** Ten results are asked for; texts that say nothing or stand twice are dropped, and the first five of the others kept. */
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
    /** As the published code of ReAlign: asked from the US in English, the first five texts kept, and only then those dropped that say nothing. */
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

    /** The body of a request. */
    abstract Map<String, Object> question(String query);

    /** The passages of a reply, the best first. */
    abstract List<Passage> passages(JsonNode reply);
}
