package org.reformatted.experiments.cli;

/** When the process is stopped by a signal such as SIGINT or SIGTERM, writes to standard error what is kept and how to continue. */
final class StopNotice implements AutoCloseable {
    private final Thread hook;

    private StopNotice(Thread hook) {
        this.hook = hook;
    }

    /** Shows a sentence if the process is stopped before the notice is closed. */
    static StopNotice show(String kept) {
        Thread hook = new Thread(
                () -> {
                    System.err.println("stopped: " + kept);
                    System.err.flush();
                },
                "stop-notice");
        Runtime.getRuntime().addShutdownHook(hook);
        return new StopNotice(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook.interrupt(); // the process is already stopping and the hook is running
        }
    }
}
