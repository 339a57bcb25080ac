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
 * Asks a judge until its reply holds a verdict, a bounded number of times. Asking again changes the request: a reply that is drawn is drawn
 * with another seed; a greedy one would be the same, so the judge is shown its reply and asked for the verdict alone.
 *
 * @param model the judge
 * @param attempts how often it is asked at most
 */
record JudgeRequest(ChatModel model, int attempts) {
    /** The cause of a reply that a content filter cut or removed. */
    static final String FILTERED = FailureCause.CONTENT_FILTER.label();

    JudgeRequest {
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
    }

    /**
     * The outcome.
     *
     * @param verdict what was read from the last reply
     * @param reply the last reply, raw
     * @param causes why earlier replies, and the last one, held no verdict
     */
    record JudgeReply(VerdictReading verdict, String reply, List<String> causes) {
        JudgeReply {
            causes = List.copyOf(causes);
        }
    }

    /** Asks for one of several verdicts; each has seeds of its own. */
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

    /** Why a request has no reply: the kind of failure, then the service's words. */
    static String cause(ChatOutcome.Failed failed) {
        return failed.cause().label() + ": " + failed.why();
    }

    /** Whether a content filter cut or removed a reply, so that it holds no verdict. */
    static boolean isFiltered(Completion.Candidate reply) {
        return reply.finishReason() == FinishReason.CONTENT_FILTER;
    }

    /** What the judge is shown when a greedy reply held no verdict: that reply without its thinking, and what is missing. */
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
