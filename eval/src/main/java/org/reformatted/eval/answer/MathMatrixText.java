package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.List;
import org.reformatted.eval.algebra.Expression;

/** Reads LaTeX environments of matrices, from the position after {@code \begin}. */
final class MathMatrixText {
    private final MathParser answer;
    private final MathFormulas formulas;
    private final MathScanner in;

    MathMatrixText(MathParser answer, MathFormulas formulas, MathScanner in) {
        this.answer = answer;
        this.formulas = formulas;
        this.in = in;
    }

    MathValue matrix() {
        int end = in.text.indexOf("\\end", in.at);
        int open = in.text.indexOf('}', in.at);
        String environment = open < 0 ? "" : in.text.substring(in.at, open).replaceAll("[{}\\s]", "");
        if (end < 0 || !(environment.contains("matrix") || environment.equals("array"))) {
            throw new MathScanner.Unreadable("environment");
        }
        String body = in.text.substring(open + 1, end).strip();
        body = environment.equals("array") ? body.replaceAll("^\\{[^}]*}", "").strip() : body;
        MathValue.Matrix matrix = new MathValue.Matrix(rows(body));
        in.at = in.text.indexOf('}', end) + 1;
        if (in.at == 0) {
            throw new MathScanner.Unreadable("an environment without an end");
        }
        return environment.equals("vmatrix") ? formulas.determinant(matrix) : matrix;
    }

    private List<List<Expression>> rows(String body) {
        List<List<Expression>> rows = new ArrayList<>();
        String whole = body.endsWith(MathText.ROW) ? body.substring(0, body.length() - 1) : body;
        for (String row : whole.split(MathText.ROW, -1)) {
            List<Expression> cells = new ArrayList<>();
            for (String cell : row.split("&", -1)) {
                cells.add(answer.cell(cell));
            }
            rows.add(cells);
        }
        if (rows.stream().anyMatch(row -> row.size() != rows.get(0).size())) {
            throw new MathScanner.Unreadable("ragged matrix");
        }
        return rows;
    }
}
