package org.reformatted.eval.task;

import java.util.List;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.AnsweredPolicy;

/** A benchmark whose answers only a judge can rate: without a judge, only the share of answered questions is reported. */
interface JudgedTask extends EvalTask {
    @Override
    default List<AnswerPolicy> policies() {
        return AnsweredPolicy.policies();
    }

    @Override
    default String defaultPolicy() {
        return AnsweredPolicy.NAME;
    }
}
