package org.reformatted.experiments.spark;

import java.util.function.BiFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;

/** The output folder of a job. It starts Spark and locks the folder against other jobs. */
final class JobOutput {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "URI",
            description = "Folder for the results, on a file system that all executors can access.")
    private String out = "";

    @Option(names = "--take-over", description = "Continue with a folder whose earlier owner has failed.")
    private boolean takeOver;

    /** Creates an object that the command line fills. */
    JobOutput() {}

    /** The folder of an address, without taking over from an earlier owner. */
    JobOutput(String address) {
        out = address;
    }

    /**
     * Starts Spark, locks the folder and runs the work.
     *
     * @param name the job's name
     * @param spark the configuration, to which the job adds settings
     * @param work the work
     * @param <T> its result
     * @return the result
     */
    <T> T locked(String name, SparkConf spark, BiFunction<JavaSparkContext, JobFolder, T> work) {
        spark.setIfMissing("spark.app.name", name);
        spark.setIfMissing("spark.driver.maxResultSize", "4g");
        try (JavaSparkContext context = new JavaSparkContext(spark)) {
            JobFolder folder = new JobFolder(out); // Spark may configure its file system
            String owner = "the application " + context.sc().applicationId() + " of "
                    + context.sc().sparkUser();
            try (JobLock lock = JobLock.acquire(folder, owner, takeOver)) {
                lock.announce(context);
                return work.apply(context, folder);
            }
        }
    }
}
