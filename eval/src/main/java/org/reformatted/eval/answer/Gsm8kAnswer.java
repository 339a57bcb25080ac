package org.reformatted.eval.answer;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.text.FinalAnswer;

/**
 * Judges answers to GSM8K's word problems with six extractors, each of which finds one number or none. Numbers are compared exactly, by value.
 */
public final class Gsm8kAnswer {
    /** Increment when verdicts of existing outputs change, or when a policy is added. */
    public static final int VERSION =
            4; // 2: stated-answer; 3: our own extractors read other minus signs, digits and separators; 4: 3-18 ends in
    // 18

    /**
     * The number after the first {@code "#### "} (OpenAI's grade-school-math; lm-evaluation-harness {@code gsm8k.yaml}, filter
     * {@code strict-match}).
     */
    public static final String STRICT_MATCH = "strict-match";

    /** The last run of digits, dots, commas and dollar signs (lm-evaluation-harness {@code gsm8k.yaml}, filter {@code flexible-extract}). */
    public static final String FLEXIBLE_EXTRACT = "flexible-extract";

    /** The last sentence, when it is {@code The answer is 72.}: the ending of this project's realigned solutions. */
    public static final String REALIGNED_ENDING = "realigned-ending";

    /** The first number after the last {@code the answer is}, with or without a colon, in any case (after MetaMath's grader). */
    public static final String AFTER_THE_ANSWER_IS = "after-the-answer-is";

    /** The last well-formed number; a hyphen between two digits or letters is not a minus sign. */
    public static final String LAST_NUMBER = "last-number";

    /**
     * The answer that the response states, at any position ({@link FinalAnswer#find}): marked, boxed, after "answer is" or at the start; the last
     * number only where the response states no answer. Unlike the other extractors, it does not favour responses that end with their answer. A
     * fraction does not count as an answer.
     */
    public static final String STATED_ANSWER = "stated-answer";

    /**
     * The policy whose score represents the task: the only extractor that reads original endings, realigned endings and other endings equally, so
     * that it favours no arm of a comparison. It agrees with all of abel-7b's 1319 published verdicts.
     */
    public static final String DEFAULT = FLEXIBLE_EXTRACT;

    private static final Pattern STRICT = Pattern.compile("#### (-?[0-9.,]+)");
    private static final Pattern FLEXIBLE = Pattern.compile("-?[$0-9.,]{2,}|-?[0-9]+");
    private static final Pattern ENDING =
            Pattern.compile("(?:^|\\s)The answer is (-?\\$?[0-9][0-9,]*(?:\\.[0-9]+)?)\\.?\\s*\\z");
    private static final Pattern ANSWER_IS = Pattern.compile("the answer is:?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER =
            Pattern.compile("(?:(?<![\\w)])-)?\\$?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\\.[0-9]+)?");

    private static final Pattern SPACED_THOUSANDS =
            Pattern.compile("(?<![0-9.,])(?<![0-9] )[0-9]{1,3}(?: [0-9]{3})+(?![0-9.,]*[0-9])(?! [0-9])");
    private static final Pattern WIDE = Pattern.compile("[\uff0b-\uff19]+");

    private static final Pattern FRACTION = Pattern.compile("[0-9]+/[0-9]+");

    private static final Map<String, Function<String, Optional<String>>> EXTRACTORS = extractors();

    private Gsm8kAnswer() {}

    private static Map<String, Function<String, Optional<String>>> extractors() {
        Map<String, Function<String, Optional<String>>> named = new LinkedHashMap<>();
        named.put(STRICT_MATCH, output -> first(STRICT.matcher(output), 1));
        named.put(FLEXIBLE_EXTRACT, output -> last(FLEXIBLE.matcher(output)));
        named.put(REALIGNED_ENDING, output -> first(ENDING.matcher(output), 1));
        named.put(AFTER_THE_ANSWER_IS, output -> afterTheAnswerIs(ascii(output)));
        named.put(LAST_NUMBER, output -> last(NUMBER.matcher(ascii(output))));
        named.put(
                STATED_ANSWER,
                output -> statedAnswer(SPACED_THOUSANDS
                        .matcher(ascii(output))
                        .replaceAll(number -> number.group().replace(' ', ','))));
        return named;
    }

    /**
     * Returns the policies, including the default, in the order in which reports show them.
     *
     * @return all six policies
     */
    public static List<AnswerPolicy> policies() {
        return EXTRACTORS.keySet().stream()
                .map(name -> new AnswerPolicy(name, (output, reference) -> judge(name, output, reference)))
                .toList();
    }

    /**
     * Extracts a number.
     *
     * @param extractor one of this class's names
     * @param output the model's output
     * @return the number; empty when the extractor finds none
     */
    public static Optional<BigDecimal> extract(String extractor, String output) {
        Function<String, Optional<String>> named = EXTRACTORS.get(extractor);
        if (named == null) {
            throw new IllegalArgumentException(
                    "extractor (" + extractor + ") must be one of " + String.join(", ", EXTRACTORS.keySet()));
        }
        return named.apply(output).flatMap(DecimalText::parse);
    }

    /**
     * Reads the right answer.
     *
     * @param reference GSM8K's own answer, with {@code "#### 72"} after its solution, or only the number
     * @return the number
     * @throws IllegalArgumentException when the reference contains no number
     */
    public static BigDecimal reference(String reference) {
        int marker = reference.lastIndexOf("####");
        String number = marker < 0 ? reference : reference.substring(marker + 4);
        return DecimalText.parse(number)
                .orElseThrow(() -> new IllegalArgumentException("reference (" + shortened(number.strip())
                        + ") must be a number, or a solution that ends in \"#### \" and a number"));
    }

    /** Converts the minus sign U+2212, full-width digits, and Arabic or narrow thousands separators to ASCII. */
    private static String ascii(String output) {
        String plain = output.replace('\u2212', '-')
                .replaceAll("(?<=[0-9])\u066c(?=[0-9]{3})", ",")
                .replaceAll("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3})", " ");
        return WIDE.matcher(plain).replaceAll(wide -> Normalizer.normalize(wide.group(), Normalizer.Form.NFKC));
    }

    private static Verdict judge(String extractor, String output, String reference) {
        BigDecimal right = reference(reference);
        return extract(extractor, output)
                .map(found -> Verdict.of(DecimalText.write(found), found.compareTo(right) == 0))
                .orElse(Verdict.UNPARSED);
    }

    private static Optional<String> afterTheAnswerIs(String output) {
        Matcher matcher = ANSWER_IS.matcher(output);
        int end = -1;
        while (matcher.find()) {
            end = matcher.end();
        }
        return end < 0 ? Optional.empty() : first(NUMBER.matcher(output.substring(end)), 0);
    }

    private static Optional<String> statedAnswer(String output) {
        return FinalAnswer.find(output)
                .filter(answer -> !FRACTION.matcher(answer).find())
                .flatMap(answer -> first(NUMBER.matcher(answer), 0));
    }

    private static Optional<String> first(Matcher matcher, int group) {
        return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
    }

    private static Optional<String> last(Matcher matcher) {
        String found = null;
        while (matcher.find()) {
            found = matcher.group();
        }
        return Optional.ofNullable(found);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
