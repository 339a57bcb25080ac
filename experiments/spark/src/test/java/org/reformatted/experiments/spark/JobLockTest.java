package org.reformatted.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;

/** At most one driver works on a folder, also where a file cannot be made only if there is none. */
class JobLockTest {
    private static final int DRIVERS = 8;
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private String address(String scheme) {
        return scheme + "://" + folder.resolve("out");
    }

    private static JavaSparkContext spark() {
        return new JavaSparkContext(new SparkConf()
                .setMaster("local[1]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.hadoop.fs." + ObjectStore.SCHEME + ".impl", ObjectStore.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", ObjectStore.SCHEME})
    void ofDriversThatBeginTogetherAtMostOneGoesOn(String scheme) throws Exception {
        try (JavaSparkContext context = spark()) {
            ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
            for (int round = 0; round < ROUNDS; round++) {
                String out = address(scheme) + round;
                CyclicBarrier together = new CyclicBarrier(DRIVERS);
                List<Future<Boolean>> all = drivers.invokeAll(Collections.nCopies(DRIVERS, () -> {
                    JobFolder work = new JobFolder(out);
                    together.await();
                    try {
                        JobLock.acquire(work, "a driver", false);
                        return true;
                    } catch (InputException e) {
                        return false;
                    }
                }));
                int going = 0;
                for (Future<Boolean> driver : all) {
                    going += driver.get() ? 1 : 0;
                }
                assertThat(going).isLessThanOrEqualTo(1);
            }
            drivers.shutdown();
        }
    }

    @Test
    void aFolderIsFreeAgainWhenItsJobHasEndedAndIsTakenOverWhenItHasDied() {
        JobFolder work = new JobFolder(address("file"));
        JobLock.acquire(work, "the first", false).close();
        JobLock.acquire(work, "the second", false);
        assertThatThrownBy(() -> JobLock.acquire(work, "the third", false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the second works on this folder")
                .hasMessageContaining("--take-over");
        JobLock.acquire(work, "the fourth", true).close();
        JobLock.acquire(work, "the fifth", false).close();
    }

    /** A job that was cut off from its driver's user and still runs when another one takes its folder over pays and writes nothing more. */
    @Test
    void aJobWhoseFolderWasTakenOverEnds() throws IOException {
        String out = address("file");
        try (JavaSparkContext context = spark()) {
            JobFolder work = new JobFolder(out);
            JobLock.acquire(work, "the first", false).announce(context);
            assertThat(tasks(context, out)).isEqualTo(1);
            JobLock.acquire(work, "the second", true);
            assertThatThrownBy(() -> tasks(context, out))
                    .hasMessageContaining("a later job has taken over this folder");
            assertThatThrownBy(() -> JobLock.requireOwned(work, context)).isInstanceOf(InputException.class);
        }
        assertThat(Files.exists(folder.resolve("out/_lock"))).isTrue();
    }

    private static long tasks(JavaSparkContext context, String out) {
        return context.parallelize(List.of(1), 1)
                .filter(one -> {
                    JobLock.requireOwned(new JobFolder(out));
                    return true;
                })
                .count();
    }

    /** Executors have working folders of their own. */
    @Test
    void anAddressMeansTheSameFolderOnEveryMachine() throws IOException {
        String whole = new JobFolder("results").address();
        assertThat(whole).startsWith("file:/").endsWith("/results");
        assertThat(new JobFolder(whole).address()).isEqualTo(whole);
        assertThat(FileSystem.getLocal(new Configuration()).getWorkingDirectory() + "/results")
                .isEqualTo(whole);
    }
}
