package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Set;

/** Moves the concluding sentence of a single paragraph of three or more sentences to a separate paragraph. */
final class ClosingSentenceRule implements FormatRule {
    private static final int FEWEST = 3;
    private static final RuleContract CONTRACT = new RuleContract(
            "closing-sentence",
            "Sets the concluding sentence of a paragraph apart.",
            Set.of(
                    "math_puzzles",
                    "exam_problem_solving_tutor",
                    "value_judgement",
                    "explain_answer",
                    "fact_verification",
                    "general_classification",
                    "topic_classification",
                    "sentiment_analysis",
                    "language_classification",
                    "code_language_classification",
                    "ml_ai_language_model_tutor",
                    "recommendations",
                    "how_to_generation"),
            "The conclusion, verdict or answer in a last sentence of its own.",
            List.of(
                    "any word: a line break is all it adds",
                    "code, tables, verse, lists and quotations",
                    "answers to questions that ask for one paragraph, an essay or a letter"),
            List.of(),
            List.of(),
            "");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        String text = response.strip();
        if (!Paragraphs.isOne(text)) {
            return Outcome.left("the response has lines of its own");
        }
        Shield shield = Shield.of(text);
        if (Layout.fixed(text) != null || !shield.isClosed() || AskedLayout.isProse(question)) {
            return Outcome.left("the response, or the question's wish, is one piece");
        }
        List<String> sentences = Steps.sentences(text, shield);
        int last = sentences.size() - 1;
        boolean concludes = sentences.size() >= FEWEST
                && Paragraphs.CONCLUSION.matcher(sentences.get(last)).matches();
        if (!concludes) {
            return Outcome.left("no sentence concludes the response");
        }
        String closing = sentences.get(last);
        String before = text.substring(0, text.length() - closing.length()).stripTrailing();
        return Outcome.changed(before + "\n\n" + closing, "the conclusion stands apart");
    }
}
