package org.reformatted.experiments.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.reformatted.eval.metric.Score;

/** Addresses in a report's page: the part after {@code #}, which the sample browser reads. */
final class Links {
    /** The place where the source of the paper's numbers is stated; these numbers have no samples. */
    static final String PAPER = "#paper-source";

    private Links() {}

    /** The address of one sample with every arm's answer. */
    static String sample(String task, String id) {
        return "#sample=" + encoded(task) + "/" + encoded(id);
    }

    /** The address of the samples of a task. */
    static String samples(String task) {
        return "#samples=" + encoded(task);
    }

    /** The address of the samples of a task with a policy. */
    static String samples(String task, String policy) {
        return samples(task) + "&policy=" + encoded(policy);
    }

    /** The address of the samples of an arm's score over all its seeds. */
    static String arm(String task, String policy, String arm) {
        return samples(task, policy) + "&arm=" + encoded(arm);
    }

    /** The address of the samples of an arm's score with one seed. */
    static String score(String task, String policy, TrainedArm arm) {
        return arm(task, policy, arm.arm()) + seed(arm);
    }

    /** The part of an address that names an arm's seed; empty for an external arm. */
    static String seed(TrainedArm arm) {
        return arm.seed().map(seed -> "&seed=" + seed).orElse("");
    }

    /** The address of the samples of a difference; for right and wrong answers those that only one arm answers correctly. */
    static String difference(PooledDifference one) {
        String seed = one.seeds().size() == 1 ? "&seed=" + one.seeds().get(0) : "";
        return arm(one.task(), one.policy(), one.arm()) + "&against=" + encoded(one.baseline()) + seed
                + (one.unit().equals(Score.PERCENT) ? "&pair=differ" : "");
    }

    /** The address of the training rows of a block, a category and a verdict; an empty text selects all. */
    static String rows(String block, String category, String verdict) {
        return "#rows"
                + (block.isEmpty() ? "" : "&block=" + encoded(block))
                + (category.isEmpty() ? "" : "&category=" + encoded(category))
                + (verdict.isEmpty() ? "" : "&verdict=" + encoded(verdict));
    }

    /** The address of a step's record. */
    static String step(String folder) {
        return "#step=" + encoded(folder);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
