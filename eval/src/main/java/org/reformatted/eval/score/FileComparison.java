package org.reformatted.eval.score;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Bootstrap;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.realign.base.InputException;

/**
 * The comparison of two files of row values, paired by id.
 *
 * @param comparison the difference, second minus first, with its interval and tests
 * @param test the test that {@code pValue} is from: {@code mcnemar} where every value is right or wrong, else {@code sign}
 * @param onlyInFirst ids that the second file lacks; they are not counted in any number
 * @param onlyInSecond ids that the first file lacks
 * @param discordant rows whose values differ, in the order of the first file
 */
public record FileComparison(
        PairedComparison comparison,
        String test,
        List<String> onlyInFirst,
        List<String> onlyInSecond,
        List<Discordant> discordant) {
    /**
     * A row whose values differ in the two files.
     *
     * @param id the row's id
     * @param first the first file's value
     * @param second the second file's value
     * @param extractedFirst the extracted answer, where the first file contains it
     * @param extractedSecond the extracted answer, where the second file contains it
     */
    public record Discordant(
            String id,
            double first,
            double second,
            @Nullable String extractedFirst,
            @Nullable String extractedSecond) {}

    /**
     * Compares two files.
     *
     * @param first a file or folder that {@link ScoredFile} reads
     * @param second another file or folder
     * @param policy the only policy to compare by; when absent, all policies that both files have
     * @return one comparison for each policy
     * @throws InputException when the files share no policy or no id
     */
    public static List<FileComparison> of(Path first, Path second, Optional<String> policy) {
        ScoredFile one = ScoredFile.read(first);
        ScoredFile other = ScoredFile.read(second);
        Set<String> names = new LinkedHashSet<>(one.policies().keySet());
        names.retainAll(other.policies().keySet());
        policy.ifPresent(name -> names.removeIf(found -> !found.equals(name)));
        if (names.isEmpty()) {
            throw InputException.at(
                    first + " and " + second,
                    "no policy " + policy.map(name -> name + " ").orElse("") + "in both ("
                            + one.policies().keySet() + " and "
                            + other.policies().keySet() + ")",
                    "values by the same policy",
                    "score both files with one tool, or choose another --policy");
        }
        return names.stream().map(name -> of(name, one, other)).toList();
    }

    private static FileComparison of(String policy, ScoredFile one, ScoredFile other) {
        Map<String, ScoredFile.Cell> first = one.policies().getOrDefault(policy, Map.of());
        Map<String, ScoredFile.Cell> second = other.policies().getOrDefault(policy, Map.of());
        List<String> ids = first.keySet().stream().filter(second::containsKey).toList();
        if (ids.isEmpty()) {
            throw InputException.at(
                    one.file() + " and " + other.file(),
                    "no id in both",
                    "rows of the same samples",
                    "give two such files");
        }
        double[] a = ids.stream().mapToDouble(id -> value(first, id)).toArray();
        double[] b = ids.stream().mapToDouble(id -> value(second, id)).toArray();
        boolean share = Stream.concat(first.values().stream(), second.values().stream())
                .allMatch(cell -> cell.value() >= 0 && cell.value() <= 1);
        boolean rightOrWrong = Stream.concat(first.values().stream(), second.values().stream())
                .allMatch(cell -> cell.value() == 0 || cell.value() == 1);
        List<Discordant> discordant = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                String id = ids.get(i);
                discordant.add(new Discordant(id, a[i], b[i], extracted(first, id), extracted(second, id)));
            }
        }
        return new FileComparison(
                PairedComparison.of(
                        one.file().getFileName() + " against " + other.file().getFileName(),
                        policy,
                        share ? Score.PERCENT : "score",
                        a,
                        b,
                        Bootstrap.RESAMPLES,
                        PairedComparison.SEED),
                rightOrWrong ? "mcnemar" : "sign",
                missing(first, second),
                missing(second, first),
                discordant);
    }

    private static double value(Map<String, ScoredFile.Cell> cells, String id) {
        ScoredFile.Cell cell = cells.get(id);
        return cell == null ? Double.NaN : cell.value();
    }

    private static @Nullable String extracted(Map<String, ScoredFile.Cell> cells, String id) {
        ScoredFile.Cell cell = cells.get(id);
        return cell == null ? null : cell.extracted();
    }

    private static List<String> missing(Map<String, ScoredFile.Cell> from, Map<String, ScoredFile.Cell> in) {
        Set<String> ids = new TreeSet<>(from.keySet());
        ids.removeAll(in.keySet());
        return List.copyOf(ids);
    }
}
