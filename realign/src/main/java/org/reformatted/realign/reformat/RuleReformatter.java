package org.reformatted.realign.reformat;

import java.util.List;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;

/**
 * Rewrites by rules, without a model. The first rule for the category that can be applied decides; a response to which no rule applies is not
 * changed.
 */
public final class RuleReformatter implements Reformatter {
    /** Incremented when the result of a rewrite would differ; 4: more rules, each with a contract; 5: a nested list is not split into items. */
    public static final int VERSION = 5;

    private static final String BY = "rules";

    static final List<FormatRule> RULES = List.of(
            new WorkedSolutionRule(),
            new AnswerLastRule(),
            new TableRule(),
            new KeyValueRule(),
            new QuestionListRule(),
            new ListRule(),
            new ListRule.Bare(),
            new HeadingRule(),
            new ClosingSentenceRule());

    /**
     * Returns the contracts of all rules.
     *
     * @return the contracts, in the order in which the rules are tried
     */
    public static List<RuleContract> contracts() {
        return RULES.stream().map(FormatRule::contract).toList();
    }

    @Override
    public String identity() {
        return BY + " v" + VERSION;
    }

    @Override
    public RevisedResponse reformat(Conversation conversation, TaskCategory category) {
        String response = conversation.response();
        String why = "no rule serves category " + category.name();
        for (FormatRule rule : RULES) {
            if (rule.contract().categories().contains(category.name())) {
                FormatRule.Outcome outcome = rule.apply(conversation.question(), response);
                why = rule.name() + ": " + outcome.why();
                if (outcome.changed()) {
                    return RevisedResponse.rewritten(outcome.text(), BY, why);
                }
            }
        }
        return RevisedResponse.left(BY, why);
    }
}
