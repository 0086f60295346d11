package dev.hybridrouter.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a pipe, in time linear in their bytes. A line over the limit is not kept: its rest passes by, and the
 * next line is read as if nothing had been. For one thread.
 */
final class BoundedLines implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final InputStream in;
    private final int maxLine;
    private final long maxSkipped;
    private final byte[] chunk = new byte[CHUNK];
    private int from;
    private int to;

    /** A line without its end. */
    static final class Line {
        private final byte[] bytes;
        private final @Nullable IdScanner skipped;

        private Line(byte[] bytes, @Nullable IdScanner skipped) {
            this.bytes = bytes;
            this.skipped = skipped;
        }

        /** The line, or its beginning if it is longer than the limit. */
        byte[] bytes() {
            return bytes;
        }

        boolean isWhole() {
            return skipped == null;
        }

        /** The id of the JSON-RPC message that a line is that is not whole; null if none was found. */
        @Nullable
        Object id() {
            return skipped == null ? null : skipped.id();
        }
    }

    /**
     * Creates a reader.
     *
     * @param maxLine longest line that is kept, in bytes
     * @param maxSkipped most bytes of one line that may pass by before the pipe is given up
     */
    BoundedLines(InputStream in, int maxLine, long maxSkipped) {
        this.in = in;
        this.maxLine = maxLine;
        this.maxSkipped = maxSkipped;
    }

    /** The next line; null after the last one. A last line without an end is no line. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        IdScanner skipping = null;
        long skipped = 0;
        while (from < to || fill()) {
            int end = endOfLine();
            int fitting = Math.min(end - from, maxLine - kept.size());
            kept.write(chunk, from, fitting);
            if (from + fitting < end) {
                if (skipping == null) {
                    skipping = new IdScanner();
                    byte[] beginning = kept.toByteArray();
                    skipping.accept(beginning, 0, beginning.length);
                }
                skipping.accept(chunk, from + fitting, end);
                skipped += end - from - fitting;
                if (skipped > maxSkipped) {
                    throw new IOException("a line longer than " + (maxLine + maxSkipped) + " bytes");
                }
            }
            boolean ended = end < to;
            from = ended ? end + 1 : to;
            if (ended) {
                return new Line(kept.toByteArray(), skipping);
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        int read = in.read(chunk);
        from = 0;
        to = Math.max(read, 0);
        return read > 0;
    }

    private int endOfLine() {
        int end = from;
        while (end < to && chunk[end] != '\n') {
            end++;
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
