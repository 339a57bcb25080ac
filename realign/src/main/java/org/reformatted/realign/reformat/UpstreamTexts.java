package org.reformatted.realign.reformat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.ResponseFormat;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.text.PromptTemplate;
import org.reformatted.realign.text.PythonConstants;

/**
 * The texts of ReAlign's authors, read from {@code code/constant.py} of their repository (GAIR-NLP/ReAlign), which is not part of this program.
 *
 * @param prompts the prompts for the model that rewrites
 * @param structures the format of answers by category
 * @param rewritten the categories that are rewritten
 * @param evidence the categories that get evidence
 */
public record UpstreamTexts(
        RewritePrompts prompts, Map<String, String> structures, List<String> rewritten, List<String> evidence) {
    /** The marker of the authors' prompts. */
    private static final String MARKER = "Revised response:";

    private static final List<String> PROMPTS = List.of(
            "REWRITING_SYSTEM_PROMPT",
            "REWRITING_USER_PROMPT",
            "REWRITING_RETRIEVAL_SYSTEM_PROMPT",
            "REWRITING_RETRIEVAL_USER_PROMPT");

    /** Copies the collections. */
    public UpstreamTexts {
        structures = Map.copyOf(structures);
        rewritten = List.copyOf(rewritten);
        evidence = List.copyOf(evidence);
    }

    /**
     * Reads the texts.
     *
     * @param file the authors' {@code constant.py}
     * @return the texts
     * @throws InputException when one of the constants is missing or has another form
     */
    public static UpstreamTexts read(Path file) {
        Map<String, Object> constants = PythonConstants.read(TextFiles.readString(file));
        List<String> missing = new ArrayList<>();
        PROMPTS.stream()
                .filter(name -> !(constants.get(name) instanceof String))
                .forEach(missing::add);
        if (!(constants.get("STRUCTURE") instanceof Map)) {
            missing.add("STRUCTURE");
        }
        for (String name : List.of("REWRITE_TASK", "RAG_TASKS")) {
            if (!(constants.get(name) instanceof List)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw InputException.at(
                    file,
                    "no constants " + String.join(", ", missing),
                    "code/constant.py of GAIR-NLP/ReAlign",
                    "name that file, or leave upstreamTexts out for the bundled texts");
        }
        try {
            return of(file, constants);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage() + "; name code/constant.py of GAIR-NLP/ReAlign", e);
        }
    }

    private static UpstreamTexts of(Path file, Map<String, Object> constants) {
        List<String> texts = PROMPTS.stream()
                .map(name -> String.valueOf(constants.get(name)).strip())
                .toList();
        Map<String, String> structures = new HashMap<>();
        if (constants.get("STRUCTURE") instanceof Map<?, ?> forms) {
            forms.forEach((name, form) ->
                    structures.put(String.valueOf(name), String.valueOf(form).strip()));
        }
        RewritePrompts prompts = new RewritePrompts(
                texts.get(0),
                texts.get(2),
                template(file + ", REWRITING_USER_PROMPT", texts.get(1)),
                template(file + ", REWRITING_RETRIEVAL_USER_PROMPT", texts.get(3)),
                MARKER,
                RewritePrompts.PASSAGE_SEPARATOR);
        return new UpstreamTexts(
                prompts, structures, names(constants.get("REWRITE_TASK")), names(constants.get("RAG_TASKS")));
    }

    private static PromptTemplate template(String name, String text) {
        return new PromptTemplate(name, text.replace("{structure}", "{format}"));
    }

    private static List<String> names(@Nullable Object list) {
        return list instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * Inserts the authors' formats into criteria.
     *
     * @param book the criteria, whose categories, descriptions and aliases are kept
     * @return criteria in which each category that the authors rewrite has their format, or its own format if they give none
     */
    public CriteriaBook criteria(CriteriaBook book) {
        return new CriteriaBook(
                book.version(),
                book.fallback(),
                book.categories().stream().map(this::category).toList());
    }

    private TaskCategory category(TaskCategory category) {
        boolean isRewritten = rewritten.contains(category.name());
        Optional<ResponseFormat> own = Optional.ofNullable(structures.get(category.name()))
                .map(text -> new ResponseFormat(List.of(), List.of(), Optional.of(text)));
        return new TaskCategory(
                category.name(),
                category.aliases(),
                category.description(),
                isRewritten && evidence.contains(category.name()),
                isRewritten ? own.or(category::format) : Optional.empty());
    }
}
