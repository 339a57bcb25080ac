package org.reformatted.eval.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Separates the thinking of a reasoning model from its answer: blocks of {@code <think>} and their variants (Magistral's {@code [THINK]}, Kimi's,
 * Seed's), and the channels of gpt-oss. A tag in backquotes is treated as text.
 */
final class ThinkingText {
    private static final Pattern TAG = Pattern.compile(
            "(?<!`)(?:[<\u25c1]/?(?:seed:)?(?:think|thinking|thought|reasoning|reflection)[>\u25b7]|\\[/?(?-i:THINK)])(?!`)",
            Pattern.CASE_INSENSITIVE);

    private static final String FINAL_CHANNEL = "<|channel|>final<|message|>";

    private ThinkingText() {}

    /**
     * Removes the thinking. A block without an end tag extends to the end of the reply if its tag starts a line. Text before an end tag without a
     * start tag is thinking, since some chat templates put the start tag into the prompt.
     */
    static String removed(String reply) {
        int channel = reply.lastIndexOf(FINAL_CHANNEL);
        String text = channel < 0 ? reply : reply.substring(channel + FINAL_CHANNEL.length());
        StringBuilder answer = new StringBuilder();
        int depth = 0;
        int from = 0;
        int opened = 0;
        for (Matcher tag = TAG.matcher(text); tag.find(); ) {
            if (depth == 0) {
                answer.append(text, from, tag.start());
            }
            if (tag.group().indexOf('/') < 0) {
                opened = depth == 0 ? tag.start() : opened;
                depth++;
            } else if (depth > 0) {
                depth--;
            } else if (!text.substring(tag.end()).isBlank()) {
                answer.setLength(0);
            }
            from = tag.end();
        }
        if (depth == 0) {
            return answer.append(text, from, text.length()).toString();
        }
        return opensLine(text, opened)
                ? answer.toString()
                : answer.append(text, opened, text.length()).toString();
    }

    private static boolean opensLine(String text, int at) {
        return text.substring(text.lastIndexOf('\n', at - 1) + 1, at).isBlank();
    }
}
