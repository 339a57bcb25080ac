package org.reformatted.experiments.miniature;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reformatted.experiments.config.ControlResponses;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;

/**
 * The data of the miniature. Everything is determined by three seeds. No problem of the test set has the same {@link CanonicalForm} as a problem of
 * the training set, because both are drawn with one common set of used forms.
 */
public final class Miniature {
    /** The seed of the test problems. */
    static final long TEST_SEED = 2402;

    /** The seed of the training problems and the forms of their responses. */
    static final long TRAIN_SEED = 12219;

    /** The seed of the pretraining text of the base model. */
    static final long PRETRAINING_SEED = 20240219;

    /** The number of held-out problems. */
    public static final int TEST_PROBLEMS = 500;

    /** The number of problems in the instruction set; facts are added to them. */
    public static final int TRAIN_PROBLEMS = 474;

    private static final int VOCABULARY_DOCUMENTS = 20_000;
    private static final Pattern WORD = Pattern.compile("▁?\\p{L}+|▁[-+*=0-9]");

    /** The forms of twenty responses: twelve start with the answer, four are run-on, two are well-formed, two are bare. */
    private static final List<ResponseForm> FORMS = forms();

    private final List<Problem> test;
    private final List<Conversation> train;

    /** Creates both sets. */
    public Miniature() {
        Set<String> taken = new HashSet<>();
        test = problems(new SplittableRandom(TEST_SEED), TEST_PROBLEMS, taken);
        SplittableRandom random = new SplittableRandom(TRAIN_SEED);
        List<Problem> problems = problems(random, TRAIN_PROBLEMS, taken);
        train = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            train.add(sample(i + 1, problems.get(i), FORMS.get(i % FORMS.size()), random));
        }
        for (WorldFact fact : WorldFact.asked()) {
            train.add(sample(train.size() + 1, fact, random));
        }
    }

    /**
     * The held-out problems, in the format of GSM8K.
     *
     * @return rows {@code question} and {@code answer}, whose final answer follows {@code ####}
     */
    public List<Map<String, String>> test() {
        return test.stream().map(Miniature::gsm8k).toList();
    }

    /**
     * The instruction set: problems first, then facts, in ill-formed responses.
     *
     * @return conversations whose provenance has {@code answer} and {@code form}
     */
    public List<Conversation> train() {
        return List.copyOf(train);
    }

    /**
     * The questions about facts that are not in training.
     *
     * @return rows {@code question} and {@code answer}
     */
    public List<Map<String, String>> facts() {
        return WorldFact.heldOut().stream()
                .map(fact -> row("question", fact.question(), "answer", fact.answer()))
                .toList();
    }

    /**
     * Writes the three data files.
     *
     * @param folder the folder for {@code train.jsonl}, {@code test.jsonl} and {@code facts.jsonl}
     */
    public void write(Path folder) {
        JsonLines.write(folder.resolve("train.jsonl"), train.stream());
        JsonLines.write(folder.resolve("test.jsonl"), test().stream());
        JsonLines.write(folder.resolve("facts.jsonl"), facts().stream());
    }

    /**
     * The tokenizer whose pieces are the words of the miniature.
     *
     * @return the bytes of a SentencePiece {@code tokenizer.model}
     */
    public byte[] tokenizer() {
        Map<String, Long> words = new TreeMap<>();
        Set<String> characters = new TreeSet<>();
        texts().forEach(text -> {
            String escaped = ("▁" + text).replace(' ', '▁');
            WORD.matcher(escaped).results().forEach(match -> words.merge(match.group(), 1L, Long::sum));
            escaped.codePoints().mapToObj(Character::toString).forEach(characters::add);
        });
        return SentencePieceModel.bytes(BytePairTrainer.train(words), List.copyOf(characters));
    }

    /** The pretraining text of the base model, as an infinite stream. */
    Stream<PretrainingText.Document> pretraining(Subject subject) {
        SplittableRandom random = new SplittableRandom(subject.seed());
        HeldOut heldOut = new HeldOut(test.stream().map(Problem::question).toList());
        return Stream.generate(new PretrainingText(subject, random, heldOut)::next);
    }

    /** Texts of every kind, from whose words the tokenizer is trained. */
    Stream<String> texts() {
        Stream<String> read =
                pretraining(Subject.COUNTING).limit(VOCABULARY_DOCUMENTS).map(PretrainingText.Document::whole);
        Stream<String> asked = test.stream().flatMap(problem -> Stream.of(problem.question(), problem.steps(". ")));
        Stream<String> taught = train.stream()
                .flatMap(sample -> Stream.of(sample.question(), ControlResponses.longer(sample.response())));
        return Stream.of(read, asked, taught, facts().stream().flatMap(row -> row.values().stream()))
                .flatMap(texts -> texts);
    }

    private static List<Problem> problems(SplittableRandom random, int count, Set<String> taken) {
        ProblemWriter writer = new ProblemWriter(random);
        List<Problem> problems = new ArrayList<>();
        while (problems.size() < count) {
            Problem problem = writer.draw(random.nextInt(2, 5));
            if (taken.add(CanonicalForm.of(problem.question()))) {
                problems.add(problem);
            }
        }
        return problems;
    }

    private static Conversation sample(int number, Problem problem, ResponseForm form, SplittableRandom random) {
        return sample(
                number, problem.question(), form.write(problem, random), "math", problem.answer() + "", form.label());
    }

    private static Conversation sample(int number, WorldFact fact, SplittableRandom random) {
        WorldFact.Response response = fact.respond(random);
        return sample(number, fact.question(), response.text(), "open_qa", fact.answer(), response.form());
    }

    private static Conversation sample(
            int number, String question, String response, String category, String answer, String form) {
        Conversation said = Conversation.of(String.format("quickstart-%03d", number), question, response);
        return new Conversation(
                said.id(),
                said.turns(),
                category,
                List.of(),
                Map.of("source", "quickstart", "answer", answer, "form", form));
    }

    private static Map<String, String> gsm8k(Problem problem) {
        return row("question", problem.question(), "answer", problem.steps(".\n") + ".\n#### " + problem.answer());
    }

    private static Map<String, String> row(String... cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(cells[i], cells[i + 1]);
        }
        return row;
    }

    private static List<ResponseForm> forms() {
        List<ResponseForm> forms = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            forms.add(
                    i < 12
                            ? ResponseForm.ANSWER_FIRST
                            : i < 16 ? ResponseForm.RUN_ON : i < 18 ? ResponseForm.WELL_FORMED : ResponseForm.BARE);
        }
        return forms;
    }
}
