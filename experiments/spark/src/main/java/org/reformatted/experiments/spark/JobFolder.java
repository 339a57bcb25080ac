package org.reformatted.experiments.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.reformatted.realign.base.InputException;

/**
 * The output folder of a job, on any Hadoop file system that all executors can access. {@code _job.json} identifies the job, {@code _answers} has the
 * answers of models by part, {@code _evidence} the results of searches, {@code _work} the output of finished parts, and {@code _lock} the current
 * owner ({@link JobLock}). The results are next to them.
 */
final class JobFolder {
    /** The name of the file that identifies the job of a folder. */
    static final String JOB = "_job.json";

    private static final Configuration PLAIN = new Configuration(); // shared: reading its files takes milliseconds

    private final FileSystem files;
    private final Path root;

    JobFolder(String address) {
        Path named = new Path(address);
        files = fileSystem(named);
        root = files.makeQualified(named);
    }

    /** The folder's full address, which is valid on every machine. */
    String address() {
        return root.toString();
    }

    /** The file system of a path; the local one is used without checksum files, which are not updated by a flush. */
    static FileSystem fileSystem(Path path) {
        try {
            FileSystem found = path.getFileSystem(configuration());
            return found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
        } catch (IOException e) {
            throw new InputException(path + ": no file system for this address (" + e.getMessage() + ")", e);
        }
    }

    /** The configuration with Spark's settings {@code spark.hadoop.*}, such as the keys of S3, on the driver and on executors. */
    private static Configuration configuration() {
        SparkEnv spark = SparkEnv.get();
        return spark == null ? PLAIN : SparkHadoopUtil.get().newConfiguration(spark.conf());
    }

    FileSystem files() {
        return files;
    }

    Path path(String name) {
        return new Path(root, name);
    }

    Path answers(int part) {
        return path(String.format(Locale.ROOT, "_answers/%05d", part));
    }

    Path evidence(int part) {
        return path(String.format(Locale.ROOT, "_evidence/%05d", part));
    }

    Path work(int part) {
        return path(String.format(Locale.ROOT, "_work/%05d", part));
    }

    /** The file with a part's summary, which is written last. */
    Path done(int part) {
        return new Path(work(part), "done.json");
    }

    boolean exists(Path file) {
        try {
            return files.exists(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** A file's text; absent if the file does not exist. */
    Optional<String> read(Path file) {
        try (var in = files.open(file)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Writes a file atomically. */
    void write(Path file, String text) {
        Path temporary = sibling(file);
        try (OutputStream out = files.create(temporary, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(file, e);
        }
        move(temporary, file);
    }

    /** Copies a local file atomically. */
    void upload(java.nio.file.Path local, Path file) {
        Path temporary = sibling(file);
        try (OutputStream out = files.create(temporary, true)) {
            Files.copy(local, out);
        } catch (IOException e) {
            throw failed(file, e);
        }
        move(temporary, file);
    }

    /** Copies a file to this machine. */
    static void download(String address, java.nio.file.Path local) {
        Path file = new Path(address);
        try (var in = fileSystem(file).open(file)) {
            Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static Path sibling(Path file) {
        return new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    }

    private void move(Path from, Path to) {
        try {
            files.delete(to, false);
            if (!files.rename(from, to)) {
                throw new IOException("it cannot be renamed from " + from);
            }
        } catch (IOException e) {
            throw failed(to, e);
        }
    }

    /** Concatenates files to one file, atomically. */
    void join(List<Path> parts, Path file) {
        Path temporary = sibling(file);
        try (OutputStream out = files.create(temporary, true)) {
            for (Path part : parts) {
                try (var in = files.open(part)) {
                    in.transferTo(out);
                }
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
        move(temporary, file);
    }

    void delete(Path file) {
        try {
            files.delete(file, true);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** The files of a folder by name, without files that are being written; empty if there is no such folder. */
    List<Path> list(Path folder) {
        try {
            List<Path> found = new ArrayList<>();
            Arrays.stream(files.listStatus(folder))
                    .filter(FileStatus::isFile)
                    .map(FileStatus::getPath)
                    .filter(file -> !file.getName().startsWith("."))
                    .forEach(found::add);
            found.sort(Comparator.comparing(Path::getName));
            return found;
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /**
     * Starts or continues a job; rejects a folder that has the work of another job.
     *
     * @param job the identity of the job
     * @param other a description of the other content, for the message
     */
    void begin(String job, String other) {
        Path file = path(JOB);
        Optional<String> before = read(file);
        if (before.isPresent() && !before.get().equals(job)) {
            throw InputException.at(
                    String.valueOf(root), other, "an empty folder, or one of this job", "name another --out");
        }
        if (before.isEmpty()) {
            write(file, job);
        }
    }

    static UncheckedIOException failed(Path file, IOException e) {
        return new UncheckedIOException(file + ": this file cannot be read or written (" + e.getMessage() + ")", e);
    }
}
