package dev.hybridrouter.benchmarks.forecast;

import dev.hybridrouter.api.target.TokenPrice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What recorded load would have cost, request by request.
 *
 * @param name of the file
 * @param calls in order of arrival
 */
record SpendTrace(String name, List<Call> calls) {
    private static final TokenPrice PRICE = TokenPrice.perMillion("3", "15");

    /** One request: when it came and what it cost. */
    record Call(long atMillis, long nanoUsd) {}

    /** Reads a gzip file with a header that names the columns offset_ms, in_tok and out_tok. */
    static SpendTrace read(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            List<String> header = Arrays.asList(reader.readLine().split(",", -1));
            int at = column(header, "offset_ms", file);
            int input = column(header, "in_tok", file);
            int output = column(header, "out_tok", file);
            List<Call> calls = reader.lines()
                    .map(line -> line.split(",", -1))
                    .map(row -> new Call(
                            Long.parseLong(row[at]),
                            PRICE.cost(Long.parseLong(row[input]), Long.parseLong(row[output]))
                                    .nanoUsd()))
                    .toList();
            return new SpendTrace(file.getFileName().toString(), calls);
        }
    }

    private static int column(List<String> header, String name, Path file) throws IOException {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new IOException(file + ": no column " + name + " (expected: one among " + header + ")");
        }
        return index;
    }

    long lengthMillis() {
        return calls.get(calls.size() - 1).atMillis();
    }

    /** What was spent from one moment to another. */
    long between(long fromMillis, long toMillis) {
        long sum = 0;
        for (int i = firstAt(fromMillis); i < calls.size() && calls.get(i).atMillis() < toMillis; i++) {
            sum += calls.get(i).nanoUsd();
        }
        return sum;
    }

    /** The position of the first call at a moment or after it. */
    private int firstAt(long millis) {
        int low = 0;
        int high = calls.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (calls.get(middle).atMillis() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
