package org.reformatted.eval.judge;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.llm.SamplingSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Reads AlpacaEval's annotators from its own files: {@code evaluators_configs/NAME/configs.yaml} and the prompt that it names, whose path is relative
 * to {@code evaluators_configs}. Messages, request fields, the random order and the rules for verdicts are those of github.com/tatsu-lab/alpaca_eval
 * at cd543a1. Supported are annotators of OpenAI's chat protocol with one example per prompt. ChatML markers inside an answer are shown as text,
 * whereas that project cuts the message at them.
 */
final class AlpacaEvalConfig {
    private static final Map<String, String> SLOTS =
            Map.of("instruction", "question", "output_1", "first", "output_2", "second");
    private static final Pattern MESSAGE = Pattern.compile(
            "<\\|im_start\\|>[ \\t]*(system|user|assistant)[ \\t]*\\n(.*?)<\\|im_end\\|>", Pattern.DOTALL);

    /** Settings that {@code openai_completions} uses itself and does not send. */
    private static final Set<String> NOT_SENT =
            Set.of("model_name", "requires_chatml", "price_per_token", "num_procs", "client_kwargs", "is_chat");

    private static final Set<String> UNKNOWN_TO_US =
            Set.of("tokens_to_favor", "tokens_to_avoid", "is_strip", "batch_size");
    private static final double TEMPERATURE = 0.7;
    private static final int MAX_TOKENS = 2048;

    private final Path file;
    private final String name;
    private final Map<?, ?> config;

    private AlpacaEvalConfig(Path file, String name, Map<?, ?> config) {
        this.file = file;
        this.name = name;
        this.config = config;
    }

    /**
     * Reads the file.
     *
     * @param file a {@code configs.yaml}
     * @return its annotators by name
     * @throws InputException naming a setting that is not supported
     */
    static Map<String, JudgeProtocol> read(Path file) {
        Object root =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(new StringReader(TextFiles.readString(file)));
        Map<String, JudgeProtocol> annotators = new LinkedHashMap<>();
        if (root instanceof Map<?, ?> all) {
            all.forEach((name, config) -> {
                if (config instanceof Map<?, ?> fields && fields.containsKey("prompt_template")) {
                    annotators.put(
                            String.valueOf(name), new AlpacaEvalConfig(file, String.valueOf(name), fields).protocol());
                }
            });
        }
        if (annotators.isEmpty()) {
            throw InputException.at(
                    file,
                    "neither prompts nor an annotator with a prompt_template",
                    "a protocol, or AlpacaEval's configs.yaml",
                    "give one of these");
        }
        return annotators;
    }

    private JudgeProtocol protocol() {
        require("fn_completions", "openai_completions", "openai_completions");
        require("batch_size", "1", "1");
        String model = model();
        Map<String, Object> parameters = parameters();
        Path template = template();
        String text = TextFiles.readString(template);
        boolean drawn = !"false".equals(String.valueOf(config.get("is_randomize_output_order")));
        String known = "alpaca_eval-" + name;
        return new JudgeProtocol(
                known,
                1,
                Sha256.of(TextFiles.readString(file) + text).substring(0, 8),
                List.of(new JudgePrompt(known, 1, false, messages(template, text))),
                sampling(parameters),
                parameters.get("top_logprobs") instanceof Integer top ? top : 0,
                parameters,
                AlpacaEvalParsers.of(file, config),
                drawn ? JudgeProtocol.AnswerOrder.DRAWN : JudgeProtocol.AnswerOrder.BASELINE_FIRST,
                JudgeProtocol.Aggregation.PREFERENCE,
                JudgeProtocol.References.NONE,
                1,
                false,
                model);
    }

    private void require(String field, String expected, String otherwise) {
        Object given = config.get(field);
        String found = given == null ? otherwise : String.valueOf(given);
        if (!found.equals(expected)) {
            throw InputException.at(
                    file,
                    name + "." + field + " (" + found + ")",
                    expected,
                    "choose an annotator of OpenAI's chat protocol with one example per prompt");
        }
    }

    private Map<?, ?> completions() {
        return config.get("completions_kwargs") instanceof Map<?, ?> given ? given : Map.of();
    }

    private String model() {
        Object model = completions().get("model_name");
        String known = model == null ? "" : String.valueOf(model);
        boolean chat = Boolean.TRUE.equals(completions().get("requires_chatml"))
                || !(known.contains("instruct")
                        || (known.contains("gpt-3") && !known.contains("turbo"))
                        || known.startsWith("text-"));
        if (!chat) {
            throw InputException.at(
                    file,
                    name + ".model_name (" + known + ")",
                    "a model of OpenAI's chat protocol",
                    "choose another one");
        }
        return known;
    }

    /** Returns the fields that are sent: always max_tokens, top_p and temperature, and all other fields that the config sets. */
    private Map<String, Object> parameters() {
        Map<String, Object> sent = new LinkedHashMap<>();
        completions().forEach((key, value) -> {
            String field = String.valueOf(key);
            if (UNKNOWN_TO_US.contains(field)) {
                throw InputException.at(
                        file,
                        name + ".completions_kwargs." + field,
                        "no such field: it needs the tokenizer of the service, or several examples per prompt",
                        "choose another annotator");
            }
            if (!NOT_SENT.contains(field)) {
                sent.put(field, value);
            }
        });
        sent.putIfAbsent("max_tokens", MAX_TOKENS);
        sent.putIfAbsent("top_p", 1.0);
        sent.putIfAbsent("temperature", TEMPERATURE);
        return sent;
    }

    private SamplingSettings sampling(Map<String, Object> parameters) {
        return new SamplingSettings(
                number(parameters, "temperature"),
                number(parameters, "top_p"),
                0,
                (int) number(parameters, "max_tokens"),
                1,
                List.of(),
                0);
    }

    private double number(Map<String, Object> parameters, String field) {
        if (parameters.get(field) instanceof Number number) {
            return number.doubleValue();
        }
        throw InputException.at(
                file, name + "." + field + " (" + parameters.get(field) + ")", "a number", "fix this field");
    }

    /** Finds the prompt file: relative to the parent of the annotators' folders, as in that project; else in the folder of the config. */
    private Path template() {
        String given = String.valueOf(config.get("prompt_template"));
        Path here = file.toAbsolutePath().normalize();
        Path published = here.resolveSibling("..").resolve(given).normalize();
        Path beside = here.resolveSibling(Path.of(given).getFileName());
        Path found = Files.isRegularFile(published) ? published : beside;
        if (!Files.isRegularFile(found)) {
            throw InputException.at(
                    file,
                    name + ".prompt_template (" + given + ")",
                    "a file at " + published + " or " + beside,
                    "keep the prompt where AlpacaEval has it, or put it next to the config");
        }
        return found;
    }

    private List<JudgePrompt.Message> messages(Path template, String text) {
        List<JudgePrompt.Message> messages = new ArrayList<>();
        Matcher matcher = MESSAGE.matcher(text.strip());
        int end = 0;
        while (matcher.find() && text.strip().substring(end, matcher.start()).isBlank()) {
            Role role = Role.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
            messages.add(new JudgePrompt.Message(
                    role, ProtocolSource.template(template, matcher.group(2).strip(), SLOTS)));
            end = matcher.end();
        }
        if (messages.isEmpty() || end != text.strip().length()) {
            throw InputException.at(
                    template,
                    "no messages of system, user or assistant between <|im_start|> and <|im_end|>",
                    "an AlpacaEval prompt in ChatML",
                    "choose an annotator of OpenAI's chat protocol");
        }
        return messages;
    }
}
