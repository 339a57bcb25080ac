package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.data.Passage;

/**
 * Extracts passages from the reply of a Serper web search exactly as the published code of ReAlign does (google_serper.py and retrieval.py): one text
 * of the answer box, the knowledge graph with its attributes, and ten organic results with theirs. The first five of these are kept, and only then
 * the texts that state missing words, the duration of a video or the date of a post are dropped. As in that code, texts may be empty or repeated.
 * Replies on which the published code fails are read as far as possible: the first of a list of highlighted texts, results without a link, a reply
 * without results.
 */
final class UpstreamSearchReply {
    private static final int RESULTS = 10;
    private static final int KEPT = 5;
    private static final String NOTHING = "No good Google Search Result was found";

    private UpstreamSearchReply() {}

    static List<Passage> passages(JsonNode reply) {
        List<Passage> passages = new ArrayList<>();
        addBox(passages, reply.path("answerBox"));
        addGraph(passages, reply.path("knowledgeGraph"));
        int results = 0;
        for (JsonNode result : reply.path("organic")) {
            if (results++ == RESULTS) {
                break;
            }
            String link = result.path("link").asText();
            if (result.has("snippet")) {
                add(passages, PythonText.of(result.get("snippet")), link);
            }
            addAttributes(passages, result.path("attributes"), link);
        }
        return passages.stream()
                .limit(KEPT)
                .filter(passage ->
                        SearchReply.isPassage(passage.text()) && !passage.text().equals(NOTHING))
                .toList();
    }

    private static void addBox(List<Passage> passages, JsonNode box) {
        JsonNode highlighted = box.path("snippetHighlighted");
        String link = box.path("link").asText("answer box");
        if (PythonText.isTrue(box.path("answer"))) {
            add(passages, PythonText.of(box.get("answer")), link);
        } else if (PythonText.isTrue(box.path("snippet"))) {
            add(passages, PythonText.of(box.get("snippet")).replace("\n", " "), link);
        } else if (PythonText.isTrue(highlighted)) {
            add(passages, PythonText.of(highlighted.isArray() ? highlighted.get(0) : highlighted), link);
        }
    }

    private static void addGraph(List<Passage> passages, JsonNode graph) {
        String link = graph.path("website").asText("knowledge graph");
        if (PythonText.isTrue(graph.path("type"))) {
            add(passages, PythonText.of(graph.path("title")) + ": " + PythonText.of(graph.get("type")), link);
        }
        if (PythonText.isTrue(graph.path("description"))) {
            add(passages, PythonText.of(graph.get("description")), link);
        }
        addAttributes(passages, graph.path("attributes"), link);
    }

    private static void addAttributes(List<Passage> passages, JsonNode attributes, String link) {
        for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
            add(passages, attribute.getKey() + ": " + PythonText.of(attribute.getValue()), link);
        }
    }

    private static void add(List<Passage> passages, String text, String source) {
        passages.add(new Passage(text, source, 1.0 / (passages.size() + 1)));
    }
}
