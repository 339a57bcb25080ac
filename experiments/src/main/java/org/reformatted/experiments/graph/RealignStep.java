package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.experiments.workflow.StepResources;
import org.reformatted.finetune.generate.LlamaChatModel;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.filter.RewriteFilters;
import org.reformatted.realign.pipeline.EvidenceConfig;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;
import org.reformatted.realign.reformat.RuleReformatter;

/**
 * Rewrites the instruction set; its artifact has the rows before and after, and every verdict.
 */
record RealignStep(String block, RealignConfig realign, Roots roots, Compute compute) implements Step {
    @Override
    public String name() {
        return block.isEmpty() ? "realign" : "realign-" + block;
    }

    @Override
    public int recipe() {
        int answers = LocalCheckpoints.of(realign).isEmpty() ? 0 : 10_000 * LlamaChatModel.VERSION;
        return answers + 100 * RuleReformatter.VERSION + 1 + RewriteFilters.revisions(realign.filters());
    }

    @Override
    public Object config() {
        return ConfigTree.identityFields(realign);
    }

    @Override
    public Map<String, Path> inputs() {
        return roots.files(realign);
    }

    @Override
    public List<Step> dependencies() {
        return List.of();
    }

    @Override
    public StepResources needs() {
        StepResources models = ModelNeeds.of(realign);
        return realign.evidence().filter(RealignStep::isShared).isPresent() ? models.withExclusive("evidence") : models;
    }

    /** Whether two blocks could write the same index at the same time, or exceed the limit of concurrent searches. */
    private static boolean isShared(EvidenceConfig evidence) {
        return evidence instanceof EvidenceConfig.Lucene lucene ? lucene.index().isPresent() : true;
    }

    @Override
    public Set<String> reusable() {
        return realign.evidence().flatMap(EvidenceConfig::keptIn).map(Set::of).orElse(Set.of());
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        RealignSummary summary = RealignPipeline.run(
                realign,
                roots::dataFile,
                new LocalCheckpoints(roots, compute),
                System.getenv(),
                context.answers(),
                context.out(),
                context.progress());
        return Map.of(
                "rows", summary.total().rows(),
                "rewritten", summary.total().rewritten(),
                "skippedRows", summary.skippedRows());
    }
}
