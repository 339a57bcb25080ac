package org.reformatted.experiments.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A file system that Hadoop has not brought along, with S3's rule: nothing of a file is there before it is closed, and no stream flushes. */
public final class ObjectStore extends RawLocalFileSystem {
    static final String SCHEME = "object";

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        return create(file, overwrite, buffer, replication, block, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path file, boolean overwrite, int buffer, short replication, long block, Progressable progress)
            throws IOException {
        if (!overwrite && exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return new FSDataOutputStream(new Closed(file), null);
    }

    /** Writes when it is closed. */
    private final class Closed extends ByteArrayOutputStream {
        private final Path file;

        Closed(Path file) {
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            try (OutputStream out = ObjectStore.super.create(file, true, 4096, (short) 1, 1 << 20, null)) {
                writeTo(out);
            }
        }
    }
}
