package org.reformatted.realign.base;

/**
 * Receives the progress of long work. On a terminal, the program shows a bar with the rate and the time left; tests and libraries pass {@link
 * #SILENT}.
 */
public interface Progress {
    /** Reports nothing. */
    Progress SILENT = (what, total) -> new Task() {
        @Override
        public void advance(long steps) {}

        @Override
        public void note(String text) {}

        @Override
        public void close() {}
    };

    /**
     * Starts a task.
     *
     * @param what a short name, such as {@code "finetune original"}
     * @param total how many steps it has, or -1 when unknown
     * @return the task, which the caller closes when it ends
     */
    Task start(String what, long total);

    /** One task in progress. */
    interface Task extends AutoCloseable {
        /**
         * Reports that more steps are done.
         *
         * @param steps how many
         */
        void advance(long steps);

        /**
         * Shows a short text after the bar, such as the running loss.
         *
         * @param text the text
         */
        void note(String text);

        @Override
        void close();
    }
}
