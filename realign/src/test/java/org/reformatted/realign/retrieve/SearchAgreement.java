package org.reformatted.realign.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Passage;

/**
 * Our side of {@code realign/src/test/python/search_agreement.py}: reads its search replies and writes the passages of the upstream policy. A
 * program to run by hand, since the upstream's code is not part of this project.
 */
final class SearchAgreement {
    private SearchAgreement() {}

    /**
     * Answers the cases.
     *
     * @param arguments the cases' file, the file to write
     */
    public static void main(String[] arguments) {
        try (Stream<JsonNode> cases = JsonLines.read(Path.of(arguments[0]), JsonNode.class)) {
            JsonLines.write(
                    Path.of(arguments[1]),
                    cases.map(reply -> SearchCleaning.UPSTREAM.passages(reply).stream()
                            .map(Passage::text)
                            .toList()));
        }
    }
}
