package org.reformatted.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/** What holds of a report's page whatever browser shows it: every link has its target, one script may run, and no text is markup. */
class ReportLinksTest {
    private static final Pattern CELL = Pattern.compile("<td class=\"n\">(.*?)</td>", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");

    @TempDir
    static Path folder;

    private static String html = "";
    private static JsonNode index = Json.MAPPER.createObjectNode();
    private static ReportInputs inputs;

    @BeforeAll
    static void write() throws Exception {
        inputs = new ReportFixture(folder, 40, 30).inputs(1, 2);
        ReportWriter.write(inputs, folder.resolve("report"));
        html = TextFiles.readString(folder.resolve("report/report.html"));
        index = Json.MAPPER.readTree(block("index"));
    }

    private static String block(String id) {
        Matcher found = Pattern.compile(
                        "<script type=\"application/json\" id=\"" + id + "\">(.*?)</script>", Pattern.DOTALL)
                .matcher(html);
        assertThat(found.find()).as(id).isTrue();
        return found.group(1);
    }

    /** What stands before the data of the script. */
    private static String text() {
        return html.substring(0, html.indexOf("<script"));
    }

    @Test
    void everyNumberOfEveryTableIsALink() {
        List<String> bare = CELL.matcher(text())
                .results()
                .map(cell -> cell.group(1).strip())
                .filter(cell -> !cell.equals("–") && !cell.contains("<a href="))
                .toList();
        assertThat(bare).isEmpty();
        assertThat(text()).contains("<a href=\"#paper-source\">56.63</a>");
    }

    @Test
    void everyLinkHasItsTarget() {
        List<String> dead = new ArrayList<>();
        for (MatchResult link : LINK.matcher(text()).results().toList()) {
            String address = link.group(1).replace("&amp;", "&");
            if (!leads(address)) {
                dead.add(address);
            }
        }
        assertThat(dead).isEmpty();
        assertThat(LINK.matcher(text()).results().count()).isGreaterThan(100);
        assertThat(leads("#samples=gsm8k&policy=none")).isFalse();
        assertThat(leads("#samples=math")).isFalse();
        assertThat(leads("../evaluate/")).isFalse();
    }

    private static boolean leads(String address) {
        if (!address.startsWith("#")) {
            return false;
        }
        String[] parts = address.substring(1).split("&", -1);
        Map<String, String> values = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            values.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return switch (parts[0].split("=", 2)[0]) {
            case "samples" -> parts[0].equals("samples") || leadsToSamples(parts[0].substring(8), values);
            case "rows" -> leadsToRows(values);
            default -> html.contains("id=\"" + parts[0] + "\"");
        };
    }

    private static boolean leadsToSamples(String name, Map<String, String> values) {
        for (JsonNode task : index.path("tasks")) {
            if (task.path("name").asText().equals(URLDecoder.decode(name, StandardCharsets.UTF_8))) {
                return values.entrySet().stream().allMatch(one -> switch (one.getKey()) {
                    case "policy" ->
                        task.path("policies").findValuesAsText("name").contains(one.getValue());
                    case "arm", "against" ->
                        index.path("runs").findValuesAsText("arm").contains(one.getValue());
                    case "seed" -> index.path("runs").findValuesAsText("seed").contains(one.getValue());
                    case "verdict" -> List.of("right", "wrong", "none").contains(one.getValue());
                    case "pair" -> List.of("differ", "ahead", "behind").contains(one.getValue());
                    case "cut", "trained" -> one.getValue().equals("1");
                    case "judged" -> List.of("win", "tie", "loss", "none").contains(one.getValue());
                    case "category" ->
                        task.path("category").path("names").toString().contains(Json.line(one.getValue()));
                    default -> false;
                });
            }
        }
        return false;
    }

    private static boolean leadsToRows(Map<String, String> values) {
        return values.entrySet().stream()
                .allMatch(one -> index.path("rows")
                        .path(one.getKey())
                        .path("names")
                        .toString()
                        .contains(Json.line(one.getValue())));
    }

    @Test
    void theIndexHoldsEachVerdictThatItsScoreCounts() {
        TrainedArm arm = inputs.arms().get(1);
        JsonNode task = index.path("tasks").get(0);
        arm.evaluations().get("gsm8k").result().policies().forEach((policy, score) -> {
            String letters =
                    task.path("runs").get(1).path("values").path(policy).asText();
            assertThat(letters.chars().filter(letter -> letter == '1').count()).isEqualTo(score.correct());
            assertThat(letters.chars().filter(letter -> letter == '-').count()).isEqualTo(score.unparsed());
            assertThat(letters).hasSize((int) score.n());
        });
        assertThat(task.path("runs").get(1).path("cut").size())
                .isEqualTo((int) arm.evaluations().get("gsm8k").result().truncated());
    }

    @Test
    void everySampleAndTrainingRowStandsInThePageWithItsTexts() throws Exception {
        JsonNode samples = Json.MAPPER.readTree(block("t0"));
        assertThat(samples).hasSize(40);
        assertThat(samples.get(2).path("prompt").asText()).contains(ReportFixture.EVIL);
        assertThat(samples.get(5).path("answers")).hasSize(4);
        JsonNode rows = Json.MAPPER.readTree(block("rows"));
        assertThat(rows).hasSize(30);
        assertThat(rows.get(3).path("original").asText()).contains(ReportFixture.EVIL);
        assertThat(rows.get(4).path("learned").path("original").asInt()).isZero();
        assertThat(rows.get(4).path("learned").path("realigned").asInt()).isEqualTo(1);
    }

    @Test
    void theNearestTrainingRowOfASampleIsTheOneThatAsksTheSame() {
        for (int sample = 4; sample < 30; sample++) {
            assertThat(index.path("tasks")
                            .get(0)
                            .path("near")
                            .get(sample)
                            .get(0)
                            .asInt())
                    .isEqualTo(sample);
        }
    }

    @Test
    void oneScriptMayRunAndNoTextIsMarkup() {
        Matcher script =
                Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(html);
        assertThat(script.find()).isTrue();
        String hash = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.of(script.group(1))));
        assertThat(html.replace("&#39;", "'"))
                .contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + hash + "';");
        assertThat(script.find()).isFalse();
        assertThat(html).doesNotContain("<script>alert", "<img", "http://", "https://", "src=\"");
        assertThat(text()).contains("large &amp; &lt;small&gt;");
    }

    @Test
    void textsThatDoNotFitStandInScriptsBesideThePage() {
        BrowserData data = BrowserData.of(inputs, Overlaps.of(inputs.arms()), 5_000);
        assertThat(data.blocks()).extracting(PageParts.Block::id).containsExactly("index");
        assertThat(data.shards()).containsKeys("samples/t0-0.js", "samples/rows-0.js");
        assertThat(data.shards().get("samples/t0-0.js"))
                .startsWith("reportShard(\"t0\", 0, [{")
                .doesNotContain("<");
        assertThat(PageParts.of(data.blocks(), true).policy()).contains("file:");
    }
}
