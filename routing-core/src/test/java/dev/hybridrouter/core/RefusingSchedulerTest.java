package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that shuts its executor down before the router: no call is lost. */
@ExtendWith(HybridRouterExtension.class)
class RefusingSchedulerTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final Duration SOON = Duration.ofMillis(500);
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final ScheduledExecutorService executor;

    RefusingSchedulerTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.executor = clock.scheduledExecutor();
    }

    private HybridRouterBuilder builder(String... targets) {
        return Routers.over(clock, provider, targets).scheduler(TaskScheduler.over(executor));
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void attempt_withoutTimeLimit_isNotKept(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = builder("a", "b").build();
        executor.shutdown();

        RouteResult result = ended(mode.begin(router, REQUEST));

        assertThat(result).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(((RouteResult.Failed) result).failure().message())
                .isEqualTo("the host's scheduler refused the time limit");
        assertThat(provider.inFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void attempt_thatAnswersAtOnce_needsNoTimer(Modes mode) {
        provider.on("a").reply("hello");
        HybridRouter router = builder("a").build();
        executor.shutdown();

        RouteResult result = ended(mode.begin(router, REQUEST));

        if (mode == Modes.ASYNC) {
            assertThat(result).servedBy("a");
        } else {
            assertThat(result).failedWith(FailureKind.CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void retry_thatCannotBeWaitedFor_endsTheRequestWithItsFailure(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(1)).after(SOON);
        HybridRouter router = builder("a").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        executor.shutdown();

        clock.advance(SOON);

        assertThat(ended(call)).failedWith(FailureKind.THROTTLED).attempted("a");
    }

    @ParameterizedTest
    @EnumSource(names = "STREAM")
    void stream_thatCommitsWithoutTimeLimit_isNotKept(Modes mode) {
        provider.on("a").reply("one", "two").after(SOON).every(SOON);
        HybridRouter router = builder("a").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        executor.shutdown();

        clock.advance(SOON);

        assertThat(ended(call)).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(provider.inFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void quota_thatCannotBeWaitedFor_rejectsTheRequest(Modes mode) {
        provider.on("a").hang();
        Quotas quotas = Quotas.builder()
                .bucket("only", QuotaLimits.builder().requestsPerMinute(1).build(), "a")
                .build();
        HybridRouter router = builder("a").quotas(quotas).build();
        Supplier<Optional<RouteResult>> first = mode.begin(router, REQUEST);
        executor.shutdown();

        RouteRequest patient = RouteRequest.builder()
                .user("hi")
                .context(
                        RequestContext.builder().deadline(Duration.ofMinutes(5)).build())
                .build();
        assertThat(ended(mode.begin(router, patient))).isRejectedFor(RejectionReason.QUOTA);

        provider.completeNext("hello");
        assertThat(ended(first)).attempted("a");
    }

    @ParameterizedTest
    @EnumSource
    void close_withGraceThatNobodyEnds_closesAtOnce(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = builder("a").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        executor.shutdown();

        router.close(Duration.ofSeconds(10));

        assertThat(ended(call)).failedWith(FailureKind.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource
    void refusals_areLoggedOnce(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = builder("a").build();
        executor.shutdown();

        try (LogTap log = LogTap.open()) {
            ended(mode.begin(router, REQUEST));
            ended(mode.begin(router, REQUEST));

            assertThat(log.atLeast(Level.WARN)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void timerThatCannotBeCancelled_disturbsNobody(Modes mode) {
        provider.on("a").reply("hello").after(SOON);
        HybridRouter router = Routers.over(clock, provider, "a")
                .scheduler((task, delayNanos) -> {
                    TaskScheduler.Cancellable scheduled = clock.schedule(task, delayNanos);
                    return () -> {
                        scheduled.cancel();
                        throw new IllegalStateException("a bug of the host");
                    };
                })
                .build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        clock.advance(SOON);

        assertThat(ended(call)).servedBy("a");
    }
}
