package org.reformatted.realign.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.reformat.RuleContract;
import org.reformatted.realign.reformat.RuleReformatter;

/**
 * A sheet of sampled rewrites that a person judges by hand: each row's original and rewrite side by side, and a line for the judgement {@code right},
 * {@code wrong} or {@code unsure}. An existing sheet is not overwritten; its judgements are counted.
 */
public final class AuditSheet {
    private static final int COLUMN = 76;
    private static final String JUDGEMENT = "judgement:";
    private static final Pattern ROW = Pattern.compile("## \\d+ \\| (.*) \\| (\\S*) \\| (\\S*)");
    private static final List<String> WORDS = List.of("right", "wrong", "unsure");

    private AuditSheet() {}

    /**
     * One rewrite.
     *
     * @param original the row as read
     * @param rewrite the response that replaced it
     * @param rule the name of the rule that wrote it; {@code model} for a language model
     */
    private record Sampled(Conversation original, String rewrite, String rule) {}

    /**
     * The judgements on a sheet.
     *
     * @param rows the number of rows on the sheet
     * @param judged the count of each judgement by rule; rows without a judgement are not counted
     */
    public record JudgedRows(int rows, Map<String, Map<String, Integer>> judged) {
        /**
         * Returns the counts as lines, with all rules together at the end.
         *
         * @return one line per rule
         */
        public String text() {
            StringBuilder text = new StringBuilder();
            Map<String, Integer> all = new TreeMap<>();
            judged.forEach((rule, counts) -> {
                text.append(line(rule, counts));
                counts.forEach((word, count) -> all.merge(word, count, Integer::sum));
            });
            int done = all.values().stream().mapToInt(Integer::intValue).sum();
            return text.append(line("all", all))
                    .append(String.format(Locale.ROOT, "%d of %d rows judged%n", done, rows))
                    .toString();
        }

        private static String line(String rule, Map<String, Integer> counts) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-20s", rule));
            WORDS.forEach(
                    word -> line.append(String.format(Locale.ROOT, " %s %d", word, counts.getOrDefault(word, 0))));
            return line.append(System.lineSeparator()).toString();
        }
    }

    /**
     * Creates a sheet, or counts the judgements on an existing one.
     *
     * @param folder the output folder of a realign run
     * @param sample how many rewrites are drawn; all when there are fewer
     * @param seed the seed of the draw
     * @param sheet the file
     * @return the judgements on it
     * @throws InputException when the folder contains no finished run or no rewrite, or the sheet contains a word that is not a judgement
     */
    public static JudgedRows write(Path folder, int sample, long seed, Path sheet) {
        Check.argument(sample > 0, "sample (%s) must be positive", sample);
        if (!Files.exists(folder.resolve(RealignPipeline.SUMMARY))) {
            throw new InputException(folder + ": there is no " + RealignPipeline.SUMMARY
                    + "; expected a folder that \"harness realign CONFIG --out DIR\" has finished");
        }
        if (!Files.exists(sheet)) {
            List<Sampled> drawn = draw(folder, sample, seed);
            if (drawn.isEmpty()) {
                throw new InputException(folder + ": no row was rewritten, so there is nothing to judge");
            }
            TextFiles.writeAtomically(sheet, text(drawn, folder, seed));
        }
        return tally(sheet);
    }

    /** Draws without replacement in one pass, in the file's order. */
    private static List<Sampled> draw(Path folder, int sample, long seed) {
        List<Sampled> rewrites = new ArrayList<>();
        try (Stream<RowVerdict> verdicts = JsonLines.read(folder.resolve(RealignPipeline.VERDICTS), RowVerdict.class);
                Stream<Conversation> originals =
                        JsonLines.read(folder.resolve(RealignPipeline.ORIGINAL), Conversation.class);
                Stream<Conversation> realigned =
                        JsonLines.read(folder.resolve(RealignPipeline.CONVERSATIONS), Conversation.class)) {
            Iterator<Conversation> before = originals.iterator();
            Iterator<Conversation> after = realigned.iterator();
            verdicts.forEach(verdict -> {
                Conversation original = before.next();
                Conversation rewritten = after.next();
                if (verdict.verdict() == RowVerdict.Outcome.REWRITTEN) {
                    rewrites.add(new Sampled(original, rewritten.response(), rule(verdict)));
                }
            });
        }
        SplittableRandom random = new SplittableRandom(seed);
        while (rewrites.size() > sample) {
            rewrites.remove(random.nextInt(rewrites.size()));
        }
        return rewrites;
    }

    private static String rule(RowVerdict verdict) {
        int colon = verdict.why().indexOf(": ");
        boolean rule = colon > 0 && verdict.why().substring(0, colon).matches("[a-z-]+");
        return rule ? verdict.why().substring(0, colon) : "model";
    }

    private static String text(List<Sampled> drawn, Path folder, long seed) {
        StringBuilder text = new StringBuilder("# Rewrites to judge by hand\n\n");
        text.append(drawn.size() + " rewrites of "
                + folder.toAbsolutePath().normalize().getFileName() + ", drawn by seed "
                + seed + ". Write right, wrong or unsure after \"" + JUDGEMENT
                + "\", and optionally a remark after that; then run the same command again for the counts.\n\n");
        text.append("Right: the rewrite has every word, number and name of the original, it adds nothing, and"
                + " the form helps.\n\n");
        RuleReformatter.contracts().stream()
                .filter(contract -> drawn.stream().anyMatch(one -> one.rule().equals(contract.name())))
                .forEach(contract -> text.append(promise(contract)));
        int number = 1;
        for (Sampled one : drawn) {
            text.append(row(number++, one));
        }
        return text.toString();
    }

    private static String promise(RuleContract contract) {
        return "- **" + contract.name() + "**: " + contract.does() + " It serves: " + contract.criterion()
                + " It never touches " + String.join("; ", contract.never()) + ".\n";
    }

    private static String row(int number, Sampled one) {
        StringBuilder row =
                new StringBuilder("\n## " + number + " | " + one.original().id() + " | "
                        + one.original().category() + " | " + one.rule() + "\n\n" + JUDGEMENT + "\n\n```text\n");
        wrapped(one.original().question(), 2 * COLUMN)
                .forEach(line -> row.append(line).append('\n'));
        row.append("-".repeat(2 * COLUMN + 3)).append('\n');
        List<String> left = wrapped(one.original().response(), COLUMN);
        List<String> right = wrapped(one.rewrite(), COLUMN);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String line = String.format(
                    Locale.ROOT,
                    "%-" + COLUMN + "s | %s",
                    i < left.size() ? left.get(i) : "",
                    i < right.size() ? right.get(i) : "");
            row.append(line.stripTrailing()).append('\n');
        }
        return row.append("```\n").toString();
    }

    /** Wraps a text at a given width; a word that is longer than a line is split. */
    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String line : text.replace("```", "'''").lines().toList()) {
            String rest = line.stripTrailing();
            while (rest.length() > width) {
                int space = rest.lastIndexOf(' ', width);
                int at = space > 0 ? space : width;
                lines.add(rest.substring(0, at));
                rest = rest.substring(at).stripLeading();
            }
            lines.add(rest);
        }
        return lines;
    }

    private static JudgedRows tally(Path sheet) {
        Map<String, Map<String, Integer>> judged = new TreeMap<>();
        Optional<String> rule = Optional.empty();
        int rows = 0;
        int number = 0;
        for (String line : TextFiles.readString(sheet).lines().toList()) {
            number++;
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows++;
                rule = Optional.of(row.group(3));
            } else if (line.startsWith(JUDGEMENT) && rule.isPresent()) {
                String word = first(line.substring(JUDGEMENT.length()));
                if (!word.isEmpty() && !WORDS.contains(word)) {
                    throw new InputException(sheet + ":" + number + ": \"" + word + "\" is not a judgement; write "
                            + String.join(", ", WORDS) + " or nothing");
                }
                Map<String, Integer> counts = judged.computeIfAbsent(rule.get(), any -> new TreeMap<>());
                if (!word.isEmpty()) {
                    counts.merge(word, 1, Integer::sum);
                }
                rule = Optional.empty();
            }
        }
        return new JudgedRows(rows, judged);
    }

    private static String first(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        Matcher word = Pattern.compile("[\\p{L}]+").matcher(stripped);
        return word.lookingAt() ? word.group() : stripped;
    }
}
