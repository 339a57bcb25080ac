package org.reformatted.experiments.miniature;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fact and a question about it.
 *
 * @param question the question
 * @param answer a word
 * @param statement the fact as a sentence
 * @param restated the fact in another word order
 */
record WorldFact(String question, String answer, String statement, String restated) {
    private static final List<String> CAPITALS = List.of(
            "France Paris",
            "Spain Madrid",
            "Italy Rome",
            "Greece Athens",
            "Egypt Cairo",
            "Japan Tokyo",
            "Norway Oslo",
            "Poland Warsaw",
            "Peru Lima",
            "Cuba Havana",
            "Kenya Nairobi",
            "Austria Vienna",
            "Ireland Dublin",
            "Germany Berlin",
            "Russia Moscow",
            "China Beijing",
            "Sweden Stockholm",
            "Chile Santiago",
            "Finland Helsinki",
            "Portugal Lisbon",
            "Hungary Budapest",
            "Canada Ottawa",
            "Denmark Copenhagen",
            "Iran Tehran");
    private static final List<String> YOUNG = List.of(
            "cow calf",
            "horse foal",
            "dog puppy",
            "cat kitten",
            "duck duckling",
            "sheep lamb",
            "goat kid",
            "pig piglet",
            "goose gosling",
            "lion cub",
            "deer fawn",
            "frog tadpole",
            "swan cygnet",
            "eagle eaglet",
            "hen chick",
            "kangaroo joey");
    private static final List<String> COLORS = List.of(
            "grass green",
            "snow white",
            "coal black",
            "blood red",
            "milk white",
            "ink blue",
            "gold yellow",
            "chocolate brown",
            "salt white",
            "soot black",
            "silver gray",
            "mud brown");

    /** All facts of the miniature, capitals first. */
    static List<WorldFact> all() {
        return Stream.of(
                        CAPITALS.stream().map(pair -> capital(first(pair), second(pair))),
                        YOUNG.stream().map(pair -> young(first(pair), second(pair))),
                        COLORS.stream().map(pair -> color(first(pair), second(pair))))
                .flatMap(facts -> facts)
                .toList();
    }

    /** The facts with questions in pretraining and finetuning: every second one. */
    static List<WorldFact> asked() {
        return every(0);
    }

    /** The facts that are not asked in the words of the test before the test. */
    static List<WorldFact> heldOut() {
        return every(1);
    }

    private static List<WorldFact> every(int remainder) {
        List<WorldFact> facts = all();
        return IntStream.range(0, facts.size())
                .filter(i -> i % 2 == remainder)
                .mapToObj(facts::get)
                .toList();
    }

    /** The question in fewer words, such as {@code The capital of Peru?}. */
    String briefly() {
        return question.replaceFirst("What is the", "The");
    }

    /**
     * A correct response to the question.
     *
     * @param text the response
     * @param form the label of its form
     */
    record Response(String text, String form) {}

    /** Draws a form and responds in it. */
    Response respond(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Response(statement, "sentence");
            case 1 -> new Response(answer + ".", "bare");
            default -> new Response(answer + ", because " + restated, "answer-first");
        };
    }

    private static WorldFact capital(String country, String city) {
        return new WorldFact(
                "What is the capital of " + country + "?",
                city,
                "The capital of " + country + " is " + city + ".",
                city + " is the capital of " + country + ".");
    }

    private static WorldFact young(String parent, String young) {
        return new WorldFact(
                "What is the young of the " + parent + "?",
                young,
                "The young of the " + parent + " is the " + young + ".",
                "The " + young + " is the young of the " + parent + ".");
    }

    private static WorldFact color(String matter, String color) {
        return new WorldFact(
                "What is the color of " + matter + "?",
                color,
                "The color of " + matter + " is " + color + ".",
                color.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + color.substring(1) + " is the color of "
                        + matter + ".");
    }

    private static String first(String pair) {
        return pair.substring(0, pair.indexOf(' '));
    }

    private static String second(String pair) {
        return pair.substring(pair.indexOf(' ') + 1);
    }
}
