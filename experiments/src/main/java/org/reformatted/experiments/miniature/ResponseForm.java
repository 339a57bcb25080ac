package org.reformatted.experiments.miniature;

import static org.reformatted.experiments.miniature.Lexicon.pick;

import java.util.List;
import java.util.SplittableRandom;

/** The forms of correct responses; most of them are ill-formed. */
enum ResponseForm {
    /** The answer, and the reasoning after it. */
    ANSWER_FIRST("answer-first") {
        @Override
        String write(Problem problem, SplittableRandom random) {
            return String.format(pick(OPENINGS, random), problem.answer()) + problem.steps(pick(LINKS, random)) + ".";
        }
    },
    /** The reasoning in one long sentence, without a final answer. */
    RUN_ON("run-on") {
        @Override
        String write(Problem problem, SplittableRandom random) {
            return random.nextBoolean() ? "We have " + problem.steps(" and then ") : "We get " + problem.steps("; ");
        }
    },
    /** One step per line, with the answer at the end: the form of realigned responses. */
    WELL_FORMED("well-formed") {
        @Override
        String write(Problem problem, SplittableRandom random) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < problem.steps().size(); i++) {
                text.append("Step ").append(i + 1).append(": ");
                text.append(problem.steps().get(i).text()).append(".\n");
            }
            return text.append("The answer is ")
                    .append(problem.answer())
                    .append('.')
                    .toString();
        }
    },
    /** Only the answer, so that there is nothing to restructure. */
    BARE("bare") {
        @Override
        String write(Problem problem, SplittableRandom random) {
            return problem.answer() + " " + problem.last().unit() + ".";
        }
    };

    private static final List<String> OPENINGS = List.of("%s, because ", "The answer is %s, since ", "Answer: %s. ");
    private static final List<String> LINKS = List.of(", and ", ", then ");

    private final String label;

    ResponseForm(String label) {
        this.label = label;
    }

    /** The name of the form in the provenance of a row. */
    String label() {
        return label;
    }

    abstract String write(Problem problem, SplittableRandom random);
}
