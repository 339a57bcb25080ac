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
 * @param category the category of every row; absent, each row's own is taken
 * @param classifier classifies rows without a category, or with one that the criteria do not have; absent, such rows are left as
 *     they are
 * @param criteria a criteria file, relative to the data root, in place of the bundled one
 * @param evidence where passages come from, for the categories that get some; none when absent
 * @param reformatter who rewrites
 * @param filters the filters' names in the order they judge, presets among them; the first that reverts decides
 * @param tokenizer a tokenizer's file, relative to the data root, that counts tokens; absent, whitespace words are counted
 * @param allowUnanswered the share of rows, in [0, 1), that may keep their response because a service gave no answer
 * @param preset published settings that stand wherever the config has none of its own
 * @param upstreamTexts the {@code code/constant.py} of ReAlign's authors, relative to the data root, whose prompts and forms a preset uses;
 *     absent, the bundled ones are there
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
                "upstreamTexts is used by a preset alone; add preset: realign-paper or remove it");
        for (String filter : filters) {
            Check.argument(
                    RewriteFilters.names().contains(filter),
                    "filters hold %s, which is none of %s",
                    filter,
                    String.join(", ", RewriteFilters.names()));
        }
    }

    /**
     * The same for a part of the rows, of which any number may stay open: how many may is decided over all parts.
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
     * The same with its first rows alone, to look at them before a run.
     *
     * @param rows how many at most
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
     * The language models that the config names.
     *
     * @return the models by their use, {@code classifier} or {@code reformatter}
     */
    public Map<String, ModelConfig> models() {
        Map<String, ModelConfig> models = new TreeMap<>();
        classifier.flatMap(ClassifierConfig::asking).ifPresent(asking -> models.put("classifier", asking.model()));
        reformatter.asking().ifPresent(asking -> models.put("reformatter", asking.model()));
        return models;
    }
}
