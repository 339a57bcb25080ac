package org.reformatted.experiments.miniature;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The people and things in the texts of the miniature. */
final class Lexicon {
    private Lexicon() {}

    /** A person with the pronouns for them. */
    record Person(String name, String subject, String object) {}

    /** A countable thing. */
    record Thing(String one, String many) {}

    static final List<Person> PEOPLE = Stream.concat(
                    Stream.of("Tom", "Ben", "Sam", "Max", "Leo", "Jack", "Paul", "Omar", "Finn", "Hugo", "Carl", "Noah")
                            .map(name -> new Person(name, "He", "him")),
                    Stream.of(
                                    "Mia", "Ana", "Lily", "Eva", "Nina", "Rosa", "Ida", "Zoe", "Clara", "Emma", "Maya",
                                    "Ruth")
                            .map(name -> new Person(name, "She", "her")))
            .toList();

    static final List<Thing> THINGS = Stream.of(
                    "apple", "pear", "book", "card", "egg", "shell", "stamp", "stone", "marble", "pencil", "flower",
                    "button", "candle", "cookie", "plum", "toy", "cup", "nut", "ribbon", "lemon")
            .map(one -> new Thing(one, one + "s"))
            .toList();

    static final List<Thing> CONTAINERS = List.of(
            new Thing("bag", "bags"),
            new Thing("box", "boxes"),
            new Thing("basket", "baskets"),
            new Thing("jar", "jars"),
            new Thing("bowl", "bowls"),
            new Thing("tray", "trays"));

    static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }
}
