package org.reformatted.realign.reformat;

import java.util.List;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;

/**
 * Rewrites by rules, without any model. The first rule that serves the category and finds something to do decides; what no rule can
 * help is left as it is.
 */
public final class RuleReformatter implements Reformatter {
    /** Incremented when a rewrite would come out differently; 4: more rules, each with a contract; 5: no inner list taken for items. */
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
     * What each rule does, serves and never touches.
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
