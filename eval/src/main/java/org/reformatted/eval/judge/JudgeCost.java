package org.reformatted.eval.judge;

import java.util.List;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.MeteredChatModel;
import org.reformatted.realign.llm.Usage;

/**
 * Counts what a judge would be asked, and sends nothing: a run with it in the judge's place counts requests and the most tokens they can take
 * before any money is spent. Each request is counted once, as if every reply held a verdict: see {@link JudgeConfig#judge}.
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
     * How many requests there would be.
     *
     * @return the number, without any that are asked again
     */
    public synchronized long requests() {
        return requests;
    }

    /**
     * The most tokens they can take: a token for each byte of a prompt, and every reply written to its limit.
     *
     * @return the tokens
     */
    public synchronized Usage most() {
        return most;
    }
}
