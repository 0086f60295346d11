package dev.hybridrouter.benchmarks.protection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Random traffic under random rules: nothing goes, stays, or comes back that the rules forbid. {@link ProtectionFuzzRun} runs it for long. */
class ProtectionFuzzProperties {
    private static final long REQUESTS = 20_000;
    private static final long SEED = 20261201;

    @Test
    void whateverIsSentKeptOrGiven_isAllowed() {
        Tally tally = ProtectionFuzz.run(REQUESTS, SEED);

        for (String what : new String[] {
            "bound: attempt",
            "bound: stream",
            "bound: guard",
            "bound: answer to guard",
            "bound: embedder",
            "store asked",
            "store told to keep",
            "handling renewed",
            "erased",
            "answered: HIT",
            "answered: JOINED",
            "answered: SIMILAR",
            "answered: STALE",
            "answered: STALE_IF_ERROR"
        }) {
            assertThat(tally.of(what)).as(what).isPositive();
        }
    }
}
