package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guards' time is the request's: inside its elapsed time, its deadline and its events. */
@ExtendWith(HybridRouterExtension.class)
class RequestTimeTest {
    private static final Duration GUARD = Duration.ofMillis(400);
    private static final Duration ANSWER = Duration.ofMillis(100);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final RecordingListener told = new RecordingListener();
    private boolean denies;

    RequestTimeTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("hello").after(ANSWER);
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "a")
                .guards(GuardPolicy.of(new ScriptedRemoteGuard(this::inspect)))
                .listener(told)
                .build();
    }

    /** Takes its time over requests; lets answers pass at once. */
    private CompletableFuture<GuardReport> inspect(GuardInput input) {
        CompletableFuture<GuardReport> report = new CompletableFuture<>();
        GuardVerdict verdict = denies ? new GuardVerdict.Block("TEST", "none", List.of()) : GuardVerdict.pass();
        if (input.direction() == GuardInput.Direction.REQUEST) {
            var unused =
                    clock.schedule(() -> report.complete(GuardReport.costing(Money.ZERO, verdict)), GUARD.toNanos());
        } else {
            report.complete(GuardReport.costing(Money.ZERO, verdict));
        }
        return report;
    }

    @ParameterizedTest
    @EnumSource
    void request_thatGuardsInspect_isStartedBefore_andTakesTheirTimeToo(Modes mode) {
        Supplier<Optional<RouteResult>> call = mode.begin(router(), RouteRequest.of("hi"));
        assertThat(told.lines()).containsExactly("request");

        clock.advance(Duration.ofSeconds(5));

        RouteResult result = call.get().orElseThrow();
        assertThat(result).isAnswered();
        assertThat(result.decision().elapsed()).isEqualTo(GUARD.plus(ANSWER));
    }

    @ParameterizedTest
    @EnumSource
    void request_thatAGuardDenies_tookItsTime_andSaysWhy(Modes mode) {
        denies = true;
        Supplier<Optional<RouteResult>> call = mode.begin(router(), RouteRequest.of("hi"));

        clock.advance(Duration.ofSeconds(5));

        RouteResult result = call.get().orElseThrow();
        assertThat(result).isRejectedFor(RejectionReason.GUARD);
        assertThat(result.decision().elapsed()).isEqualTo(GUARD);
        assertThat(result.decision().describe()).contains("GUARD");
    }

    @ParameterizedTest
    @EnumSource
    void deadline_holdsForGuardsAndAttemptsTogether(Modes mode) {
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .context(RequestContext.builder()
                        .deadline(Duration.ofMillis(450))
                        .build())
                .build();
        Supplier<Optional<RouteResult>> call = mode.begin(router(), request);

        clock.advance(Duration.ofSeconds(5));

        assertThat(provider.history().get(0).call().timeLimit()).isEqualTo(Duration.ofMillis(50));
        assertThat(call.get().orElseThrow().decision().elapsed()).isEqualTo(Duration.ofMillis(450));
    }
}
