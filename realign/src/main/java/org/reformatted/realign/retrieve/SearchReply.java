package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.data.Passage;

/**
 * Extracts passages from the reply of a Serper web search: from the answer box, then the knowledge graph, then the organic results. Snippets that
 * only state missing words, the duration of a video or the date of a post are dropped, and the first five others are kept.
 */
final class SearchReply {
    private static final int KEPT = 5;
    private static final List<String> DROPPED = List.of("Missing:", "Duration:", "Posted:");

    private SearchReply() {}

    static List<Passage> passages(JsonNode reply) {
        List<Passage> passages = new ArrayList<>();
        JsonNode box = reply.path("answerBox");
        for (String field : List.of("answer", "snippet", "snippetHighlighted")) {
            add(passages, text(box.path(field)), box.path("link").asText("answer box"));
        }
        JsonNode graph = reply.path("knowledgeGraph");
        String title = graph.path("title").asText();
        String link = graph.path("website").asText("knowledge graph");
        add(passages, joined(title, graph.path("type").asText()), link);
        add(passages, graph.path("description").asText(), link);
        for (Map.Entry<String, JsonNode> attribute : graph.path("attributes").properties()) {
            add(
                    passages,
                    title + " " + attribute.getKey() + ": "
                            + attribute.getValue().asText(),
                    link);
        }
        for (JsonNode result : reply.path("organic")) {
            add(passages, result.path("snippet").asText(), result.path("link").asText());
        }
        return passages.stream().limit(KEPT).toList();
    }

    /** Tests whether a text is more than a note on a result. */
    static boolean isPassage(String text) {
        return DROPPED.stream().noneMatch(text::startsWith);
    }

    private static String joined(String title, String type) {
        return title.isEmpty() || type.isEmpty() ? "" : title + ": " + type;
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.path(0).asText() : value.asText();
    }

    /** Adds a text that is informative and not yet included; earlier passages get a higher score. */
    private static void add(List<Passage> passages, String text, String source) {
        String snippet = text.strip();
        boolean empty = snippet.isEmpty() || snippet.startsWith("No good") || !isPassage(snippet);
        if (!empty && passages.stream().noneMatch(passage -> passage.text().equals(snippet))) {
            passages.add(new Passage(snippet, source, 1.0 / (passages.size() + 1)));
        }
    }
}
