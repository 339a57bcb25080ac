package org.reformatted.experiments.spark;

import java.util.function.BiFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;

/** Where a job writes, and Spark while no other job works there. */
final class JobOutput {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "URI",
            description = "Folder for the results, on a file system that all executors see.")
    private String out = "";

    @Option(names = "--take-over", description = "Go on with a folder whose earlier owner has ended without a word.")
    private boolean takeOver;

    /** Filled from the command line. */
    JobOutput() {}

    /** The folder of this address, which no earlier owner is asked for. */
    JobOutput(String address) {
        out = address;
    }

    /**
     * Starts Spark and does the work while no other job works on the folder.
     *
     * @param name the job's name
     * @param spark the configuration that the job adds to
     * @param work what is done
     * @param <T> its result
     * @return the result
     */
    <T> T locked(String name, SparkConf spark, BiFunction<JavaSparkContext, JobFolder, T> work) {
        spark.setIfMissing("spark.app.name", name);
        spark.setIfMissing("spark.driver.maxResultSize", "4g");
        try (JavaSparkContext context = new JavaSparkContext(spark)) {
            JobFolder folder = new JobFolder(out); // its file system may be one that Spark's configuration names
            String owner = "the application " + context.sc().applicationId() + " of "
                    + context.sc().sparkUser();
            try (JobLock lock = JobLock.acquire(folder, owner, takeOver)) {
                lock.announce(context);
                return work.apply(context, folder);
            }
        }
    }
}
