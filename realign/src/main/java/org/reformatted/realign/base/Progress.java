package org.reformatted.realign.base;

/**
 * Where long work reports its progress. The program shows a bar with rate and time left on a terminal; tests and libraries pass
 * {@link #SILENT}.
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
     * Begins a piece of work.
     *
     * @param what a short name, such as {@code "finetune original"}
     * @param total how many steps it has, or -1 when unknown
     * @return the work, closed when it ends
     */
    Task start(String what, long total);

    /** One piece of work under way. */
    interface Task extends AutoCloseable {
        /**
         * Reports that some more steps are done.
         *
         * @param steps how many
         */
        void advance(long steps);

        /**
         * Shows a short text behind the bar, such as the running loss.
         *
         * @param text the text
         */
        void note(String text);

        @Override
        void close();
    }
}
