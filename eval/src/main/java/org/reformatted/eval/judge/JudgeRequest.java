package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatOutcome;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * Queries a judge until its reply contains a verdict, up to a maximum number of requests. A repeated request differs from the first: a sampled reply
 * gets another seed. A greedy reply would be the same, so the judge is shown its reply and instructed to give only the verdict.
 *
 * @param model the judge
 * @param attempts maximum number of requests
 */
record JudgeRequest(ChatModel model, int attempts) {
    /** The failure cause of a reply that a content filter cut or removed. */
    static final String FILTERED = FailureCause.CONTENT_FILTER.label();

    JudgeRequest {
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
    }

    /**
     * The outcome.
     *
     * @param verdict the verdict of the last reply
     * @param reply the last reply, raw
     * @param causes why replies, including the last one, contained no verdict
     */
    record JudgeReply(VerdictReading verdict, String reply, List<String> causes) {
        JudgeReply {
            causes = List.copyOf(causes);
        }
    }

    /** Requests one of several verdicts; each has its own seeds. */
    JudgeReply ask(JudgeProtocol protocol, List<Turn> prompt, int sample) {
        SamplingSettings sampling = protocol.sampling();
        int most = protocol.attempts(attempts);
        List<String> causes = new ArrayList<>();
        List<Turn> turns = new ArrayList<>(prompt);
        String reply = "";
        VerdictReading read = VerdictReading.none(VerdictReading.NO_TEXT);
        for (int attempt = 0; attempt < most; attempt++) {
            SamplingSettings drawn = sampling.withSeed(sampling.seed() + (long) sample * most + attempt);
            ChatOutcome outcome = ChatOutcome.of(model, protocol.request(turns, drawn));
            if (outcome instanceof ChatOutcome.Failed failed) {
                causes.add(cause(failed));
                return new JudgeReply(VerdictReading.none(cause(failed)), reply, causes);
            }
            Completion.Candidate candidate =
                    ((ChatOutcome.Answered) outcome).completion().candidates().get(0);
            reply = candidate.text();
            read = isFiltered(candidate)
                    ? VerdictReading.none(FILTERED)
                    : protocol.parser().read(candidate);
            if (read.present()) {
                break;
            }
            causes.add(read.reason());
            if (sampling.temperature() == 0) {
                turns.addAll(reminder(reply, protocol.parser().example()));
            }
        }
        return new JudgeReply(read, reply, causes);
    }

    /** Returns why a request has no reply: the kind of failure, then the message of the service. */
    static String cause(ChatOutcome.Failed failed) {
        return failed.cause().label() + ": " + failed.why();
    }

    /** Returns whether a content filter cut or removed a reply, so that it contains no verdict. */
    static boolean isFiltered(Completion.Candidate reply) {
        return reply.finishReason() == FinishReason.CONTENT_FILTER;
    }

    /**
     * Returns the turns that the judge is shown when a greedy reply contained no verdict: that reply without its thinking, and a reminder of the
     * form.
     */
    static List<Turn> reminder(String reply, String example) {
        String shown = ThinkingText.removed(reply).strip();
        return List.of(
                new Turn(Role.ASSISTANT, shown.isEmpty() ? "(no text)" : shown),
                new Turn(
                        Role.USER,
                        "Your reply does not close with a verdict that can be read. Give the verdict alone, in exactly"
                                + " this form: "
                                + example));
    }
}
