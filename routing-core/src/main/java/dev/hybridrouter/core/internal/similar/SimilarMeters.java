package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.core.internal.observe.MicrometerListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** What became of searches for similar requests, and of checks of what they found. */
public final class SimilarMeters {
    private static final String NAME = "hybridrouter.cache.similar";
    private static final double NANOS_PER_USD = 1e9;

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();

    /** Creates the meters in a registry. */
    public SimilarMeters(MeterRegistry registry, SimilarAnswers similar) {
        this.registry = registry;
        Tally tally = similar.tally();
        for (Tally.Search search : Tally.Search.values()) {
            meters.add(FunctionCounter.builder(NAME + ".searches", tally, counts -> counts.of(search))
                    .description("Searches for similar requests")
                    .tag("result", MicrometerListener.tag(search))
                    .register(registry));
        }
        for (Tally.Check check : Tally.Check.values()) {
            meters.add(FunctionCounter.builder(NAME + ".checks", tally, counts -> counts.of(check))
                    .description("Would-be hits that were compared with true answers")
                    .tag("result", MicrometerListener.tag(check))
                    .register(registry));
        }
        meters.add(FunctionCounter.builder(NAME + ".cost", tally, counts -> counts.nanoUsd() / NANOS_PER_USD)
                .description("What embeddings cost, as far as that is known")
                .baseUnit("usd")
                .register(registry));
        meters.add(Gauge.builder(NAME + ".entries", similar, SimilarAnswers::size)
                .description("Vectors that are kept")
                .register(registry));
        meters.add(Gauge.builder(NAME + ".error.bound", similar, SimilarAnswers::worstBound)
                .description("Upper bound of the share of wrong hits, of 95 % confidence, where it is largest")
                .register(registry));
    }

    /** Removes the meters. */
    public void close() {
        meters.forEach(registry::remove);
    }
}
