package dev.hybridrouter.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a file line by line, each into the same array. For one thread. */
final class LineReader implements AutoCloseable {
    /** No line of a log is as long; one that is, is cut, and is then no line of a log. */
    private static final int LONGEST = 1 << 26;

    private final InputStream in;
    private final byte[] block = new byte[1 << 16];
    private int at;
    private int filled;
    private byte[] line = new byte[4096];
    private int length;
    private long number;
    private long start;
    private long read;
    private boolean terminated;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Reads the next line; false at the end of the file. */
    boolean next() throws IOException {
        start = read;
        length = 0;
        number++;
        terminated = false;
        while (!terminated) {
            if (at == filled) {
                filled = Math.max(0, in.read(block, 0, block.length));
                at = 0;
                if (filled == 0) {
                    return length > 0;
                }
            }
            take();
        }
        return true;
    }

    private void take() {
        int end = at;
        while (end < filled && block[end] != '\n') {
            end++;
        }
        int count = end - at;
        int room = LONGEST - length;
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
        }
        System.arraycopy(block, at, line, length, Math.min(count, room));
        length += Math.min(count, room);
        terminated = end < filled;
        read += count + (terminated ? 1 : 0);
        at = terminated ? end + 1 : end;
    }

    byte[] line() {
        return line;
    }

    /** How long the line is, without what ends it. */
    int length() {
        return length;
    }

    /** Whether the line is ended; only the last of a file may not be. */
    boolean isTerminated() {
        return terminated;
    }

    /** Number of the line in the file, from 1. */
    long number() {
        return number;
    }

    /** Where in the file the line begins. */
    long start() {
        return start;
    }

    /** How many bytes were read so far. */
    long position() {
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
