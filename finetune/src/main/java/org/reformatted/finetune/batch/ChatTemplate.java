package org.reformatted.finetune.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/**
 * How a conversation is laid out for a model: as segments that are tokenized one by one, so that it is known of every token whose words it
 * is. What an assistant says and the token that ends it are learned; what the template adds in front is not.
 */
public sealed interface ChatTemplate {
    /**
     * Lays a conversation out.
     *
     * @param turns what is said; when the last turn is the user's, the segments end where the assistant is to speak
     * @return the segments, in order
     * @throws org.reformatted.realign.base.InputException when the template has no place for such turns
     */
    List<Segment> segments(List<Turn> turns);

    /**
     * The token that ends an assistant's turn.
     *
     * @return its spelling; empty for the tokenizer's end token
     */
    default Optional<String> endOfTurn() {
        return Optional.empty();
    }

    /**
     * The special tokens that a base model lacks; their rows are added to its embedding.
     *
     * @return their spellings, in order of their ids
     */
    default List<String> addedTokens() {
        return endOfTurn().stream().toList();
    }

    /**
     * What an assistant said, from the text a model wrote: takes away what the template put around it.
     *
     * @param written the model's text
     * @return the answer
     */
    default String answer(String written) {
        return written;
    }

    /**
     * OpenChat's template, versions 3.2 and 3.5 (imoneoi/openchat, ochat/config, January 2024).
     *
     * @param condition what stands before each role; training and inference must use the same. Absent: {@code GPT4 Correct}
     */
    record Openchat(@Identity Optional<String> condition) implements ChatTemplate {
        private static final String END_OF_TURN = "<|end_of_turn|>";

        @Override
        public List<Segment> segments(List<Turn> turns) {
            String before = condition.orElse("GPT4 Correct");
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                if (turn.role() == Role.SYSTEM) {
                    segments.add(Segment.frame(turn.text()));
                    segments.add(Segment.token(END_OF_TURN, -1));
                } else {
                    segments.add(Segment.frame(prefix(before, turn.role())));
                    segments.add(Segment.said(turn.text(), i));
                    segments.add(Segment.token(END_OF_TURN, i));
                }
            }
            if (Turns.awaitsAnswer(turns)) {
                segments.add(Segment.frame(prefix(before, Role.ASSISTANT)));
            }
            return segments;
        }

        private static String prefix(String condition, Role role) {
            return (condition + (role == Role.USER ? " User:" : " Assistant:")).strip();
        }

        @Override
        public Optional<String> endOfTurn() {
            return Optional.of(END_OF_TURN);
        }
    }

    /**
     * The template of Llama-2-Chat (meta-llama/llama, llama/generation.py): each exchange is a sequence of its own start and end token,
     * what is said is stripped, and a space ends an answer.
     */
    record Llama2Chat() implements ChatTemplate {
        @Override
        public List<Segment> segments(List<Turn> turns) {
            Turns.requireAlternation(turns, "llama2-chat");
            List<Segment> segments = new ArrayList<>();
            String system = "";
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                switch (turn.role()) {
                    case SYSTEM -> system = "<<SYS>>\n" + turn.text() + "\n<</SYS>>\n\n";
                    case USER -> {
                        segments.add(Segment.start());
                        segments.add(Segment.said("[INST] " + (system + turn.text()).strip() + " [/INST]", i));
                        system = "";
                    }
                    case ASSISTANT, TOOL -> { // no tool passes the check above
                        segments.add(Segment.said(turn.text().strip() + " ", i));
                        segments.add(Segment.end(i));
                    }
                }
            }
            return segments;
        }

        @Override
        public String answer(String written) {
            return written.strip();
        }
    }

    /**
     * ChatML, as SmolLM2 and Qwen are trained with it (chat_template of HuggingFaceTB/SmolLM2-135M-Instruct and Qwen/Qwen2.5). The role and what the
     * user says are tokenized together, as those templates do; what the assistant says stands alone, as it is when it is generated.
     *
     * @param system what stands as the system turn of a conversation without one; absent: nothing. SmolLM2's and Qwen's own templates put a
     *     sentence there
     */
    record Chatml(@Identity Optional<String> system) implements ChatTemplate {
        private static final String BEGIN = "<|im_start|>";
        private static final String END = "<|im_end|>";

        @Override
        public List<Segment> segments(List<Turn> turns) {
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            boolean hasSystem = !turns.isEmpty() && turns.get(0).role() == Role.SYSTEM;
            if (system.isPresent() && !hasSystem) {
                segments.add(Segment.token(BEGIN, -1));
                segments.add(Segment.frame("system\n" + system.get()));
                close(segments, -1);
            }
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                segments.add(Segment.token(BEGIN, -1));
                if (turn.role() == Role.ASSISTANT) {
                    segments.add(Segment.frame("assistant\n"));
                    segments.add(Segment.said(turn.text(), i));
                } else {
                    segments.add(Segment.said(turn.role().label() + "\n" + turn.text(), i));
                }
                close(segments, i);
            }
            if (Turns.awaitsAnswer(turns)) {
                segments.add(Segment.token(BEGIN, -1));
                segments.add(Segment.frame("assistant\n"));
            }
            return segments;
        }

        private static void close(List<Segment> segments, int turn) {
            segments.add(Segment.token(END, turn));
            segments.add(Segment.frame("\n"));
        }

        @Override
        public Optional<String> endOfTurn() {
            return Optional.of(END);
        }

        @Override
        public List<String> addedTokens() {
            return List.of(BEGIN, END);
        }
    }

    /**
     * Headings in the manner of Alpaca (tatsu-lab/stanford_alpaca). The sentence that its data puts above them can be given as a system
     * turn.
     */
    record Alpaca() implements ChatTemplate {
        @Override
        public List<Segment> segments(List<Turn> turns) {
            Turns.requireAlternation(turns, "alpaca");
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                switch (turn.role()) {
                    case SYSTEM -> segments.add(Segment.frame(turn.text() + "\n\n"));
                    case USER ->
                        segments.add(Segment.said("### Instruction:\n" + turn.text() + "\n\n### Response:\n", i));
                    case ASSISTANT, TOOL -> { // no tool passes the check above
                        segments.add(Segment.said(turn.text(), i));
                        segments.add(Segment.end(i));
                    }
                }
            }
            return segments;
        }
    }

    /** What is said and nothing else: a line break behind a question, the end token behind an answer. Answers alone are plain text to learn. */
    record Plain() implements ChatTemplate {
        @Override
        public List<Segment> segments(List<Turn> turns) {
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                if (turn.role() == Role.ASSISTANT) {
                    segments.add(Segment.said(turn.text(), i));
                    segments.add(Segment.end(i));
                } else {
                    segments.add(Segment.said(turn.text() + "\n", i));
                }
            }
            return segments;
        }
    }

    /**
     * Finds a template by the name it has in configs.
     *
     * @param name {@code openchat}, {@code llama2-chat}, {@code chatml}, {@code alpaca} or {@code plain}
     * @return the template with its defaults
     * @throws IllegalArgumentException for another name
     */
    static ChatTemplate named(String name) {
        return switch (name) {
            case "openchat" -> new Openchat(Optional.empty());
            case "llama2-chat" -> new Llama2Chat();
            case "chatml" -> new Chatml(Optional.empty());
            case "alpaca" -> new Alpaca();
            case "plain" -> new Plain();
            default ->
                throw new IllegalArgumentException(
                        "template (" + name + ") must be openchat, llama2-chat, chatml, alpaca or plain");
        };
    }
}
