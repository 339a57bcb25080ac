package org.reformatted.experiments.cli;

/** Says on standard error, when the process is stopped by a signal such as SIGINT or SIGTERM, what is kept and how to go on. */
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
            hook.interrupt(); // the process is stopping already and the hook is running
        }
    }
}
