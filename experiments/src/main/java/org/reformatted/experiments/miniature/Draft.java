package org.reformatted.experiments.miniature;

import java.util.ArrayList;
import java.util.List;
import org.reformatted.experiments.miniature.Lexicon.Person;
import org.reformatted.experiments.miniature.Lexicon.Thing;

/** An unfinished word problem: its sentences so far and the current number of the owner's things. */
final class Draft {
    final Person owner;
    final Person other;
    final Thing thing;
    final Thing holder;
    int value;

    private final List<String> sentences = new ArrayList<>();
    private final List<String> signs = new ArrayList<>();
    private final List<CalculationStep> steps = new ArrayList<>();
    private String asked = "";
    private boolean possible = true;

    Draft(Person owner, Person other, Thing thing, Thing holder) {
        this.owner = owner;
        this.other = other;
        this.thing = thing;
        this.holder = holder;
    }

    void add(String sentence) {
        sentences.add(sentence);
    }

    /** Adds a calculation in signs without a result, such as {@code - 5}. */
    void note(String sign) {
        signs.add(sign);
    }

    /** Adds a step from the current value to the next one; a step out of range makes the draft impossible. */
    void calculate(char operator, int right, String unit) {
        possible = possible && CalculationStep.fits(value, operator, right);
        if (possible) {
            CalculationStep step = new CalculationStep(value, operator, right, unit);
            steps.add(step);
            value = step.result();
        }
    }

    void ask(String question) {
        asked = question;
    }

    boolean possible() {
        return possible;
    }

    boolean isAsked() {
        return !asked.isEmpty();
    }

    int size() {
        return steps.size();
    }

    Problem problem() {
        return new Problem(sentences, asked, signs, steps);
    }
}
