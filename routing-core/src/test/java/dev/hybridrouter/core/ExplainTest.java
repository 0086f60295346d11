package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.RemoteGuard;
import dev.hybridrouter.spi.guard.StreamInspector;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An explanation changes nothing, and says what routing would do or that somebody was not asked. */
@ExtendWith(HybridRouterExtension.class)
class ExplainTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;

    ExplainTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("3", "15"))
                        .build())
                .clock(clock)
                .scheduler(clock);
    }

    private static RouteRequest request(String text, String tenant) {
        return RouteRequest.builder()
                .user(text)
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
    }

    @Test
    void nothingChanges() {
        InMemoryLedger ledger = InMemoryLedger.create();
        MeterRegistry registry = new SimpleMeterRegistry();
        List<RouterEvent> events = new ArrayList<>();
        HybridRouter router = builder()
                .ledger(ledger)
                .budgets(BudgetPolicy.of(
                        Budget.builder("day", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("5"))
                                .build()))
                .affinity(AffinityPolicy.defaults())
                .guards(GuardPolicy.of(new WordGuard("word")))
                .meterRegistry(registry)
                .listener(events::add)
                .build();
        Map<String, List<Double>> before = figures(registry);

        for (int i = 0; i < 100; i++) {
            router.explain(request("hello", "t" + i));
            router.explain(request("a bad word", "t" + i));
        }

        assertThat(ledger.accounts(clock.instant())).isEmpty();
        assertThat(events).isEmpty();
        assertThat(figures(registry)).isEqualTo(before);
        assertThat(router.explain(request("hello", "t")).number()).isEqualTo(1);
        assertThat(provider.history()).isEmpty();
    }

    private static Map<String, List<Double>> figures(MeterRegistry registry) {
        Map<String, List<Double>> all = new TreeMap<>();
        registry.forEachMeter(meter -> {
            List<Double> values = new ArrayList<>();
            for (Measurement each : meter.measure()) {
                values.add(each.getValue());
            }
            all.put(meter.getId().toString(), values);
        });
        return all;
    }

    @Test
    void whatALocalGuardDeniesIsDeniedAlike() {
        HybridRouter router =
                builder().guards(GuardPolicy.of(new WordGuard("word"))).build();

        Decision explained = router.explain(request("a bad word", "t"));
        Decision routed = router.route(request("a bad word", "t")).decision();

        assertThat(explained.outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(explained.reasons()).isNotEmpty().isEqualTo(routed.reasons());
        assertThat(explained.candidates()).isEqualTo(routed.candidates());
    }

    @Test
    void aGuardThatBreaksDeniesAlike_andIsNotLogged() {
        LocalGuard broken = mock();
        when(broken.id()).thenReturn("broken");
        when(broken.inspect(any())).thenThrow(new IllegalStateException());
        HybridRouter router = builder().guards(GuardPolicy.of(broken)).build();

        try (LogTap log = LogTap.open()) {
            Decision explained = router.explain(request("hello", "t"));

            assertThat(log.lines()).isEmpty();
            assertThat(explained.reasons())
                    .isEqualTo(router.route(request("hello", "t")).decision().reasons());
            assertThat(log.lines()).anyMatch(line -> line.contains("HR-301"));
        }
    }

    @Test
    void guardsThatAreNotAskedAreNamed() {
        FarGuard far = new FarGuard();
        HybridRouter router = builder()
                .guards(GuardPolicy.of(new WordGuard("near"), far, new WordGuard("behind")))
                .build();

        Decision decision = router.explain(request("behind", "t"));

        assertThat(decision.adjustments())
                .extracting(Adjustment::kind)
                .containsExactly(Adjustment.Kind.GUARD_NOT_ASKED, Adjustment.Kind.GUARD_NOT_ASKED);
        assertThat(decision.adjustments().toString()).contains("guard far").contains("guard word-behind");
        assertThat(decision.reasons()).isEmpty();
        assertThat(decision.ranking()).hasSize(1);
        assertThat(far.asked).isZero();
    }

    @Test
    void aClosedRouterSaysSo() {
        HybridRouter router = builder().build();
        router.close();

        assertThat(router.explain(request("hello", "t")).reasons())
                .extracting(Rejection::reason)
                .containsExactly(RejectionReason.ROUTER_CLOSED);
    }

    /** Denies what has a word. */
    private record WordGuard(String word) implements LocalGuard {
        @Override
        public String id() {
            return "word-" + word;
        }

        @Override
        public GuardVerdict inspect(GuardInput input) {
            boolean found =
                    input.pieces().stream().anyMatch(piece -> piece.text().contains(word));
            return found ? new GuardVerdict.Block("word", "leave it out", List.of()) : GuardVerdict.pass();
        }

        @Override
        public StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind) {
            throw new UnsupportedOperationException("nothing is streamed here");
        }
    }

    /** Passes all, and costs a call. */
    private static final class FarGuard implements RemoteGuard {
        private int asked;

        @Override
        public String id() {
            return "far";
        }

        @Override
        public Handling handling() {
            return Handling.unknown();
        }

        @Override
        public Optional<Money> ceiling(GuardInput input) {
            return Optional.of(Money.ZERO);
        }

        @Override
        public CompletableFuture<GuardReport> inspect(GuardInput input) {
            asked++;
            return CompletableFuture.failedFuture(new IllegalStateException());
        }
    }
}
