package org.reformatted.realign.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.BundledContent;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.filter.RewriteFilters;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Unanswered;

/**
 * How an instruction set is realigned.
 *
 * @param input the rows
 * @param category the category of every row; when absent, each row's own category is used
 * @param classifier classifies rows without a category, or with one that the criteria do not have; when absent, such rows are not changed
 * @param criteria a criteria file, relative to the data root, that replaces the bundled one
 * @param evidence the source of passages, for the categories that use evidence; none when absent
 * @param reformatter the reformatter, which rewrites the responses
 * @param filters the names of filters and filter presets, in the order in which they judge; the first filter that reverts a rewrite decides
 * @param tokenizer a tokenizer file, relative to the data root, for counting tokens; when absent, words separated by whitespace are counted
 * @param allowUnanswered the share of rows, in [0, 1), that may keep their response because a service gave no answer
 * @param preset published settings that are used wherever the config has no value
 * @param upstreamTexts the {@code code/constant.py} of ReAlign's authors, relative to the data root, whose prompts and forms a preset uses; the
 *     bundled ones when absent
 */
public record RealignConfig(
        InputConfig input,
        @Identity Optional<String> category,
        Optional<ClassifierConfig> classifier,
        @InputFile Optional<String> criteria,
        Optional<EvidenceConfig> evidence,
        @Default("rules") ReformatterConfig reformatter,
        @Default("[length, answer-preserved]") @Identity List<String> filters,
        @InputFile Optional<String> tokenizer,
        @Default("0.0") @Identity double allowUnanswered,
        @Identity Optional<RealignPreset> preset,
        @InputFile Optional<String> upstreamTexts)
        implements BundledContent {
    /** Checks the filters' names. */
    public RealignConfig {
        Unanswered.checkShare(allowUnanswered);
        filters = List.copyOf(filters);
        Check.argument(
                category.isEmpty() || classifier.isEmpty(),
                "classifier is not allowed with category, which names the category of every row");
        Check.argument(
                preset.isPresent() || upstreamTexts.isEmpty(),
                "upstreamTexts is only used by a preset; add preset: realign-paper or remove it");
        for (String filter : filters) {
            Check.argument(
                    RewriteFilters.names().contains(filter),
                    "filters contain %s, which is none of %s",
                    filter,
                    String.join(", ", RewriteFilters.names()));
        }
    }

    /**
     * Returns a copy for one part of the rows. Any number of its rows may stay unanswered, because {@code allowUnanswered} is checked over all parts.
     *
     * @param rows the part
     * @return a copy
     */
    public RealignConfig forPart(InputConfig rows) {
        return new RealignConfig(
                rows,
                category,
                classifier,
                criteria,
                evidence,
                reformatter,
                filters,
                tokenizer,
                Math.nextDown(1.0),
                preset,
                upstreamTexts);
    }

    @Override
    public Map<String, String> bundled() {
        return criteria.isEmpty() ? Map.of("criteria", CriteriaBook.bundledHash()) : Map.of();
    }

    /**
     * Returns a copy with only the first rows, to inspect them before a run.
     *
     * @param rows the maximum number of rows
     * @return a copy
     */
    public RealignConfig first(int rows) {
        return new RealignConfig(
                input.first(rows),
                category,
                classifier,
                criteria,
                evidence,
                reformatter,
                filters,
                tokenizer,
                allowUnanswered,
                preset,
                upstreamTexts);
    }

    /**
     * Returns the language models that the config names.
     *
     * @return the models by their use, {@code classifier} or {@code reformatter}
     */
    public Map<String, ModelConfig> models() {
        Map<String, ModelConfig> models = new TreeMap<>();
        classifier.flatMap(ClassifierConfig::asModel).ifPresent(asking -> models.put("classifier", asking.model()));
        reformatter.asModel().ifPresent(asking -> models.put("reformatter", asking.model()));
        return models;
    }
}
