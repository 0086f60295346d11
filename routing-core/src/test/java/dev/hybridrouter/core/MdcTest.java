package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.ContextCarrier;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/** The caller's MDC is there wherever something is done for its request, and nowhere else. */
@ExtendWith(HybridRouterExtension.class)
class MdcTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final LogTap logs = LogTap.open();
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<String> seen = new ArrayList<>();
    private final CompletableFuture<GuardReport> verdict = new CompletableFuture<>();

    MdcTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.on("a").fail(FailureKind.SERVER_ERROR).after(Duration.ofSeconds(1));
        provider.on("b").reply("hello").after(Duration.ofSeconds(1));
    }

    @AfterEach
    void forget() {
        MDC.clear();
        logs.close();
    }

    private void see(String where) {
        seen.add(where + "=" + MDC.get("traceId"));
    }

    private GuardVerdict local(GuardInput input) {
        see("local guard");
        return GuardVerdict.pass();
    }

    /** The remote guard answers after the caller has gone, and on another thread's context. */
    private HybridRouterBuilder builder() {
        ScriptedRemoteGuard remote = new ScriptedRemoteGuard(input -> {
            see("remote guard");
            return input.direction() == GuardInput.Direction.REQUEST
                    ? verdict
                    : CompletableFuture.completedFuture(GuardReport.costing(Money.ZERO, GuardVerdict.pass()));
        });
        return Routers.over(clock, provider, "a", "b")
                .guards(GuardPolicy.of(remote, new SeeingGuard(this::local)))
                .listener((RouterEvent event) -> see(event.getClass().getSimpleName()));
    }

    private RouteResult route(Modes mode, HybridRouter router) {
        MDC.put("traceId", "abc");
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        MDC.put("traceId", "of somebody else");
        verdict.complete(GuardReport.costing(Money.ZERO, GuardVerdict.pass()));
        clock.advance(Duration.ofMinutes(1));
        see("after");
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void mdcOfTheCaller_followsTheRequest(Modes mode) {
        assertThat(route(mode, builder().build())).servedBy("b");

        assertThat(seen).endsWith("after=of somebody else");
        assertThat(seen.subList(0, seen.size() - 1))
                .contains("remote guard=abc", "local guard=abc", "AttemptEnded=abc", "RequestEnded=abc")
                .allMatch(where -> where.endsWith("=abc"));
        assertThat(logs.events())
                .filteredOn(event -> event.getLoggerName().equals("dev.hybridrouter.request"))
                .isNotEmpty()
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .allSatisfy(mdc -> assertThat(mdc).containsEntry("traceId", "abc"));
    }

    @ParameterizedTest
    @EnumSource
    void carrierThatThrows_disturbsNobody(Modes mode) {
        ContextCarrier broken = () -> () -> {
            throw new IllegalStateException("broken");
        };
        ContextCarrier worse = () -> {
            throw new IllegalStateException("broken");
        };

        assertThat(route(mode, builder().contextCarrier(broken).build())).servedBy("b");
        assertThat(route(mode, builder().contextCarrier(worse).build())).servedBy("b");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsCarried_whereItIsOff(Modes mode) {
        assertThat(route(mode, builder().contextCarrier(ContextCarrier.none()).build()))
                .servedBy("b");

        assertThat(seen).contains("RequestEnded=of somebody else");
    }

    @Test
    void emptyMdc_isNotCaptured() {
        assertThat(MdcCarrier.create().capture()).isNull();
        MDC.put("traceId", "abc");
        MDC.remove("traceId");
        assertThat(MdcCarrier.create().capture()).isNull();
    }
}
