package org.reformatted.eval.answer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the answers that an output puts in boxes: {@code \boxed{2}}, {@code \boxed 2}, {@code \boxed {2}}, {@code \fbox{2}}. */
final class MathBoxes {
    private static final Pattern COMMAND = Pattern.compile("\\\\(?:boxed|fbox)(?![a-zA-Z])[ \\t]*");
    /** The content of a box without braces: up to a space or the end of the formula, and never a word of prose. */
    private static final Pattern BARE = Pattern.compile(
            "[-+\u2212]?(?:[0-9.(\\[][^\\s$]*?|[A-Za-z]|\\\\[a-zA-Z]+[^\\s$]*?)(?=[.,;:!?]*(?:[\\s$]|\\\\[)\\]]|$))");

    private static final Pattern JOINT = Pattern.compile(
            "(?:\\s|\\$|\\\\[()\\[\\],;]|[,;]|and|or|\\\\text\\s*\\{[\\s,]*(?:and|or)[\\s,]*}|\\\\q?quad"
                    + "|[a-zA-Z](?:_\\{?\\w}?)?\\s*=)*");

    /** The text between the answers to the parts of a question: {@code for part (a) and}, {@code papers and}. */
    private static final Pattern PARTS = Pattern.compile(
            "\\s*\\$?\\s*(?:\\\\text\\s*\\{)?\\s*(?:for\\s+(?:the\\s+)?(?:part|case|question)\\s*\\(?\\w\\)?|for"
                    + " \\w{1,12}"
                    + "|(?!is|are|was|not|wrong|right|then|so|but|while)[a-z]{3,12}),?\\s+and\\s*}?\\s*\\$?\\s*");

    private static final Pattern SIGN = Pattern.compile("(?:^|[^\\s\\w)}\\]]|\\b[a-zA-Z]{2,})\\s*[-\u2212]\\s*\\z");
    private static final int MAX_JOINT = 40;
    private static final int BEFORE = 60;

    private MathBoxes() {}

    /**
     * A box.
     *
     * @param start start of its command, including a sign before it
     * @param end the position after the box
     * @param content its content, with the sign before it
     */
    record Box(int start, int end, String content) {}

    /** Returns all closed boxes with content, in order; boxes within another box are left out. */
    static List<Box> of(String output) {
        int[] closes = closes(output);
        List<Box> boxes = new ArrayList<>();
        Matcher command = COMMAND.matcher(output);
        int from = 0;
        while (command.find(from)) {
            Box box = box(output, command.start(), command.end(), closes);
            if (box != null && !box.content.isBlank()) {
                boxes.add(box);
            }
            from = box == null ? command.end() : box.end;
        }
        return boxes;
    }

    /** Returns the last box; boxes with only "and" or a comma between them form one list. */
    static Optional<Box> last(String output) {
        List<Box> boxes = of(output);
        if (boxes.isEmpty()) {
            return Optional.empty();
        }
        Box joined = boxes.get(boxes.size() - 1);
        for (int i = boxes.size() - 2; i >= 0; i--) {
            Box before = boxes.get(i);
            boolean joins =
                    joined.start - before.end <= MAX_JOINT && isJoint(output.substring(before.end, joined.start));
            if (!joins) {
                break;
            }
            boolean again = before.content.strip().equals(joined.content.strip());
            joined = new Box(before.start, joined.end, again ? joined.content : before.content + "," + joined.content);
        }
        return Optional.of(joined);
    }

    private static boolean isJoint(String between) {
        return JOINT.matcher(between).matches() || PARTS.matcher(between).matches();
    }

    private static @Nullable Box box(String output, int start, int open, int[] closes) {
        if (open < output.length() && output.charAt(open) == '{') {
            return closes[open] < 0
                    ? null
                    : signed(output, start, closes[open] + 1, output.substring(open + 1, closes[open]));
        }
        Matcher bare = BARE.matcher(output).region(open, output.length());
        return bare.lookingAt() ? signed(output, start, bare.end(), bare.group()) : null;
    }

    /** Creates a box with a minus sign before it, unless the sign subtracts the box from another term. */
    private static Box signed(String output, int start, int end, String content) {
        Matcher sign = SIGN.matcher(output.substring(Math.max(0, start - BEFORE), start));
        return sign.find() ? new Box(start, end, "-" + grouped(content)) : new Box(start, end, content);
    }

    private static String grouped(String content) {
        return content.matches("[0-9a-zA-Z.]+|\\\\[a-z]+[^-+]*") ? content : "(" + content + ")";
    }

    /** Returns for each opening brace the position of its closing brace; -1 for unclosed braces and all other characters. */
    private static int[] closes(String text) {
        int[] closes = new int[text.length()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            closes[i] = -1;
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i < text.length()) {
                    closes[i] = -1;
                }
            } else if (c == '{') {
                open.push(i);
            } else if (c == '}' && !open.isEmpty()) {
                closes[open.pop()] = i;
            }
        }
        return closes;
    }
}
