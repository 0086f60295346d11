package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.request.RegionSet;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures how much a data policy and the handling of targets add to one call: the same router without a policy, with one that a request
 * keeps already, and with one that tightens each request; beside them a request that requires the same by itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DataPolicyBenchmark {
    private static final ResidencyRequirement EU = ResidencyRequirement.within(RegionSet.EU);
    private static final DataRule RULE = DataRule.builder()
            .residency(EU)
            .maxRetention(Duration.ZERO)
            .maxSharing(Sharing.NONE)
            .maxEvidenceAge(Duration.ofDays(90))
            .build();
    private static final RouteRequest BOUND = Fixture.REQUEST.with(RequestContext.builder()
            .residency(EU)
            .maxRetention(Duration.ZERO)
            .maxSharing(Sharing.NONE)
            .maxEvidenceAge(Duration.ofDays(90))
            .build());

    private final HybridRouter none = builder().build();
    private final HybridRouter policy = builder()
            .dataPolicy(DataPolicy.builder()
                    .everywhere(RULE)
                    .sensitivity(Sensitivity.CONFIDENTIAL, RULE)
                    .tenant("acme", RULE)
                    .build())
            .build();

    private static HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(new InstantAdapter())
                .target(known(Fixture.FIRST))
                .target(known(Fixture.SECOND))
                .meterRegistry(new SimpleMeterRegistry());
    }

    private static Target known(Target target) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return target.toBuilder()
                .handling(Handling.builder()
                        .destinations(Destinations.declared(
                                today, "the benchmark", target.region().orElseThrow()))
                        .retention(Duration.ZERO)
                        .sharing(Sharing.NONE)
                        .declared(today, "the benchmark")
                        .build())
                .build();
    }

    /** Ends the routers' threads. */
    @TearDown
    public void close() {
        none.close();
        policy.close();
    }

    /** No policy, and a request that requires nothing. */
    @Benchmark
    public RouteResult unbound() {
        return none.route(Fixture.REQUEST);
    }

    /** No policy. The request states all four requirements itself. */
    @Benchmark
    public RouteResult stated() {
        return none.route(BOUND);
    }

    /** A policy. The request states all four requirements itself, so nothing is tightened. */
    @Benchmark
    public RouteResult kept() {
        return policy.route(BOUND);
    }

    /** A policy, and a request that requires nothing. */
    @Benchmark
    public RouteResult tightened() {
        return policy.route(Fixture.REQUEST);
    }
}
