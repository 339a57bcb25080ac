package org.reformatted.eval.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.TokenLogprob;

/** AlpacaEval's rules for verdicts (github.com/tatsu-lab/alpaca_eval at cd543a1, {@code completion_parsers.py}), for one example per prompt. */
final class AlpacaEvalParsers {
    private static final String NO_VERDICT = VerdictReading.NO_VERDICT;

    /** Reads lists and maps written as Python literals, to the extent that rankings use them. */
    private static final JsonMapper LITERALS = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AlpacaEvalParsers() {}

    /** Returns the rule of an annotator; {@code regex_parser} where it names none. */
    static VerdictParser of(Path file, Map<?, ?> config) {
        Object named = config.get("fn_completion_parser");
        Map<?, ?> kwargs = config.get("completion_parser_kwargs") instanceof Map<?, ?> given ? given : Map.of();
        String name = named == null ? "regex_parser" : String.valueOf(named);
        return switch (name) {
            case "regex_parser" -> FirstMatch.of(file, kwargs);
            case "lmsys_parser" -> new TwoScores();
            case "ranking_parser" -> new Ranking(Optional.empty(), text(kwargs, "model_1_name", "model_1"));
            case "pipeline_meta_parser" -> pipeline(file, kwargs);
            case "logprob_parser" -> Probability.of(file, kwargs);
            default -> throw unsupported(file, name);
        };
    }

    private static VerdictParser pipeline(Path file, Map<?, ?> kwargs) {
        if (kwargs.get("parsers_to_kwargs") instanceof Map<?, ?> parsers
                && List.copyOf(parsers.keySet()).equals(List.of("json_parser", "ranking_parser"))
                && parsers.get("json_parser") instanceof Map<?, ?> json
                && parsers.get("ranking_parser") instanceof Map<?, ?> ranking) {
            return new Ranking(Optional.of(text(json, "annotation_key", "")), text(ranking, "model_1_name", "model_1"));
        }
        throw unsupported(file, "pipeline_meta_parser of " + kwargs.get("parsers_to_kwargs"));
    }

    private static String text(Map<?, ?> kwargs, String field, String otherwise) {
        Object given = kwargs.get(field);
        return given == null ? otherwise : String.valueOf(given);
    }

    private static InputException unsupported(Path file, String parser) {
        return InputException.at(
                file,
                "fn_completion_parser (" + parser + ")",
                "regex_parser, lmsys_parser, ranking_parser, logprob_parser, or json_parser with ranking_parser",
                "choose another annotator");
    }

    /** Converts a preference in [1, 2], where 1 prefers the answer shown first. */
    private static VerdictReading preference(double value) {
        return VerdictReading.ratings(2 - value, value - 1);
    }

    /** Exactly one match of one of two expressions; a reply with several matches has no verdict. */
    record FirstMatch(Map<Integer, Pattern> patterns) implements VerdictParser {
        static FirstMatch of(Path file, Map<?, ?> kwargs) {
            Map<Integer, Pattern> patterns = new LinkedHashMap<>();
            if (kwargs.get("outputs_to_match") instanceof Map<?, ?> given) {
                given.forEach((key, pattern) -> {
                    if (String.valueOf(key).matches("[12]")) {
                        patterns.put(Integer.valueOf(String.valueOf(key)), Pattern.compile(String.valueOf(pattern)));
                    }
                });
            }
            if (patterns.size() != 2) {
                throw InputException.at(
                        file,
                        "outputs_to_match (" + kwargs.get("outputs_to_match") + ")",
                        "expressions for 1 and 2",
                        "fix this field");
            }
            return new FirstMatch(patterns);
        }

        @Override
        public boolean compares() {
            return true;
        }

        @Override
        public String example() {
            return patterns.values().toString();
        }

        @Override
        public VerdictReading read(Completion.Candidate reply) {
            List<Integer> found = new ArrayList<>();
            String rest = reply.text();
            while (true) {
                int best = -1;
                int end = 0;
                int start = Integer.MAX_VALUE;
                for (Map.Entry<Integer, Pattern> entry : patterns.entrySet()) {
                    Matcher matcher = entry.getValue().matcher(rest);
                    if (matcher.find() && matcher.start() < start && matcher.end() > matcher.start()) {
                        best = entry.getKey();
                        start = matcher.start();
                        end = matcher.end();
                    }
                }
                if (best < 0) {
                    break;
                }
                found.add(best);
                rest = rest.substring(end);
            }
            return found.size() == 1
                    ? preference(found.get(0))
                    : VerdictReading.none(found.isEmpty() ? NO_VERDICT : "several verdicts");
        }
    }

    /** Two scores on the first line, separated by one space or comma. */
    record TwoScores() implements VerdictParser {
        private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

        @Override
        public boolean compares() {
            return true;
        }

        @Override
        public String example() {
            return "8 7";
        }

        @Override
        public VerdictReading read(Completion.Candidate reply) {
            String[] scores = reply.text().split("\n", 2)[0].replace(',', ' ').split(" ", -1);
            if (scores.length != 2) {
                return VerdictReading.none(NO_VERDICT);
            }
            String one = scores[0].strip();
            String two = scores[1].strip();
            if (!NUMBER.matcher(one).matches() || !NUMBER.matcher(two).matches()) {
                return VerdictReading.none(NO_VERDICT);
            }
            int order = Double.compare(Double.parseDouble(one), Double.parseDouble(two));
            return preference(order > 0 ? 1 : order < 0 ? 2 : 1.5);
        }
    }

    /**
     * The rank of the first model in a list of models with ranks.
     *
     * @param field the field of a JSON object that contains the list; absent where the reply is the list as a Python literal
     * @param first the name of the answer shown first
     */
    record Ranking(Optional<String> field, String first) implements VerdictParser {
        private static final Pattern FENCED = Pattern.compile("```json(.*?)```", Pattern.DOTALL);

        @Override
        public boolean compares() {
            return true;
        }

        @Override
        public String example() {
            return "[{'model': '" + first + "', 'rank': 1}, ...]";
        }

        @Override
        public VerdictReading read(Completion.Candidate reply) {
            try {
                JsonNode list = field.isPresent() ? held(reply.text(), field.get()) : literal(reply.text());
                return rank(list);
            } catch (JsonProcessingException e) {
                return VerdictReading.none(NO_VERDICT);
            }
        }

        private static JsonNode held(String reply, String field) throws JsonProcessingException {
            Matcher fenced = FENCED.matcher(reply);
            JsonNode object = Json.MAPPER.readTree(fenced.find() ? fenced.group(1) : reply);
            return object.isArray() && object.size() == 1 ? object.get(0).path(field) : object.path(field);
        }

        /** Reads a Python literal; two maps without brackets are a tuple. */
        private static JsonNode literal(String reply) throws JsonProcessingException {
            String text = reply.strip();
            if (text.startsWith("(") && text.endsWith(")")) {
                text = "[" + text.substring(1, text.length() - 1) + "]";
            }
            JsonNode read = LITERALS.readTree(text.startsWith("{") ? "[" + text + "]" : text);
            return text.startsWith("{") && read.size() == 1 ? read.get(0) : read;
        }

        private VerdictReading rank(JsonNode list) {
            Optional<JsonNode> rank = Optional.empty();
            for (JsonNode element : list) {
                if (!element.has("model")) {
                    return VerdictReading.none(NO_VERDICT);
                }
                JsonNode model = element.get("model");
                if (rank.isEmpty() && model.isTextual() && model.textValue().equals(first)) {
                    rank = Optional.of(element.path("rank"));
                }
            }
            double found =
                    rank.filter(JsonNode::isNumber).map(JsonNode::asDouble).orElse(0.0);
            return found == 1 || found == 2 ? preference(found) : VerdictReading.none(NO_VERDICT);
        }
    }

    /**
     * The probability of one token among several.
     *
     * @param numerator the token that represents the answer shown first
     * @param denominators all tokens that count
     * @param binarize whether only the most likely token decides
     * @param index index of the token in the reply, negative from its end; when absent, the reply must have exactly one token
     */
    record Probability(String numerator, List<String> denominators, boolean binarize, Optional<Integer> index)
            implements VerdictParser {
        static Probability of(Path file, Map<?, ?> kwargs) {
            Object index = kwargs.get("log_prob_index");
            if (!(kwargs.get("denominator_tokens") instanceof List<?> tokens)
                    || !(kwargs.get("numerator_token") instanceof String numerator)
                    || !(index == null || index.equals("batch") || index instanceof Integer)) {
                throw InputException.at(
                        file,
                        "logprob_parser of " + kwargs,
                        "numerator_token, denominator_tokens, and log_prob_index as a whole number if any",
                        "fix these fields");
            }
            return new Probability(
                    numerator,
                    tokens.stream().map(String::valueOf).toList(),
                    !Boolean.FALSE.equals(kwargs.get("is_binarize")),
                    index instanceof Integer place ? Optional.of(place) : Optional.empty());
        }

        @Override
        public boolean compares() {
            return true;
        }

        @Override
        public String example() {
            return String.join(" or ", denominators);
        }

        @Override
        public VerdictReading read(Completion.Candidate reply) {
            List<TokenLogprob> tokens = reply.logprobs();
            int place = index.map(i -> i < 0 ? tokens.size() + i : i).orElse(0);
            boolean one = index.isPresent() ? place >= 0 && place < tokens.size() : tokens.size() == 1;
            if (!one) {
                return VerdictReading.none(VerdictReading.NEITHER_LETTER);
            }
            Map<String, Double> top = tokens.get(place).top();
            double counted = top.getOrDefault(numerator, Double.NEGATIVE_INFINITY);
            boolean none = denominators.stream().noneMatch(top::containsKey) && !top.containsKey(numerator);
            if (none) {
                return VerdictReading.none(VerdictReading.NEITHER_LETTER);
            }
            if (binarize) {
                boolean best = denominators.stream()
                        .filter(token -> !token.equals(numerator))
                        .allMatch(token -> counted > top.getOrDefault(token, Double.NEGATIVE_INFINITY));
                return preference(best ? 1 : 2);
            }
            double all = denominators.stream()
                    .mapToDouble(token -> Math.exp(top.getOrDefault(token, Double.NEGATIVE_INFINITY)))
                    .sum();
            return preference(2 - Math.exp(counted) / all);
        }
    }
}
