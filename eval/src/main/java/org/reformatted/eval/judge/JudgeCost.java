package org.reformatted.eval.judge;

import java.util.List;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.MeteredChatModel;
import org.reformatted.realign.llm.Usage;

/**
 * Counts the requests to a judge without sending them: a run that uses it as the judge counts the requests and the maximum number of their tokens
 * before any cost arises. Each request is counted once, as if every reply contained a verdict: see {@link JudgeConfig#judge}.
 */
public final class JudgeCost implements ChatModel {
    private long requests;
    private Usage most = Usage.NONE;

    @Override
    public String identity() {
        return "dry run";
    }

    @Override
    public synchronized Completion complete(ChatRequest request) {
        requests++;
        most = most.plus(MeteredChatModel.most(request));
        return new Completion(List.of(new Completion.Candidate("", FinishReason.STOP)), Usage.NONE, "dry run");
    }

    /**
     * Returns the number of requests.
     *
     * @return the number, without repeated requests
     */
    public synchronized long requests() {
        return requests;
    }

    /**
     * Returns the maximum number of tokens: one token for each byte of a prompt, and every reply at its maximum length.
     *
     * @return the tokens
     */
    public synchronized Usage most() {
        return most;
    }
}
