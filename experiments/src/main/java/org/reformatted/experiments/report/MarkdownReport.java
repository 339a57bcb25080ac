package org.reformatted.experiments.report;

import java.util.List;
import org.reformatted.experiments.report.ReportPage.ShownAnswer;
import org.reformatted.realign.base.SafeText;

/** The report as Markdown, for terminals, diffs and pull requests. Model output is in fenced blocks, which it cannot close. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport() {}

    static String of(ReportPage page) {
        MarkdownReport report = new MarkdownReport();
        report.head(page);
        report.table(page.tables().summary());
        report.lines(page.findings());
        report.ran(page);
        report.section("Scores").table(page.tables().seeds());
        report.table(page.tables().scores());
        if (!page.tables().groups().rows().isEmpty()) {
            report.table(page.tables().groups());
        }
        report.section("Seed by seed").lines(page.fairness());
        page.tables().comparisons().forEach(view -> report.title(view.id(), "").table(view));
        report.section("The data, before and after").table(page.tables().realign());
        page.rewrites()
                .forEach(row -> report.title(row.id(), "(" + row.verdict() + ")")
                        .fenced("question", row.question())
                        .fenced("original", row.before())
                        .fenced("realigned", row.after()));
        report.section("Answers side by side");
        page.samples().forEach(sample -> {
            report.title(sample.task() + " " + sample.id(), "reference:").fenced("reference", sample.reference());
            report.fenced("question", sample.question());
            sample.answers().forEach(report::answer);
        });
        if (!page.tables().judged().rows().isEmpty()) {
            report.section("Judged scores").table(page.tables().judged());
        }
        report.section("The paper's values");
        page.tables().paper().forEach(report::table);
        report.section("Costs").table(page.tables().costs());
        report.section("Provenance").table(page.tables().provenance());
        return report.text.toString();
    }

    private void head(ReportPage page) {
        text.append("# ").append(SafeText.markdown(page.name())).append("\n\n");
        lines(page.asked());
        text.append("**Answer:** ").append(SafeText.markdown(page.answer())).append("\n\n");
        lines(page.cautions());
    }

    private void ran(ReportPage page) {
        if (!page.expected().isEmpty()) {
            section("What was expected");
        }
        page.expected().forEach(outcome -> line(outcome.line()));
        section("What was run");
        page.ran()
                .forEach((what, value) -> text.append("- ")
                        .append(SafeText.markdown(what))
                        .append(": ")
                        .append(SafeText.markdown(value))
                        .append('\n'));
    }

    private MarkdownReport section(String title) {
        text.append("\n## ").append(title).append("\n\n");
        return this;
    }

    /** Adds a paragraph of plain text; its markup characters are escaped. */
    private MarkdownReport line(String line) {
        text.append(SafeText.markdown(line)).append("\n\n");
        return this;
    }

    private MarkdownReport title(String name, String what) {
        text.append("**")
                .append(SafeText.markdown(name))
                .append("** ")
                .append(SafeText.markdown(what))
                .append("\n\n");
        return this;
    }

    private MarkdownReport lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    private void table(TableView view) {
        text.append(view.markdown()).append('\n');
        line(view.caption());
    }

    private void answer(ShownAnswer answer) {
        line(answer.arm() + ": " + answer.verdict() + ", " + answer.extracted()
                        + (answer.cut() ? ", cut at the limit" : ""))
                .fenced("answer", answer.text());
    }

    /** Adds a fenced block whose fence is longer than any sequence of backticks inside. */
    private MarkdownReport fenced(String kind, String content) {
        String fence = "```";
        while (content.contains(fence)) {
            fence += "`";
        }
        text.append(fence)
                .append(kind)
                .append('\n')
                .append(SafeText.terminal(content))
                .append('\n')
                .append(fence)
                .append("\n\n");
        return this;
    }
}
