package org.reformatted.experiments.spark;

import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/**
 * Keeps two drivers apart that work on one folder. Each writes a file of its own below {@code _lock} and then lists them: the one that finds another
 * file withdraws. Of two drivers at least the second one to write sees the other's file, so that at most one goes on. This needs a file system whose
 * list shows every file that is closed, as local disks, HDFS and S3 do; it needs no file that is made only where there is none, which S3 does not promise.
 *
 * @param folder the job's folder
 * @param claim this driver's file
 */
record JobLock(JobFolder folder, Path claim) implements AutoCloseable {
    private static final String LOCK = "_lock";
    private static final String PROPERTY = "realign.lock";

    /**
     * Marks a folder as worked on.
     *
     * @param folder the folder
     * @param owner who works on it, for the message of whoever comes second
     * @param takeOver whether other owners, which are known to have ended, are passed over
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
                    + " works on this folder; if it has ended (its machine died), add --take-over");
        }
    }

    /** Lets tasks of this job find out whether a later job has taken the folder over. */
    void announce(JavaSparkContext context) {
        context.sc().setLocalProperty(PROPERTY, claim.getName());
    }

    /** Ends a task whose job's folder a later job has taken over, before it pays or writes results. */
    static void requireOwned(JobFolder folder) {
        @Nullable TaskContext task = TaskContext.get();
        requireOwned(folder, task == null ? null : task.getLocalProperty(PROPERTY));
    }

    /** Ends a job whose folder a later job has taken over. */
    static void requireOwned(JobFolder folder, JavaSparkContext context) {
        requireOwned(folder, context.getLocalProperty(PROPERTY));
    }

    private static void requireOwned(JobFolder folder, @Nullable String name) {
        if (name != null && !folder.exists(folder.path(LOCK + "/" + name))) {
            throw new InputException(
                    folder.address() + ": a later job has taken this folder over (--take-over); this one ends");
        }
    }

    @Override
    public void close() {
        folder.delete(claim);
    }
}
