package org.reformatted.experiments.report;

import java.util.List;
import org.reformatted.experiments.report.ReportPage.Answer;

/** The report as Markdown, for terminals, diffs and pull requests; model output stands in fenced blocks that it cannot close. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport() {}

    static String of(ReportPage page) {
        MarkdownReport report = new MarkdownReport();
        report.head(page);
        report.section("Scores").table(page.seeds());
        report.table(page.scores());
        if (!page.groups().rows().isEmpty()) {
            report.table(page.groups());
        }
        report.section("Arms compared").lines(page.fairness());
        report.table(page.leading());
        page.comparisons().forEach(report::table);
        report.section("The data, before and after").table(page.realign());
        page.rewrites()
                .forEach(row -> report.line("**" + row.id() + "** (" + row.verdict() + ")")
                        .fenced("question", row.question())
                        .fenced("original", row.before())
                        .fenced("realigned", row.after()));
        report.section("Answers side by side");
        page.samples().forEach(sample -> {
            report.line("**" + sample.task() + " " + sample.id() + "**, reference:")
                    .fenced("reference", sample.reference());
            report.fenced("question", sample.question());
            sample.answers().forEach(report::answer);
        });
        if (!page.judged().rows().isEmpty()) {
            report.section("Judged scores").table(page.judged());
        }
        report.section("The paper's values");
        page.paper().forEach(report::table);
        report.section("Provenance").table(page.provenance());
        return report.text.toString();
    }

    private void head(ReportPage page) {
        text.append("# ").append(page.name()).append("\n\n");
        line(page.description().replaceAll("\\n+", "\n\n"))
                .lines(page.findings())
                .lines(page.cautions());
        page.expected().forEach(outcome -> line(outcome.line()));
        section("What was run");
        page.ran()
                .forEach((what, value) -> text.append("- ")
                        .append(what)
                        .append(": ")
                        .append(value)
                        .append('\n'));
    }

    private MarkdownReport section(String title) {
        text.append("\n## ").append(title).append("\n\n");
        return this;
    }

    private MarkdownReport line(String line) {
        text.append(line).append("\n\n");
        return this;
    }

    private MarkdownReport lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    private void table(TableView view) {
        line(view.markdown() + "\n" + view.caption());
    }

    private void answer(Answer answer) {
        line(answer.arm() + ", seed " + answer.seed() + ": " + answer.verdict() + ", " + answer.extracted()
                        + (answer.cut() ? ", cut at the limit" : ""))
                .fenced("answer", answer.text());
    }

    /** A fenced block whose fence is longer than any run of backticks inside. */
    private MarkdownReport fenced(String kind, String content) {
        String fence = "```";
        while (content.contains(fence)) {
            fence += "`";
        }
        text.append(fence)
                .append(kind)
                .append('\n')
                .append(content)
                .append('\n')
                .append(fence)
                .append("\n\n");
        return this;
    }
}
