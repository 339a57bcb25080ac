package org.reformatted.experiments.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.reformatted.experiments.runs.RunFolder;
import org.reformatted.experiments.runs.RunServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run in the browser while it is running. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Shows a run on a web page that only this machine can open: steps, progress, training loss and"
                + " running scores, from the files that the run writes. The run may be on another machine"
                + " that shares the folder. Ctrl-C ends this command.",
        footer = {"", "Example:", "  scripts/harness watch quickstart"})
final class WatchCommand implements Callable<Integer> {
    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(paramLabel = "RUN", description = "An experiment's name or folder.")
    String run = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port on this machine (default: ${DEFAULT-VALUE}; 0: any free port).")
    int port = 8317;

    @Override
    public Integer call() throws InterruptedException {
        RunFolder found = runs.find(run);
        try (RunServer server = RunServer.start(found.root(), port)) {
            System.out.println(server.address());
            System.out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
