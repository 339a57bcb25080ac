package org.reformatted.experiments.spark;

import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Redactor;

/** Describes the failure of a job in one sentence. */
final class Failures {
    private static final String TRACE = "\n\tat ";

    private Failures() {}

    /** The message of the {@link InputException} that caused a failure, or otherwise the first lines of Spark's message. */
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
