package org.reformatted.realign.base;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** A file's bytes, decompressed when its name ends in {@code .gz} or {@code .zst}. */
final class InputBytes {
    private static final int BUFFER = 1 << 16;

    private InputBytes() {}

    static InputStream open(Path file, ReadLimits limits) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            String name = file.toString();
            if (name.endsWith(".gz")) {
                return new Bounded(new WholeGzip(bytes), limits);
            }
            if (name.endsWith(".zst")) {
                return new Bounded(new BufferedInputStream(new ZstdInputStream(bytes), BUFFER), limits);
            }
            return bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    static OutputStream compressed(Path file, OutputStream bytes) throws IOException {
        String name = file.toString();
        if (name.endsWith(".zst")) {
            return new ZstdOutputStream(bytes);
        }
        return name.endsWith(".gz") ? new GZIPOutputStream(bytes, BUFFER) : bytes;
    }

    /** The number, from 1, of the line with the first bytes that are not UTF-8. */
    static long malformedLine(Path file) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        long line = 1;
        try (InputStream in = open(file, ReadLimits.current())) {
            for (boolean end = false; !end; bytes.compact()) {
                int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
                end = n < 0;
                bytes.position(bytes.position() + Math.max(n, 0)).flip();
                CoderResult result = decoder.decode(bytes, chars, end);
                line += chars.flip().chars().filter(c -> c == '\n').count();
                chars.clear();
                if (result.isError()) {
                    return line;
                }
            }
        }
        return line;
    }

    /** Fails when bytes that are not gzip follow the compressed data; the platform's reader ignores them. */
    private static final class WholeGzip extends GZIPInputStream {
        private static final int TRAILER = 8; // bytes of checksum and size after the data (RFC 1952)

        WholeGzip(InputStream bytes) throws IOException {
            super(bytes, BUFFER);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = super.read(to, offset, length);
            if (n < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
                throw new ZipException("something follows the compressed data");
            }
            return n;
        }
    }

    private static final class Bounded extends FilterInputStream {
        private final ReadLimits limits;
        private long left;

        Bounded(InputStream in, ReadLimits limits) {
            super(in);
            this.limits = limits;
            this.left = limits.decompressedBytes();
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = super.read(to, offset, length);
            count(n);
            return n;
        }

        private void count(int n) throws IOException {
            left -= Math.max(n, 0);
            if (left < 0) {
                throw limits.tooManyBytes();
            }
        }
    }
}
