package org.reformatted.realign.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void aTerminalSeesNoControlCharactersButNewlineAndTab() {
        assertThat(SafeText.terminal("a\u001b[31mred\u0007\u009b2J\r\nb\tc\rd"))
                .isEqualTo("a\\x1b[31mred\\x07\\x9b2J\nb\tc\\x0dd");
        assertThat(SafeText.terminal("x\u202Ey\u2066z")).isEqualTo("x\\u202ey\\u2066z");
        String plain = "Zürich 東京 🙂\n";
        assertThat(SafeText.terminal(plain)).isSameAs(plain);
    }

    @Test
    void markdownShowsMarkupAsText() {
        assertThat(SafeText.markdown("[x](javascript:1) <img onerror=1> | `a` *b*\n# c & d"))
                .isEqualTo("\\[x\\](javascript:1) &lt;img onerror=1\\> \\| \\`a\\` \\*b\\* \\# c &amp; d");
    }

    @Test
    void latexShowsEverySpecialCharacter() {
        assertThat(SafeText.latex("\\input{x} 5% $a_1$ ~^ a -> b & # 3 ± 1, 中 Łódź–x"))
                .isEqualTo("\\textbackslash{}input\\{x\\} 5\\% \\$a\\_1\\$ \\textasciitilde{}\\textasciicircum{} a"
                        + " $\\rightarrow$ b \\& \\# 3 $\\pm$ 1, \\texttt{U+4E2D} Łódź–x");
    }

    @Test
    void aSpreadsheetSeesTextAndNoFormula() {
        assertThat(SafeText.csvCell("=HYPERLINK(\"http://x\")")).isEqualTo("'=HYPERLINK(\"http://x\")");
        assertThat(SafeText.csvCell("@SUM(A1)")).isEqualTo("'@SUM(A1)");
        assertThat(SafeText.csvCell("+cmd|' /C calc'!A0")).startsWith("'+cmd");
        assertThat(SafeText.csvCell("-1.5e-3")).isEqualTo("-1.5e-3");
        assertThat(SafeText.csvCell("-0.5%")).isEqualTo("-0.5%");
        assertThat(SafeText.csvCell("ahead")).isEqualTo("ahead");
    }
}
