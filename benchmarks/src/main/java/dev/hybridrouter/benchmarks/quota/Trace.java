package dev.hybridrouter.benchmarks.quota;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Recorded arrivals, in order.
 *
 * @param calls each with its own size
 */
record Trace(List<Call> calls) {
    private static final String HEADER = "offset_ms,in_tok,out_tok";

    /** Reads a gzip file of {@value #HEADER}. */
    static Trace read(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            if (!HEADER.equals(reader.readLine())) {
                throw new IOException(file + ": unknown form (expected: first line " + HEADER + ")");
            }
            return new Trace(reader.lines().map(Trace::call).toList());
        }
    }

    private static Call call(String line) {
        String[] fields = line.split(",", -1);
        return new Call(
                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(fields[0])),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]));
    }

    /**
     * One request.
     *
     * @param arrival nanoseconds after the start
     * @param input tokens it sends
     * @param output tokens its whole answer has
     */
    record Call(long arrival, long input, long output) {}
}
