package org.reformatted.finetune.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.reformatted.finetune.weights.ChatTemplates;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.Tokenizer;

/** A chat template in a config. */
public sealed interface ChatTemplate {
    /**
     * Prepares the template.
     *
     * @param folder of the model
     * @param tokenizer of the model
     * @return the layout
     * @throws InputException when the template is missing or is not valid
     */
    ConversationLayout layout(Path folder, Tokenizer tokenizer);

    /**
     * Resolves the file of the template.
     *
     * @param files resolves a path of the config
     * @return the template with the resolved path; the same template if it has no file
     */
    default ChatTemplate found(UnaryOperator<Path> files) {
        return this;
    }

    /**
     * Identifies this template, independent of the path of its file.
     *
     * @return a text
     */
    default String identity() {
        return toString();
    }

    /** A built-in template, which needs no file. */
    sealed interface BuiltIn extends ChatTemplate, ConversationLayout {
        @Override
        default ConversationLayout layout(Path folder, Tokenizer tokenizer) {
            return this;
        }
    }

    /** The template in the model's folder: chat_template.jinja, or {@code chat_template} of tokenizer_config.json. */
    record Model() implements ChatTemplate {
        @Override
        public ConversationLayout layout(Path folder, Tokenizer tokenizer) {
            String source = ChatTemplates.read(folder).get(ChatTemplates.DEFAULT);
            if (source == null) {
                throw InputException.at(
                        folder,
                        "no chat_template.jinja, and no chat_template in tokenizer_config.json",
                        "the model's own template",
                        "name another template, such as openchat, or a file: {jinja: FILE}");
            }
            return new JinjaLayout(folder + ", chat_template", source, tokenizer, Optional.empty());
        }
    }

    /**
     * A Jinja template in a file, in the format of transformers' apply_chat_template.
     *
     * @param jinja path of the file
     * @param endOfTurn the special token that ends an answer; if left out, the last special token that the template puts after an answer
     */
    record Jinja(@InputFile String jinja, @Identity Optional<String> endOfTurn) implements ChatTemplate {
        @Override
        public ConversationLayout layout(Path folder, Tokenizer tokenizer) {
            return new JinjaLayout(jinja, TextFiles.readString(Path.of(jinja)), tokenizer, endOfTurn);
        }

        @Override
        public ChatTemplate found(UnaryOperator<Path> files) {
            return new Jinja(files.apply(Path.of(jinja)).toString(), endOfTurn);
        }

        @Override
        public String identity() {
            return "Jinja[" + Sha256.of(Path.of(jinja)) + endOfTurn.orElse("") + "]";
        }
    }

    /**
     * Llama 3's template (meta-llama/llama3, llama/tokenizer.py, ChatFormat): headings between special tokens, and the stripped text of the turns.
     * The template of 3.1 and later adds sentences with dates: use {@code model} for these models.
     */
    record Llama3() implements BuiltIn {
        private static final String BEGIN = "<|start_header_id|>";
        private static final String END_HEADER = "<|end_header_id|>";
        private static final String END = "<|eot_id|>";

        @Override
        public List<Segment> segments(List<Turn> turns) {
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                heading(segments, turn.role());
                if (turn.role() == Role.ASSISTANT) {
                    segments.add(Segment.frame("\n\n"));
                    segments.add(Segment.said(turn.text().strip(), i));
                } else {
                    segments.add(Segment.said("\n\n" + turn.text().strip(), i));
                }
                segments.add(Segment.token(END, i));
            }
            if (TurnOrder.awaitsAnswer(turns)) {
                heading(segments, Role.ASSISTANT);
                segments.add(Segment.frame("\n\n"));
            }
            return segments;
        }

        private static void heading(List<Segment> segments, Role role) {
            segments.add(Segment.token(BEGIN, -1));
            segments.add(Segment.frame(role.label()));
            segments.add(Segment.token(END_HEADER, -1));
        }

        @Override
        public Optional<String> endOfTurn() {
            return Optional.of(END);
        }

        @Override
        public List<String> addedTokens() {
            return List.of(BEGIN, END_HEADER, END);
        }
    }

    /**
     * Vicuna's template, version 1.1 (lm-sys/FastChat, fastchat/conversation.py, vicuna_v1.1).
     *
     * @param system text before a conversation without a system turn; if absent, no text. Vicuna's original template puts two sentences there
     */
    record Vicuna(@Identity Optional<String> system) implements BuiltIn {
        @Override
        public List<Segment> segments(List<Turn> turns) {
            TurnOrder.requireAlternation(turns, "vicuna");
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            String before = system.map(text -> text + " ").orElse("");
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                switch (turn.role()) {
                    case SYSTEM -> before = turn.text() + " ";
                    case USER -> {
                        segments.add(Segment.said(before + "USER: " + turn.text() + " ASSISTANT:", i));
                        before = "";
                    }
                    case ASSISTANT, TOOL -> { // the check above refuses tools
                        segments.add(Segment.spaced(turn.text(), i));
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
     * Mistral-7B-Instruct's template, versions 0.1 and 0.2 (mistralai/Mistral-7B-Instruct-v0.2, README): one start token, and the system turn before
     * the first question. In version 0.3 the marks are special tokens: use {@code model} for it.
     */
    record MistralInstruct() implements BuiltIn {
        @Override
        public List<Segment> segments(List<Turn> turns) {
            TurnOrder.requireAlternation(turns, "mistral-instruct");
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            String system = "";
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                switch (turn.role()) {
                    case SYSTEM -> system = turn.text() + "\n\n";
                    case USER -> {
                        segments.add(Segment.spaced("[INST] " + system + turn.text() + " [/INST]", i));
                        system = "";
                    }
                    case ASSISTANT, TOOL -> { // the check above refuses tools
                        segments.add(Segment.spaced(turn.text(), i));
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
     * OpenChat's template, versions 3.2 and 3.5 (imoneoi/openchat, ochat/config, January 2024).
     *
     * @param condition text before each role; training and inference must use the same text. If absent: {@code GPT4 Correct}
     */
    record Openchat(@Identity Optional<String> condition) implements BuiltIn {
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
            if (TurnOrder.awaitsAnswer(turns)) {
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
     * The template of Llama-2-Chat (meta-llama/llama, llama/generation.py): each exchange is a separate sequence with a start and an end token, the
     * text of the turns is stripped, and a space ends an answer.
     */
    record Llama2Chat() implements BuiltIn {
        @Override
        public List<Segment> segments(List<Turn> turns) {
            TurnOrder.requireAlternation(turns, "llama2-chat");
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
                    case ASSISTANT, TOOL -> { // the check above refuses tools
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
     * ChatML, the template of SmolLM2 and Qwen (chat_template of HuggingFaceTB/SmolLM2-135M-Instruct and Qwen/Qwen2.5). The role and the text of the
     * user are tokenized together, as in those templates; the text of the assistant is tokenized separately, as in generation.
     *
     * @param system the system turn of a conversation without one; if absent, no system turn. The original templates of SmolLM2 and Qwen put a
     *     sentence there
     */
    record Chatml(@Identity Optional<String> system) implements BuiltIn {
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
            if (TurnOrder.awaitsAnswer(turns)) {
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
     * Headings in the style of Alpaca (tatsu-lab/stanford_alpaca). The sentence that its data has above them can be given as a system turn.
     */
    record Alpaca() implements BuiltIn {
        @Override
        public List<Segment> segments(List<Turn> turns) {
            TurnOrder.requireAlternation(turns, "alpaca");
            List<Segment> segments = new ArrayList<>(List.of(Segment.start()));
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                switch (turn.role()) {
                    case SYSTEM -> segments.add(Segment.frame(turn.text() + "\n\n"));
                    case USER ->
                        segments.add(Segment.said("### Instruction:\n" + turn.text() + "\n\n### Response:\n", i));
                    case ASSISTANT, TOOL -> { // the check above refuses tools
                        segments.add(Segment.said(turn.text(), i));
                        segments.add(Segment.end(i));
                    }
                }
            }
            return segments;
        }
    }

    /**
     * Only the text of the turns: a line break after a question, the end token after an answer. Conversations that have only answers are plain text
     * to learn.
     */
    record Plain() implements BuiltIn {
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
     * Finds a template by its name in configs.
     *
     * @param name {@code openchat}, {@code llama2-chat}, {@code llama3}, {@code chatml}, {@code vicuna}, {@code mistral-instruct}, {@code alpaca},
     *     {@code plain}, {@code model}, or a file that ends in {@code .jinja}
     * @return the template with its defaults
     * @throws IllegalArgumentException for another name
     */
    static ChatTemplate named(String name) {
        return switch (name) {
            case "openchat" -> new Openchat(Optional.empty());
            case "llama2-chat" -> new Llama2Chat();
            case "llama3" -> new Llama3();
            case "chatml" -> new Chatml(Optional.empty());
            case "vicuna" -> new Vicuna(Optional.empty());
            case "mistral-instruct" -> new MistralInstruct();
            case "alpaca" -> new Alpaca();
            case "plain" -> new Plain();
            case "model" -> new Model();
            default -> {
                if (name.endsWith(".jinja")) {
                    yield new Jinja(name, Optional.empty());
                }
                throw new IllegalArgumentException(
                        "template (" + name + ") must be openchat, llama2-chat, llama3, chatml, vicuna,"
                                + " mistral-instruct, alpaca, plain, model (the one in the model's folder) or a file"
                                + " that ends in .jinja");
            }
        };
    }
}
