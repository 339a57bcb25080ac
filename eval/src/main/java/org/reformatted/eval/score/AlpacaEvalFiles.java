package org.reformatted.eval.score;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.AlpacaEvalRegression;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/** Reads the two files that AlpacaEval's regression uses in addition to annotations; both are in its data set {@code tatsu-lab/alpaca_eval}. */
final class AlpacaEvalFiles {
    private AlpacaEvalFiles() {}

    /** Reads {@code instruction_difficulty.csv}: a header, then {@code index,difficulty} by row of the evaluation set. */
    static double[] difficulties(Path file, int rows) {
        double[] difficulties = new double[rows];
        Arrays.fill(difficulties, Double.NaN);
        int number = 0;
        for (String line : TextFiles.readString(file).lines().toList()) {
            number++;
            String[] cells = line.split(",", -1);
            if (number > 1 && !line.isBlank()) {
                try {
                    int index = Integer.parseInt(cells[0].strip());
                    if (index >= 0 && index < rows) {
                        difficulties[index] = Double.parseDouble(cells[1].strip());
                    }
                } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                    throw new InputException(
                            file + ":" + number + ": \"" + line + "\"; expected index,difficulty; fix this line", e);
                }
            }
        }
        return whole(file, difficulties);
    }

    private static double[] whole(Path file, double[] difficulties) {
        for (int i = 0; i < difficulties.length; i++) {
            if (!Double.isFinite(difficulties[i])) {
                throw InputException.at(
                        file,
                        "no difficulty for instruction " + i,
                        "one for each of the " + difficulties.length,
                        "give the complete file");
            }
        }
        return difficulties;
    }

    /** A row of a gamed baseline: the index of the instruction, and the comparison. */
    record Gamed(int index, AlpacaEvalRegression.RegressionRow row) {}

    /** Reads {@code df_gamed.csv}: {@code index}, {@code preference} in [0, 1], {@code std_delta_len} and {@code instruction_difficulty}. */
    static List<Gamed> gamed(Path file) {
        List<Gamed> rows = new ArrayList<>();
        try (Reader reader = TextFiles.reader(file);
                MappingIterator<Map<String, String>> lines = new CsvMapper()
                        .readerFor(Map.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(reader)) {
            while (lines.hasNextValue()) {
                String place = file + ": row " + rows.size();
                Map<String, String> row = lines.nextValue();
                double preference = number(place, row, "preference");
                if (preference < 0 || preference > 1) {
                    throw InputException.at(place, "preference (" + preference + ")", "one in [0, 1]", "fix this row");
                }
                rows.add(new Gamed(
                        (int) number(place, row, "index"),
                        new AlpacaEvalRegression.RegressionRow(
                                preference,
                                number(place, row, "std_delta_len"),
                                number(place, row, "instruction_difficulty"))));
            }
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
        return rows;
    }

    /** Returns the instructions' difficulties from the rows of the gamed baselines. */
    static double[] difficulties(Path file, List<Gamed> gamed, int instructions) {
        double[] difficulties = new double[instructions];
        Arrays.fill(difficulties, Double.NaN);
        gamed.stream()
                .filter(row -> row.index >= 0 && row.index < instructions)
                .forEach(row -> difficulties[row.index] = row.row.difficulty());
        return whole(file, difficulties);
    }

    /** Reads a number; an empty preference is {@code NaN}, every other cell must contain a number. */
    private static double number(String place, Map<String, String> row, String column) {
        @Nullable String cell = row.get(column);
        if (cell != null && cell.isBlank() && column.equals("preference")) {
            return Double.NaN;
        }
        try {
            double number = Double.parseDouble(cell == null ? "" : cell.strip());
            if (Double.isFinite(number) && (!column.equals("index") || number == Math.rint(number))) {
                return number;
            }
            throw refused(place, column, cell);
        } catch (NumberFormatException e) {
            throw refused(place, column, cell);
        }
    }

    private static InputException refused(String place, String column, @Nullable String cell) {
        return InputException.at(
                place,
                column + " (" + cell + ")",
                "a number under each of index, preference, std_delta_len and instruction_difficulty",
                "fix this row or give AlpacaEval's df_gamed.csv");
    }
}
