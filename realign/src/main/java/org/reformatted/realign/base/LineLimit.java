package org.reformatted.realign.base;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Fails at a line that is longer than the limit, before a line reader fills the memory with it. */
final class LineLimit extends FilterReader {
    private final ReadLimits limits;
    private long length;

    LineLimit(Reader in, ReadLimits limits) {
        super(in);
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] to, int offset, int count) throws IOException {
        int n = super.read(to, offset, count);
        int last = offset + n - 1;
        while (last >= offset && to[last] != '\n') {
            last--;
        }
        length = last < offset ? length + Math.max(n, 0) : offset + n - 1 - last;
        if (length > limits.lineChars()) {
            throw limits.lineTooLong();
        }
        return n;
    }
}
