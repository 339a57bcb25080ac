package org.reformatted.eval.answer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** LaTeX commands and Unicode characters that represent one sign, and the names of functions. */
final class MathSigns {
    private static final Set<String> FUNCTIONS = Set.of(
            ("sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arccot arcsinh arccosh arctanh log ln"
                            + " lg exp max min gcd lcm det cis")
                    .split(" "));
    private static final Map<String, String> COMMANDS = commands();
    private static final Map<String, String> UNICODE = unicode();

    private MathSigns() {}

    private static Map<String, String> commands() {
        Map<String, String> signs = new HashMap<>();
        String pairs =
                "equiv =;cup ∪;cap ∩;setminus ∖;backslash ∖;emptyset ∅;varnothing ∅;in ∈;infty ∞;le ≤;leq ≤;leqslant"
                        + " ≤;ge ≥;geq ≥;geqslant ≥;ne ≠;neq ≠;lt <;gt >;pm ±;mp ∓;cdot *;times *;ast *;div /;pi π;approx"
                        + " ≈;sim ≈;mid ∣;vert |;lvert |;rvert |;Vert |;lVert |;rVert |;colon :;langle (;rangle );lbrack"
                        + " [;rbrack ];lbrace ⦃;rbrace ⦄;lfloor ⌊;rfloor ⌋;lceil ⌈;rceil ⌉;dfrac \\frac;tfrac \\frac;cfrac"
                        + " \\frac;dbinom \\binom;tbinom \\binom;land ,;wedge ,;lor ∨;vee ∨;prime ';varphi"
                        + " \\phi;varepsilon \\epsilon;vartheta \\theta";
        for (String pair : pairs.split(";", -1)) {
            String[] sides = pair.split(" ", -1);
            // a space separates a replacing command from the text after it
            signs.put("\\" + sides[0], sides[1].startsWith("\\") ? sides[1] + " " : sides[1]);
        }
        String layout =
                "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr displaystyle textstyle quad qquad limits"
                        + " rm bf it";
        for (String command : layout.split(" ", -1)) {
            signs.put("\\" + command, " ");
        }
        signs.put("\\{", "⦃");
        signs.put("\\}", "⦄");
        signs.put("\\|", "|");
        return signs;
    }

    private static Map<String, String> unicode() {
        Map<String, String> signs = new HashMap<>();
        String pairs =
                "\u2212 -;\u2013 -;\u2012 -;\u2010 -;\u00d7 *;\u22c5 *;\u00b7 *;\u2217 *;\u00f7 /;\u2044 /;\u00b2 ^2"
                        + ";\u00b3 ^3;\u221a \\sqrt;\u2a7d ≤;\u2a7e ≥;\u00bd \\frac12;\u2153 \\frac13;\u2154 \\frac23"
                        + ";\u00bc \\frac14;\u00be \\frac34;\u2228 ∨;\u2227 ,;\u2016 |;\u27e8 (;\u27e9 )";
        for (String pair : pairs.split(";", -1)) {
            signs.put(pair.substring(0, 1), pair.substring(2));
        }
        signs.put("\u00a0", " ");
        signs.put("\u00a2", "\\text{cent}");
        return signs;
    }

    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    /** Returns the sign of a command, or else the command and a space. */
    static String plain(String command) {
        String sign = COMMANDS.get(command);
        return sign == null ? command + " " : sign;
    }

    static String ofUnicode(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            String character = text.substring(i, i + 1);
            plain.append(UNICODE.getOrDefault(character, character));
        }
        return plain.toString()
                .replace("\\mathbb{R}", "ℝ")
                .replace("\\mathbb R", "ℝ")
                .replace("\\R", "ℝ")
                .replace("<=", "≤")
                .replace(">=", "≥")
                .replace("!=", "≠");
    }
}
