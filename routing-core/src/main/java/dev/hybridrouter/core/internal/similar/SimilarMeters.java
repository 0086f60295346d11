package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.core.internal.observe.MicrometerListener;
import dev.hybridrouter.core.internal.observe.RouterMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;

/** What became of searches for similar requests, and of checks of what they found. */
public final class SimilarMeters {
    private static final String NAME = "hybridrouter.cache.similar";
    private static final double NANOS_PER_USD = 1e9;

    private SimilarMeters() {}

    /** Registers the meters of a router. */
    public static void register(RouterMeters meters, SimilarAnswers similar) {
        Tally tally = similar.tally();
        for (Tally.Search search : Tally.Search.values()) {
            meters.register(FunctionCounter.builder(NAME + ".searches", tally, counts -> counts.of(search))
                    .description("Searches for similar requests")
                    .tag("result", MicrometerListener.tag(search)));
        }
        for (Tally.Check check : Tally.Check.values()) {
            meters.register(FunctionCounter.builder(NAME + ".checks", tally, counts -> counts.of(check))
                    .description("Would-be hits that were compared with true answers")
                    .tag("result", MicrometerListener.tag(check)));
        }
        meters.register(FunctionCounter.builder(NAME + ".cost", tally, counts -> counts.nanoUsd() / NANOS_PER_USD)
                .description("What embeddings cost, as far as that is known")
                .baseUnit("usd"));
        meters.register(
                Gauge.builder(NAME + ".entries", similar, SimilarAnswers::size).description("Vectors that are kept"));
        meters.register(Gauge.builder(NAME + ".error.bound", similar, SimilarAnswers::worstBound)
                .description("Upper bound of the share of wrong hits, of 95 % confidence, where it is largest"));
    }
}
