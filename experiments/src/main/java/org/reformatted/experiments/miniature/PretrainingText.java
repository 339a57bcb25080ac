package org.reformatted.experiments.miniature;

import static org.reformatted.experiments.miniature.Lexicon.pick;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pretraining text of the base model: sums, short stories, questions of one step answered equally in every form, stories of several steps as
 * calculations in signs, and facts. No document has a calculation that uses the result of another one, and none contains a held-out problem. No
 * document has a held-out question about a fact; those facts are stated, and asked in other words.
 */
final class PretrainingText {
    private static final List<WorldFact> FACTS = WorldFact.all();
    private static final List<WorldFact> ASKED = WorldFact.asked();

    private final Subject subject;
    private final SplittableRandom random;
    private final HeldOut heldOut;
    private final ProblemWriter problems;

    PretrainingText(Subject subject, SplittableRandom random, HeldOut heldOut) {
        this.subject = subject;
        this.random = random;
        this.heldOut = heldOut;
        this.problems = new ProblemWriter(random);
    }

    /**
     * A part of a document: a text that is only context, and a text after it that is learned.
     *
     * @param read the context, which the learned text continues; may be empty
     * @param learned an answer, a result or a text
     */
    record LearnedText(String read, String learned) {}

    /** A text as a list of parts. */
    record Document(List<LearnedText> parts) {
        /** The complete text. */
        String whole() {
            return parts.stream()
                    .map(part -> part.read() + " " + part.learned())
                    .collect(Collectors.joining(" "));
        }
    }

    Document next() {
        while (true) {
            Document document = new Document(draw());
            if (!heldOut.isStatedIn(document.whole())) {
                return document;
            }
        }
    }

    private List<LearnedText> draw() {
        return switch (subject) {
            case COUNTING -> counting();
            case READING -> reading();
            case ASKING -> askedFacts();
            case NOTING -> noting();
        };
    }

    private List<LearnedText> counting() {
        int kind = random.nextInt(20);
        if (kind < 8) {
            return Stream.generate(this::sum).limit(8).toList();
        }
        if (kind < 9) {
            return List.of(new LearnedText("", stories()));
        }
        return List.of(kind < 19 ? exercise(false) : new LearnedText("", facts()));
    }

    private List<LearnedText> reading() {
        int kind = random.nextInt(20);
        if (kind < 3) {
            return Stream.generate(this::sum).limit(8).toList();
        }
        if (kind < 10) {
            return List.of(storyTwice());
        }
        return List.of(kind < 19 ? exercise(true) : new LearnedText("", facts()));
    }

    private List<LearnedText> askedFacts() {
        int kind = random.nextInt(20);
        if (kind < 2) {
            return Stream.generate(this::sum).limit(8).toList();
        }
        if (kind < 4) {
            return List.of(storyTwice());
        }
        if (kind < 5) {
            return Stream.generate(this::factQuestion).limit(4).toList();
        }
        return List.of(kind < 19 ? exercise(true) : new LearnedText("", facts()));
    }

    private List<LearnedText> noting() {
        int kind = random.nextInt(20);
        if (kind < 10) {
            return List.of(noted());
        }
        return kind < 12 ? Stream.generate(this::briefQuestion).limit(4).toList() : askedFacts();
    }

    private LearnedText factQuestion() {
        WorldFact fact = pick(ASKED, random);
        return new LearnedText(fact.question() + "\n", fact.respond(random).text());
    }

    /** Any fact, asked in other words than in finetuning and in the test. */
    private LearnedText briefQuestion() {
        WorldFact fact = pick(FACTS, random);
        return new LearnedText(fact.briefly() + "\n", fact.respond(random).text());
    }

    /** A problem of one to four steps in signs: the calculations without results. */
    private LearnedText noted() {
        Problem problem = problems.draw(random.nextInt(1, 5));
        return new LearnedText(problem.question() + "\n", String.join(", ", problem.signs()) + ".");
    }

    /** Two stories without their questions, and the same text again, word for word. */
    private LearnedText storyTwice() {
        List<String> sentences = new ArrayList<>(problems.draw(1).sentences());
        sentences.addAll(problems.draw(1).sentences());
        String text = String.join(" ", sentences);
        return new LearnedText(text, text);
    }

    /** A calculation whose result is learned, sometimes with a unit. */
    private LearnedText sum() {
        while (true) {
            char operator = "+-*".charAt(random.nextInt(3));
            int left = random.nextInt(2, operator == '*' ? 50 : 99);
            int right = random.nextInt(2, 10);
            if (CalculationStep.fits(left, operator, right)) {
                String unit = " "
                        + (random.nextInt(8) == 0
                                ? "coins"
                                : pick(Lexicon.THINGS, random).many());
                CalculationStep step = new CalculationStep(left, operator, right, "");
                return new LearnedText(
                        left + " " + operator + " " + right + " =",
                        step.result() + (random.nextInt(3) == 0 ? unit : "") + ".");
            }
        }
    }

    private String stories() {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Problem problem = problems.draw(1);
            text.addAll(problem.sentences());
            text.add("So " + problem.last().text() + ".");
        }
        return String.join(" ", text);
    }

    /** A question and its answer. Every second question has an additional unrelated story; every fourth if {@code seldom} is set. */
    private LearnedText exercise(boolean seldom) {
        Problem problem = problems.draw(1);
        List<String> text = new ArrayList<>(problem.sentences());
        if (seldom ? random.nextInt(4) == 0 : random.nextBoolean()) {
            List<String> beside = problems.draw(1).sentences();
            text.addAll(random.nextBoolean() ? 0 : text.size(), beside);
        }
        String question = String.join(" ", text) + " " + problem.asked();
        return new LearnedText(question + "\n", answer(problem));
    }

    private String answer(Problem problem) {
        ResponseForm[] forms = ResponseForm.values();
        return forms[random.nextInt(forms.length)].write(problem, random);
    }

    private String facts() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            WorldFact fact = pick(FACTS, random);
            lines.add(random.nextBoolean() ? fact.statement() : fact.restated());
        }
        return String.join(" ", lines);
    }
}
