package org.reformatted.finetune.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.InputException;

/**
 * Adapts a template to the Java engine, where the engine parses it differently from Python's Jinja: code in tags outside of quoted texts, and white
 * space before a block.
 */
final class JinjaDialect {
    private static final Pattern TAG = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
    /** White space before a block. The engine's lstrip_blocks would also remove white space after a text in the same line. */
    private static final Pattern LINE_BEFORE_BLOCK = Pattern.compile("(?md)^[ \\t]+(?=\\{[%#](?![-+]))");

    private static final Pattern WORD = Pattern.compile("\\{%[-+]?\\s*(\\w+)");
    private static final Pattern CONDITION =
            Pattern.compile("\\sin\\s(?:[^'\"]|'[^']*'|\"[^\"]*\")*\\sif\\s(?!.*\\selse\\s)");
    private static final Set<String> BLOCKS = Set.of("if", "for");

    /** The first of a range of characters that replace quoted texts while a tag is rewritten. */
    private static final char FIRST_QUOTED = '\ue000';

    private static final String OPERAND = "[\\w.\ue000-\uf8ff]+(?:\\[[^\\[\\]]*])*(?:\\([^()]*\\))?";
    private static final Pattern NOT_COMPARED =
            Pattern.compile("\\bnot\\s+(" + OPERAND + ")\\s*(==|!=|<=|>=|<|>|\\bin\\b)\\s*(" + OPERAND + ")");
    private static final Pattern NOT_TESTED =
            Pattern.compile("\\bnot\\s+(" + OPERAND + ")\\s+is\\s+(defined|none|string)\\b");
    private static final Pattern DIFFERENCE_NAMED =
            Pattern.compile("(\\w+)\\s*=\\s*(\\w+\\s*\\|\\s*length\\s*-\\s*\\d+)(\\s*[,)])");

    private JinjaDialect() {}

    /**
     * Adapts a template.
     *
     * @param place of the template, for messages
     * @param source the template
     * @return the template for the engine
     * @throws InputException when it has a loop with an {@code else}, which the engine would print with every turn, or a loop with a condition, which
     *     the engine does not support
     */
    static String adapted(String place, String source) {
        Deque<String> open = new ArrayDeque<>();
        return TAG.matcher(LINE_BEFORE_BLOCK.matcher(source).replaceAll("")).replaceAll(tag -> {
            requireKnown(place, source, tag.start(), tag.group(), open);
            return Matcher.quoteReplacement(adapted(tag.group()));
        });
    }

    private static void requireKnown(String place, String source, int at, String tag, Deque<String> open) {
        Matcher word = WORD.matcher(tag);
        if (!word.lookingAt()) {
            return;
        }
        String name = word.group(1);
        if (name.equals("for") && CONDITION.matcher(tag).find()) {
            throw refused(place, source, at, "a loop with a condition", "put the condition inside the loop");
        }
        if (BLOCKS.contains(name)) {
            open.push(name);
        } else if (!open.isEmpty() && name.equals("end" + open.peek())) {
            open.pop();
        } else if (name.equals("else") && "for".equals(open.peek())) {
            throw refused(place, source, at, "a loop with else", "put a condition before the loop");
        }
    }

    private static InputException refused(String place, String source, int at, String found, String remedy) {
        return InputException.at(
                place,
                "at line " + source.substring(0, at + 1).lines().count() + " " + found,
                "a loop without it",
                remedy + ", or use one of the built-in templates, such as chatml");
    }

    private static String adapted(String tag) {
        List<String> quoted = new ArrayList<>();
        String code = QUOTED.matcher(tag).replaceAll(text -> {
            quoted.add(text.group());
            return Character.toString(FIRST_QUOTED + quoted.size() - 1);
        });
        code = code.replace("[::-1]", "|reverse")
                .replaceAll("^\\{%([-+]?)\\s*generation\\s*([-+]?)%}$", "{%$1 if true $2%}")
                .replaceAll("^\\{%([-+]?)\\s*endgeneration\\s*([-+]?)%}$", "{%$1 endif $2%}");
        code = NOT_TESTED.matcher(code).replaceAll("not ($1 is $2)");
        code = NOT_COMPARED.matcher(code).replaceAll("not ($1 $2 $3)");
        code = DIFFERENCE_NAMED.matcher(code).replaceAll("$1=($2)$3");
        StringBuilder whole = new StringBuilder();
        code.chars().forEach(c -> {
            if (c >= FIRST_QUOTED && c < FIRST_QUOTED + quoted.size()) {
                whole.append(quoted.get(c - FIRST_QUOTED));
            } else {
                whole.append((char) c);
            }
        });
        return whole.toString();
    }
}
