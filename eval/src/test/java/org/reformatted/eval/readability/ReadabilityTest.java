package org.reformatted.eval.readability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.SharedData;
import org.reformatted.eval.metric.Descriptive;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class ReadabilityTest {
    @TempDir
    Path folder;

    private static final Map<String, ToDoubleFunction<Readability>> TEXTSTAT = Map.of(
            "flesch_reading_ease", Readability::flesch,
            "flesch_kincaid_grade", Readability::fleschKincaid,
            "smog_index", Readability::smog,
            "automated_readability_index", Readability::ari,
            "coleman_liau_index", Readability::colemanLiau);

    private static final Map<String, Double> PER_SYLLABLE_A_WORD =
            Map.of("flesch_reading_ease", 84.6, "flesch_kincaid_grade", 11.8, "smog_index", 30.0);

    /**
     * textstat's own expected values for its English texts. It counts syllables by CMUdict as we do here, and by hyphenation where a word
     * is missing: the tolerance is a thousandth, and a syllable for each missing word (none in two of the texts, 2 of 53 and 5 of 372 in
     * the others). It gives 0 for a text without words, we give NaN.
     */
    @Test
    void agreesWithTextstatWhereSyllablesComeFromTheSameSource() {
        Path pronunciations = SharedData.path("readability/cmudict.dict");
        PronouncingDictionary dictionary = PronouncingDictionary.read(pronunciations, word -> -1);
        Readability.WordLists words = Readability.WordLists.read(Optional.of(pronunciations), Optional.empty());
        JsonNode textstat = Json.read(SharedData.path("readability/textstat_expected.json"), JsonNode.class);
        int compared = 0;
        for (JsonNode row : textstat.get("cases")) {
            String function = row.get("function").asText();
            ToDoubleFunction<Readability> formula = TEXTSTAT.get(function);
            String name = row.path("text").asText().replace("@", "");
            if (formula != null && row.path("lang").asText("en_US").equals("en_US") && !name.equals("EMPTY_STR")) {
                String text = textstat.get("texts").get(name).asText();
                double tolerance =
                        0.001 + missingShare(text, dictionary) * PER_SYLLABLE_A_WORD.getOrDefault(function, 0.0);
                assertThat(formula.applyAsDouble(Readability.of(text, words)))
                        .as("%s of %s", function, name)
                        .isCloseTo(row.get("expected").asDouble(), within(tolerance));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(20);
    }

    /**
     * textstat counts as complex only those words of three syllables and more that are not on its list of easy ones, and Gunning all of
     * them. Its fog is ours where the list spares none (two of its texts); its count of such words without the list is ours everywhere.
     */
    @Test
    void countsLongWordsAsTextstatDoesAndTheFogWhereItsListSparesNone() {
        Readability.WordLists words =
                Readability.WordLists.read(Optional.of(SharedData.path("readability/cmudict.dict")), Optional.empty());
        JsonNode textstat = Json.read(SharedData.path("readability/textstat_expected.json"), JsonNode.class);
        int fogs = 0;
        int counts = 0;
        for (JsonNode row : textstat.get("cases")) {
            String name = row.path(row.has("test") ? "test" : "text").asText().replace("@", "");
            String text = textstat.get("texts").path(name).asText();
            if (row.get("function").asText().equals("count_polysyllable_words")) {
                assertThat(TextCounts.of(text, words.syllables(), Set.of()).longWords())
                        .as(name)
                        .isEqualTo(row.get("expected").asInt());
                counts++;
            } else if (row.get("function").asText().equals("gunning_fog")
                    && Set.of("SHORT_TEXT", "PUNCT_TEXT").contains(name)) {
                assertThat(Readability.of(text, words).gunningFog())
                        .isCloseTo(row.get("expected").asDouble(), within(0.001));
                fogs++;
            }
        }
        assertThat(fogs).isEqualTo(2);
        assertThat(counts).isEqualTo(4);
    }

    private static double missingShare(String text, PronouncingDictionary dictionary) {
        List<String> words = TextCounts.words(text.toLowerCase(java.util.Locale.ROOT));
        return (double) words.stream()
                        .filter(word -> dictionary.syllables(word) < 0 && !word.matches("[0-9]+"))
                        .count()
                / words.size();
    }

    /** CLEAR (S. Crossley et al., 4724 excerpts): its own columns of the same formulas. */
    @Test
    void ranksTextsAsClearsPublishedScoresDo() {
        List<double[]> columns = new ArrayList<>();
        for (JsonNode row : rows("readability/CLEAR.jsonl")) {
            Readability ours = Readability.of(row.get("Excerpt").asText(), Readability.WordLists.BUILT_IN);
            columns.add(new double[] {
                ours.fleschKincaid(), row.get("Flesch-Kincaid-Grade-Level").asDouble(),
                ours.ari(), row.get("Automated Readability Index").asDouble(),
                ours.flesch(), row.get("Flesch-Reading-Ease").asDouble(),
            });
        }
        assertThat(columns).hasSizeGreaterThan(4700);
        assertThat(rankCorrelation(columns, 0)).as("Flesch-Kincaid").isGreaterThan(0.98);
        assertThat(rankCorrelation(columns, 2)).as("ARI").isGreaterThan(0.98);
        assertThat(rankCorrelation(columns, 4)).as("Flesch").isGreaterThan(0.98);
    }

    /** Over the running words of CLEAR that CMUdict knows: the rules agree on 97% of them, and miss the total by less than 2%. */
    @Test
    void rulesCountSyllablesNearlyAsThePronouncingDictionaryDoes() {
        PronouncingDictionary dictionary =
                PronouncingDictionary.read(SharedData.path("readability/cmudict.dict"), word -> -1);
        assertThat(dictionary.size()).isGreaterThan(100_000);
        Map<String, Integer> frequencies = new HashMap<>();
        for (JsonNode row : rows("readability/CLEAR.jsonl")) {
            TextCounts.words(row.get("Excerpt").asText().toLowerCase(java.util.Locale.ROOT))
                    .forEach(word -> frequencies.merge(word, 1, Integer::sum));
        }
        RuleSyllables rules = new RuleSyllables();
        long all = 0;
        long same = 0;
        long ruled = 0;
        long pronounced = 0;
        for (Map.Entry<String, Integer> word : frequencies.entrySet()) {
            int known = dictionary.syllables(word.getKey());
            if (known > 0) {
                int counted = rules.syllables(word.getKey());
                all += word.getValue();
                same += counted == known ? word.getValue() : 0;
                ruled += (long) counted * word.getValue();
                pronounced += (long) known * word.getValue();
            }
        }
        assertThat((double) same / all).isGreaterThan(0.97);
        assertThat((double) ruled / pronounced).isBetween(0.98, 1.02);
    }

    @Test
    void formulasOfACountedText() {
        // 12 words, 2 sentences, 17 syllables, 2 long words; 3 difficult ones
        TextCounts counts = new TextCounts(12, 12, 2, 60, 58, 17, 2, 3);
        Readability values = Readability.of(counts);
        assertThat(values.flesch()).isCloseTo(206.835 - 1.015 * 6 - 84.6 * 17 / 12, within(1e-9));
        assertThat(values.fleschKincaid()).isCloseTo(0.39 * 6 + 11.8 * 17 / 12 - 15.59, within(1e-9));
        assertThat(values.gunningFog()).isCloseTo(0.4 * (6 + 100 / 6.0), within(1e-9));
        assertThat(values.smog()).isCloseTo(1.043 * Math.sqrt(30) + 3.1291, within(1e-9));
        assertThat(values.ari()).isCloseTo(4.71 * 5 + 3 - 21.43, within(1e-9));
        assertThat(values.daleChall()).isCloseTo(0.1579 * 25 + 0.0496 * 6 + 3.6365, within(1e-9));
        assertThat(values.colemanLiau()).isCloseTo(5.8 * 58 / 12 - 29.6 * 2 / 12 - 15.8, within(1e-9));
        assertThat(values.byName().keySet())
                .containsExactly("flesch", "fleschKincaid", "gunningFog", "smog", "ari", "daleChall", "colemanLiau");
    }

    @Test
    void nothingHasNoReadabilityAndNoListNoDaleChall() {
        assertThat(Readability.of("", Readability.WordLists.BUILT_IN).flesch()).isNaN();
        assertThat(Readability.of("?!", Readability.WordLists.BUILT_IN).ari()).isNaN();
        assertThat(Readability.of("A dog.", Readability.WordLists.BUILT_IN).daleChall())
                .isNaN();
        Readability.WordLists easy = new Readability.WordLists(word -> 1, "rules", Set.of("a", "dog"));
        assertThat(Readability.of("A dog.", easy).daleChall()).isCloseTo(0.0992, within(1e-9));
    }

    @Test
    void sentencesEndBeforeSpaceButNotAfterTitlesAndInitials() {
        assertThat(sentences("Mr. J. Smith paid $3.50. He left!\nDid he? \"Yes.\" (No.)"))
                .isEqualTo(5);
        assertThat(sentences("one two")).isEqualTo(1);
        assertThat(sentences("He came. Didn't")).isEqualTo(1);
        assertThat(sentences("He came. He did not")).isEqualTo(2);
    }

    private static int sentences(String text) {
        return TextCounts.of(text, word -> 1, Set.of()).sentences();
    }

    @Test
    void dictionaryLinesWithoutPhonesAreNamed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("d.txt"), "hello HH AH0 L OW1 # word\nhello(2) HH EH1 L OW2\n\nmute\n");
        assertThatThrownBy(() -> PronouncingDictionary.read(file, word -> 7))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("d.txt:4: \"mute\"");
        Files.writeString(file, "hello HH AH0 L OW1\nshh SH\n");
        PronouncingDictionary dictionary = PronouncingDictionary.read(file, word -> 7);
        assertThat(dictionary.syllables("hello")).isEqualTo(2);
        assertThat(dictionary.syllables("shh")).isEqualTo(1);
        assertThat(dictionary.syllables("unknown")).isEqualTo(7);
    }

    @Test
    void formatIsCountedInItsMarkdown() {
        FormatMeasures measures = FormatMeasures.of("""
            # Plan

            **First part:**
            1. Buy milk.
            2) Drink it.
            - or do not
            * at all

            Step 3 is to rest here.

            | a | b |
            |---|---|
            | 1 | 2 |

            ```java
            int x;
            ```
            """);
        assertThat(measures.headings()).isEqualTo(2);
        assertThat(measures.steps()).isEqualTo(3);
        assertThat(measures.bullets()).isEqualTo(2);
        assertThat(measures.tables()).isEqualTo(1);
        assertThat(measures.codeBlocks()).isEqualTo(1);
        assertThat(measures.paragraphs()).isEqualTo(5);
        assertThat(FormatMeasures.of("").wordsPerParagraph()).isNaN();
        assertThat(FormatMeasures.of("").wordsPerSentence()).isNaN();
        assertThat(FormatMeasures.of("One two three. Four five six.").wordsPerSentence())
                .isEqualTo(3);
        assertThat(FormatMeasures.of("One two three.\n\nFour.").wordsPerParagraph())
                .isEqualTo(2);
    }

    private static double rankCorrelation(List<double[]> columns, int column) {
        return Descriptive.spearman(
                columns.stream().mapToDouble(row -> row[column]).toArray(),
                columns.stream().mapToDouble(row -> row[column + 1]).toArray());
    }

    private static List<JsonNode> rows(String name) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(SharedData.path(name))) {
            return rows.map(JsonLines.Row::node).toList();
        }
    }
}
