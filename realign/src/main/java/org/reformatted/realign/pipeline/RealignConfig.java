package org.reformatted.realign.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.filter.RewriteFilters;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.reformat.RewritePrompts;

/**
 * How an instruction set is realigned.
 *
 * @param input the rows
 * @param category the category of every row; absent, each row's own is taken
 * @param classifier who tells the category of rows that bring none, or one that the criteria do not know; absent, such rows are left as
 *     they are
 * @param criteria a criteria file, relative to the data root, in place of the bundled one
 * @param evidence where passages come from, for the categories that get some; none when absent
 * @param reformatter who rewrites
 * @param filters the filters' names in the order they judge, presets among them; the first that reverts decides
 * @param tokenizer a tokenizer's file, relative to the data root, that counts tokens; absent, whitespace words are counted
 */
public record RealignConfig(
        InputConfig input,
        Optional<String> category,
        Optional<ClassifierConfig> classifier,
        Optional<String> criteria,
        Optional<EvidenceConfig> evidence,
        @Default("rules") ReformatterConfig reformatter,
        @Default("[length, answer-preserved]") List<String> filters,
        Optional<String> tokenizer) {
    /** Checks the filters' names. */
    public RealignConfig {
        filters = List.copyOf(filters);
        Check.argument(
                category.isEmpty() || classifier.isEmpty(), "classifier has nothing to do: category names every row's");
        for (String filter : filters) {
            Check.argument(
                    RewriteFilters.names().contains(filter),
                    "filters hold %s, which is none of %s",
                    filter,
                    String.join(", ", RewriteFilters.names()));
        }
    }

    /**
     * Every file that the config names, all relative to the data root.
     *
     * @return the files by what they are
     */
    public Map<String, String> files() {
        Map<String, String> files = new TreeMap<>(Map.of("rows", input.path()));
        criteria.ifPresent(file -> files.put("criteria", file));
        tokenizer.ifPresent(file -> files.put("tokenizer", file));
        if (classifier.orElse(null) instanceof ClassifierConfig.Saved saved) {
            files.put("classifier", saved.path());
        }
        if (classifier.orElse(null) instanceof ClassifierConfig.Tfidf tfidf) {
            tfidf.queries().ifPresent(file -> files.put("queries", file));
        }
        if (evidence.orElse(null) instanceof EvidenceConfig.Lucene lucene) {
            files.put("corpus", lucene.corpus());
        }
        if (reformatter instanceof ReformatterConfig.Asking asking) {
            asking.systemPrompt().ifPresent(file -> files.put("systemPrompt", file));
            asking.prompt().ifPresent(file -> files.put("prompt", file));
            asking.evidencePrompt().ifPresent(file -> files.put("evidencePrompt", file));
        }
        return files;
    }

    /**
     * What the program brings along in place of files that the config does not name, and what decides how rows come out.
     *
     * @return hashes by what they are of
     */
    public Map<String, String> bundled() {
        Map<String, String> bundled = new TreeMap<>();
        if (criteria.isEmpty()) {
            bundled.put("criteria", CriteriaBook.bundledHash());
        }
        if (classifier.orElse(null) instanceof ClassifierConfig.Tfidf tfidf
                && tfidf.queries().isEmpty()) {
            bundled.put("queries", LabelledQuery.bundledHash());
        }
        if (classifier.orElse(null) instanceof ClassifierConfig.Model
                || classifier.orElse(null) instanceof ClassifierConfig.Checkpoint) {
            bundled.put("classifying", ChatTaskClassifier.promptsHash());
        }
        if (reformatter instanceof ReformatterConfig.Asking) {
            bundled.put("rewriting", RewritePrompts.bundledHash());
        }
        return bundled;
    }

    /**
     * Every local checkpoint that the config names.
     *
     * @return the checkpoints by who asks them, {@code classifier} or {@code reformatter}
     */
    public Map<String, CheckpointConfig> checkpoints() {
        Map<String, CheckpointConfig> checkpoints = new TreeMap<>();
        if (classifier.orElse(null) instanceof ClassifierConfig.Checkpoint named) {
            checkpoints.put("classifier", named.checkpoint());
        }
        if (reformatter instanceof ReformatterConfig.Checkpoint named) {
            checkpoints.put("reformatter", named.checkpoint());
        }
        return checkpoints;
    }

    /** Whether any language model is asked. */
    boolean asksModels() {
        return reformatter instanceof ReformatterConfig.Asking
                || classifier.orElse(null) instanceof ClassifierConfig.Model
                || classifier.orElse(null) instanceof ClassifierConfig.Checkpoint;
    }
}
