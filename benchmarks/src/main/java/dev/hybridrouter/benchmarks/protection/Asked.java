package dev.hybridrouter.benchmarks.protection;

import org.jspecify.annotations.Nullable;

/**
 * One request, as the oracle sees it.
 *
 * @param number its tag {@code n}
 * @param site which router it went to
 * @param topic what it is about; similar requests have the same
 * @param text what may go out of it, once local guards are through with it
 * @param options how those handle data who get it because of its options; null if it has none
 * @param begun position in the order of all that happens
 */
record Asked(
        int number,
        int site,
        String tenant,
        String user,
        int topic,
        String text,
        Terms terms,
        @Nullable Facts options,
        long begun) {}
