package dev.hybridrouter.benchmarks.affinity;

import java.time.Duration;
import java.util.Locale;

/**
 * One world in which conversations are replayed.
 *
 * @param slots calls that each of the four targets serves at once; the others wait there in order of arrival
 * @param ttl how long a cached block outlives its last use
 * @param faster whether what is cached need not be read again, or costs less but takes as long
 */
record Scenario(int slots, Duration ttl, boolean faster) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "slots 4 x %d, cache kept %d min, a cached token takes %s",
                slots,
                ttl.toMinutes(),
                faster ? "no time" : "as long as others");
    }
}
