package org.reformatted.experiments.spark;

import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Redactor;

/** Says why a job ended, in a sentence. */
final class Failures {
    private static final String TRACE = "\n\tat ";

    private Failures() {}

    /** The sentence of the input's error behind a failure, else the first lines of what Spark says. */
    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputException) {
                return Redactor.hide(String.valueOf(cause.getMessage()));
            }
        }
        String said = String.valueOf(failure.getMessage());
        int trace = said.indexOf(TRACE);
        return Redactor.hide(trace < 0 ? said : said.substring(0, trace));
    }
}
