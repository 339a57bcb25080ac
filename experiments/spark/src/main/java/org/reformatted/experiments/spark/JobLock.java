package org.reformatted.experiments.spark;

import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/**
 * Prevents two drivers from working on one folder. Each driver writes its own file below {@code _lock} and then lists the files there; a driver that
 * finds another file withdraws. Of two drivers at least the one that writes second sees the other's file, so at most one continues. This needs a file
 * system whose listing shows every closed file, such as local disks, HDFS and S3. It does not need an atomic create-if-absent operation, which S3
 * does not guarantee.
 *
 * @param folder the job's folder
 * @param claim this driver's file
 */
record JobLock(JobFolder folder, Path claim) implements AutoCloseable {
    private static final String LOCK = "_lock";
    private static final String PROPERTY = "realign.lock";

    /**
     * Locks a folder.
     *
     * @param folder the folder
     * @param owner the name of the owner, for the message to a second driver
     * @param takeOver whether the locks of other owners, which are known to have ended, are deleted
     */
    static JobLock acquire(JobFolder folder, String owner, boolean takeOver) {
        Path place = folder.path(LOCK);
        if (takeOver) {
            folder.delete(place);
        }
        requireFree(folder, folder.list(place));
        JobLock lock = new JobLock(folder, new Path(place, UUID.randomUUID().toString()));
        folder.write(lock.claim, owner);
        List<Path> others = folder.list(place).stream()
                .filter(file -> !file.getName().equals(lock.claim.getName()))
                .toList();
        if (!others.isEmpty()) {
            lock.close();
            requireFree(folder, others);
        }
        return lock;
    }

    private static void requireFree(JobFolder folder, List<Path> claims) {
        if (!claims.isEmpty()) {
            String other =
                    folder.read(claims.get(0)).filter(text -> !text.isBlank()).orElse("another job");
            throw new InputException(folder.address() + ": " + other
                    + " works on this folder; if it has ended (because its machine failed), add --take-over");
        }
    }

    /** Sends the name of the lock to the tasks of this job, so that they can check whether a later job has taken over the folder. */
    void announce(JavaSparkContext context) {
        context.sc().setLocalProperty(PROPERTY, claim.getName());
    }

    /** Stops a task before it pays or writes results if a later job has taken over the folder. */
    static void requireOwned(JobFolder folder) {
        @Nullable TaskContext task = TaskContext.get();
        requireOwned(folder, task == null ? null : task.getLocalProperty(PROPERTY));
    }

    /** Stops a job if a later job has taken over its folder. */
    static void requireOwned(JobFolder folder, JavaSparkContext context) {
        requireOwned(folder, context.getLocalProperty(PROPERTY));
    }

    private static void requireOwned(JobFolder folder, @Nullable String name) {
        if (name != null && !folder.exists(folder.path(LOCK + "/" + name))) {
            throw new InputException(
                    folder.address() + ": a later job has taken over this folder (--take-over); this job ends");
        }
    }

    @Override
    public void close() {
        folder.delete(claim);
    }
}
