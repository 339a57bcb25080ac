package org.reformatted.experiments.miniature;

import static org.reformatted.experiments.miniature.Lexicon.pick;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.reformatted.experiments.miniature.Lexicon.Person;
import org.reformatted.experiments.miniature.Lexicon.Thing;

/** Generates random word problems with a given number of steps: a person has things, something happens, and a question follows. */
final class ProblemWriter {
    private static final List<String> GAINS = List.of("buys", "finds", "gets", "picks", "makes");
    private static final List<String> LOSSES = List.of("loses", "sells", "breaks", "drops", "hides");

    private final SplittableRandom random;

    ProblemWriter(SplittableRandom random) {
        this.random = random;
    }

    /** Draws until a problem has exactly this number of steps and all numbers are in the miniature's range. */
    Problem draw(int steps) {
        while (true) {
            Optional<Problem> problem = attempt(steps);
            if (problem.isPresent()) {
                return problem.get();
            }
        }
    }

    private Optional<Problem> attempt(int wanted) {
        Draft draft = draft();
        open(draft);
        while (draft.possible() && draft.size() < wanted && !draft.isAsked()) {
            happen(draft, wanted == draft.size() + 1);
        }
        if (!draft.possible() || draft.size() != wanted) {
            return Optional.empty();
        }
        if (!draft.isAsked()) {
            draft.ask("How many " + draft.thing.many() + " does " + draft.owner.name() + " have now?");
        }
        return Optional.of(draft.problem());
    }

    private Draft draft() {
        Person owner = pick(Lexicon.PEOPLE, random);
        Person other = pick(Lexicon.PEOPLE, random);
        while (other.equals(owner)) {
            other = pick(Lexicon.PEOPLE, random);
        }
        return new Draft(owner, other, pick(Lexicon.THINGS, random), pick(Lexicon.CONTAINERS, random));
    }

    private void open(Draft draft) {
        String things = draft.thing.many();
        if (random.nextInt(3) > 0) {
            draft.value = between(3, 80);
            draft.add(draft.owner.name() + " has " + draft.value + " " + things + ".");
            draft.note(draft.value + "");
        } else {
            int groups = between(2, 9);
            int each = between(2, 9);
            draft.add(draft.owner.name() + " has " + groups + " " + holders(draft, each));
            draft.note(groups + " * " + each);
            draft.value = groups;
            draft.calculate('*', each, things);
        }
    }

    private void happen(Draft draft, boolean mayEnd) {
        switch (random.nextInt(mayEnd ? 9 : 6)) {
            case 0, 1 -> gain(draft);
            case 2, 3 -> lose(draft);
            case 4 -> gainInGroups(draft);
            case 5 -> compareThenSell(draft);
            case 6 -> compare(draft);
            case 7 -> meetAnother(draft);
            default -> sell(draft);
        }
    }

    private void gain(Draft draft) {
        int more = between(2, 9);
        draft.add(
                random.nextInt(4) == 0
                        ? draft.other.name() + " gives " + draft.owner.object() + " " + more + " more."
                        : draft.owner.subject() + " " + pick(GAINS, random) + " " + more + " more.");
        change(draft, '+', more);
    }

    private void lose(Draft draft) {
        int fewer = between(2, 9);
        draft.add(draft.owner.subject()
                + (random.nextInt(4) == 0
                        ? " gives " + fewer + " to " + draft.other.name() + "."
                        : " " + pick(LOSSES, random) + " " + fewer + "."));
        change(draft, '-', fewer);
    }

    private void gainInGroups(Draft draft) {
        int groups = between(2, 4);
        int each = between(2, 9 / groups);
        draft.add(draft.owner.subject() + " " + pick(GAINS, random) + " " + groups + " " + holders(draft, each));
        draft.note("+ " + groups + " * " + each);
        int before = draft.value;
        draft.value = groups;
        draft.calculate('*', each, draft.thing.many());
        int gained = draft.value;
        draft.value = before;
        draft.calculate('+', gained, draft.thing.many());
    }

    private void compareThenSell(Draft draft) {
        writeComparison(draft);
        int price = between(2, 5);
        draft.add(draft.other.name() + " sells all of them for " + price + " coins each.");
        draft.note("* " + price);
        draft.calculate('*', price, "coins");
        draft.ask("How many coins does " + draft.other.name() + " get?");
    }

    private void compare(Draft draft) {
        writeComparison(draft);
        draft.ask("How many " + draft.thing.many() + " does " + draft.other.name() + " have?");
    }

    private void writeComparison(Draft draft) {
        String than = draft.owner.name() + ".";
        String has = draft.other.name() + " has ";
        int by = between(2, 9);
        switch (random.nextInt(3)) {
            case 0 -> {
                draft.add(has + by + " more than " + than);
                change(draft, '+', by);
            }
            case 1 -> {
                draft.add(has + by + " fewer than " + than);
                change(draft, '-', by);
            }
            default -> {
                int times = between(2, 4);
                draft.add(has + times + " times as many as " + than);
                change(draft, '*', times);
            }
        }
    }

    private void meetAnother(Draft draft) {
        int others = between(2, 9);
        String things = draft.thing.many();
        draft.add(draft.other.name() + " has " + others + " " + things + ".");
        if (random.nextBoolean()) {
            draft.ask("How many " + things + " do they have together?");
            change(draft, '+', others);
        } else {
            draft.ask("How many more " + things + " does " + draft.owner.name() + " have than " + draft.other.name()
                    + "?");
            change(draft, '-', others);
        }
    }

    private void sell(Draft draft) {
        int price = between(2, 5);
        draft.add(draft.owner.subject() + " sells all of them for " + price + " coins each.");
        draft.note("* " + price);
        draft.calculate('*', price, "coins");
        draft.ask("How many coins does " + draft.owner.name() + " get?");
    }

    private static void change(Draft draft, char operator, int by) {
        draft.note(operator + " " + by);
        draft.calculate(operator, by, draft.thing.many());
    }

    private static String holders(Draft draft, int each) {
        Thing holder = draft.holder;
        return holder.many() + " with " + each + " " + draft.thing.many() + " in each " + holder.one() + ".";
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }
}
