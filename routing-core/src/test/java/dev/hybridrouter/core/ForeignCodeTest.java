package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code and data from outside that nobody expects: each request ends all the same. */
@ExtendWith(HybridRouterExtension.class)
class ForeignCodeTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;

    ForeignCodeTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static RouteResult route(Modes mode, HybridRouter router) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void constraint_whenItThrowsAnErrorBeforeAFallback_rejectsThatTarget(Modes mode) {
        AtomicBoolean planned = new AtomicBoolean();
        Constraint broken = (request, view) -> {
            if (planned.get() && view.target().id().value().equals("b")) {
                throw new NoClassDefFoundError("a library of the host");
            }
            return Optional.empty();
        };
        provider.when(call -> {
                    planned.set(true);
                    return true;
                })
                .fail(FailureKind.OTHER);
        HybridRouter router =
                Routers.over(clock, provider, "a", "b").constraint(broken).build();

        assertThat(route(mode, router)).failedWith(FailureKind.OTHER).attempted("a");
    }

    @ParameterizedTest
    @EnumSource
    void constraint_whenItThrowsAnErrorInPlanning_failsClosed(Modes mode) {
        Constraint broken = (request, view) -> {
            throw new NoClassDefFoundError("a library of the host");
        };
        HybridRouter router =
                Routers.over(clock, provider, "a").constraint(broken).build();

        assertThat(route(mode, router)).isRejectedFor(RejectionReason.CUSTOM);
    }

    @ParameterizedTest
    @EnumSource
    void strategy_whenItThrowsAnError_countsAsATie(Modes mode) {
        provider.on("a").reply("hello");
        RoutingStrategy broken = RoutingStrategy.named("broken", (request, view, chance) -> {
            throw new NoClassDefFoundError("a library of the host");
        });
        HybridRouter router =
                Routers.over(clock, provider, "a", "b").strategies(broken).build();

        assertThat(route(mode, router)).servedBy("a").ranked("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void retryAfter_whenLongerThanAnyoneLives_isTakenForAnHour(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(Long.MAX_VALUE)).then().reply("again");
        provider.on("b").throttle(Duration.ofSeconds(Long.MAX_VALUE));
        HybridRouter router = Routers.over(clock, provider, "a", "b").build();

        assertThat(route(mode, router)).failedWith(FailureKind.THROTTLED).attempted("a", "b");
        clock.advance(Duration.ofHours(1));
        assertThat(route(mode, router)).servedBy("a");
    }
}
