package dev.hybridrouter.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8, whatever the platform's own encoding is, none longer than 16 MiB. For one thread. */
final class JsonLineReader implements AutoCloseable {
    static final int LONGEST = 16 * 1024 * 1024;

    private final InputStream in;

    JsonLineReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** The next line without its end; null after the last one. A last line without an end is no line. */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != -1; next = in.read()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).strip();
            }
            if (line.size() == LONGEST) {
                throw new IOException("a line longer than " + LONGEST + " bytes");
            }
            line.write(next);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
