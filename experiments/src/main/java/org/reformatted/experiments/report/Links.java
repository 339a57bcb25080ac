package org.reformatted.experiments.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.reformatted.eval.metric.Score;

/** Addresses in a report's page: the part behind {@code #}, which the sample browser reads. */
final class Links {
    /** Where the source of the paper's numbers is stated, behind which there are no samples. */
    static final String PAPER = "#paper-source";

    private Links() {}

    /** One sample, with every arm's answer. */
    static String sample(String task, String id) {
        return "#sample=" + encoded(task) + "/" + encoded(id);
    }

    /** The samples of a task. */
    static String samples(String task) {
        return "#samples=" + encoded(task);
    }

    /** The samples of a task under a policy. */
    static String samples(String task, String policy) {
        return samples(task) + "&policy=" + encoded(policy);
    }

    /** The samples behind an arm's score over all its seeds. */
    static String arm(String task, String policy, String arm) {
        return samples(task, policy) + "&arm=" + encoded(arm);
    }

    /** The samples behind the score of an arm with one seed. */
    static String score(String task, String policy, TrainedArm arm) {
        return arm(task, policy, arm.arm()) + seed(arm);
    }

    /** The part of an address that names an arm's seed; empty of an arm from outside. */
    static String seed(TrainedArm arm) {
        return arm.seed().map(seed -> "&seed=" + seed).orElse("");
    }

    /** The samples behind a difference: of right and wrong answers those that just one arm has right. */
    static String difference(PooledDifference one) {
        String seed = one.seeds().size() == 1 ? "&seed=" + one.seeds().get(0) : "";
        return arm(one.task(), one.policy(), one.arm()) + "&against=" + encoded(one.baseline()) + seed
                + (one.unit().equals(Score.PERCENT) ? "&pair=differ" : "");
    }

    /** The training rows of a set of several, of a category, that ended in one way; empty for any. */
    static String rows(String block, String category, String verdict) {
        return "#rows"
                + (block.isEmpty() ? "" : "&block=" + encoded(block))
                + (category.isEmpty() ? "" : "&category=" + encoded(category))
                + (verdict.isEmpty() ? "" : "&verdict=" + encoded(verdict));
    }

    /** The record of a step. */
    static String step(String folder) {
        return "#step=" + encoded(folder);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
