package dev.hybridrouter.audit;

import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a file of a log begins.
 *
 * @param before where the chain stood then
 * @param key the name of its key; empty if it has none
 */
record FileHead(ChainEnd before, String key) {
    /** Reads the first line of a file; null if it has none. */
    static @Nullable FileHead read(Store store, String name) throws IOException {
        try (LineReader lines = new LineReader(store.read(name))) {
            ParsedLine first =
                    lines.next() && lines.isTerminated() ? ParsedLine.of(lines.line(), lines.length()) : null;
            if (first == null || !first.isFile()) {
                return null;
            }
            byte[] previous = HexFormat.of().parseHex(first.text("previous"));
            return new FileHead(
                    new ChainEnd(first.sequence(), previous, first.time("previous_time")), first.text("key"));
        } catch (IllegalArgumentException e) { // no digits
            return null;
        }
    }
}
