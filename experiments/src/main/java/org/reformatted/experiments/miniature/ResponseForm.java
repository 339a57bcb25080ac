package org.reformatted.experiments.miniature;

import static org.reformatted.experiments.miniature.Lexicon.pick;

import java.util.List;
import java.util.SplittableRandom;

/** The forms in which correct responses come, most of them ill-formed. */
enum ResponseForm {
    /** The answer, and the reasoning after it. */
    ANSWER_FIRST("answer-first") {
        @Override
        String write(Problem problem, SplittableRandom random) {
            return String.format(pick(OPENINGS, random), problem.answer()) + problem.steps(pick(LINKS, random)) + ".";
        }
    },
    /** The reasoning in one breath, without an ending. */
    RUN_ON("run-on") {
        @Override
        String write(Problem problem, SplittableRandom random) {
            return random.nextBoolean() ? "We have " + problem.steps(" and then ") : "We get " + problem.steps("; ");
        }
    },
    /** One step a line, the answer last: the form that realigning gives. */
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
    /** The answer alone, in which there is nothing to put in order. */
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

    /** The name that provenance carries. */
    String label() {
        return label;
    }

    abstract String write(Problem problem, SplittableRandom random);
}
