package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.DataMap;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.TokenCounter;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random routers of which each component writes down, under ids spelt out here a second time, that it was sent something. Once
 * each had reason to be, the data map has the flows that were seen: none is missing, and none is invented.
 */
@ExtendWith(HybridRouterExtension.class)
class DataMapProperties {
    private static final int WORLDS = 200;
    private static final long SEED = 20261202;
    private static final List<String> REGIONS = List.of("eu-central-1", "eu-west-1", "us-east-1");

    private final ManualClock clock;
    private final SplittableRandom random = new SplittableRandom(SEED);

    DataMapProperties(ManualClock clock) {
        this.clock = clock;
    }

    /** Options that lead to somebody in a region. */
    private record Inline(String region) implements ProviderOptions {
        @Override
        public Optional<Handling> handling() {
            return Optional.of(in(region));
        }
    }

    /** Options that lead nowhere. */
    private record Plain(int value) implements ProviderOptions {}

    private static Handling in(String region) {
        return Handling.builder()
                .callRegion(region)
                .destinations(Destinations.declared(LocalDate.of(2026, 1, 1), "a test", region))
                .build();
    }

    /** One router, and what was sent by it. */
    private final class World {
        private final Map<String, Handling> seen = new TreeMap<>();
        private final Set<String> seenOfRequest = new TreeSet<>();
        private final List<Target> targets = new ArrayList<>();
        private final ScriptedSharedCache store = ScriptedSharedCache.create(clock);
        private final boolean semantic = random.nextBoolean();
        private final boolean second = random.nextBoolean();
        private final HybridRouter router;

        World() {
            HybridRouterBuilder builder =
                    HybridRouterBuilder.create().clock(clock).scheduler(clock);
            Adapter plain = new Adapter("plain", random.nextBoolean());
            Adapter counting = new Counter("counting", random.nextBoolean());
            builder.adapter(plain).adapter(counting);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                targets.add(target(random.nextBoolean() ? plain : counting, i));
            }
            targets.forEach(builder::target);
            builder.constraint((facts, view) ->
                    view.target().id().value().equals(facts.context().tags().get("to"))
                            ? Optional.empty()
                            : Optional.of(Rejection.of(RejectionReason.CUSTOM, "not its turn", "wait")));
            router = features(builder).build();
        }

        private Target target(Adapter adapter, int number) {
            String region = REGIONS.get(random.nextInt(3));
            return Target.builder("t" + number, adapter.id(), "model-" + number)
                    .path(random.nextBoolean() ? Path.MCP : Path.DIRECT)
                    .region(region)
                    .handling(in(region))
                    .price(TokenPrice.perMillion("1", "1"))
                    .build();
        }

        private HybridRouterBuilder features(HybridRouterBuilder builder) {
            if (random.nextBoolean()) {
                CachePolicy.Builder cache = CachePolicy.builder()
                        .partition(context -> String.valueOf(context.tags().get("to")));
                if (second) {
                    store.handling(in("eu-west-1"));
                    cache.secondLevel(SecondLevel.builder(store, new byte[32]).build());
                }
                if (semantic) {
                    cache.semantic(SemanticPolicy.builder(embedder(), 0.9)
                            .withoutErrorLimit()
                            .build());
                }
                builder.cache(cache.build());
            }
            List<Guard> guards = new ArrayList<>();
            for (int i = 0; i < random.nextInt(3); i++) {
                guards.add(i == 0 && random.nextInt(3) == 0 ? new WordGuard() : guard("g" + i));
            }
            if (!guards.isEmpty()) {
                builder.guards(GuardPolicy.of(guards.toArray(Guard[]::new)));
            }
            if (random.nextBoolean()) {
                builder.affinity(AffinityPolicy.defaults());
            }
            if (random.nextBoolean()) {
                builder.budgets(budgets(random.nextBoolean()));
            }
            return builder;
        }

        private BudgetPolicy budgets(boolean counting) {
            BudgetPolicy.Builder budgets = BudgetPolicy.builder()
                    .budget(Budget.builder(
                                    "all",
                                    BudgetScope.everything(),
                                    BudgetWindow.day(ZoneOffset.UTC),
                                    Money.usd("1000"))
                            .build());
            return (counting ? budgets.calibrateByCounting() : budgets).build();
        }

        private FakeEmbedder embedder() {
            Handling handling = in("eu-central-1");
            return new FakeEmbedder().handled(handling).behaving(call -> {
                saw("embedding:fake", handling);
                return CompletableFuture.completedFuture(Embedding.of(FakeEmbedder.vector(call.text()), 1));
            });
        }

        private ScriptedRemoteGuard guard(String id) {
            Handling handling = in(REGIONS.get(random.nextInt(3)));
            return new ScriptedRemoteGuard(input -> {
                        saw("remote_guard:" + id, handling);
                        return CompletableFuture.completedFuture(GuardReport.unpriced(GuardVerdict.pass()));
                    })
                    .named(id)
                    .handled(handling);
        }

        private void saw(String id, Handling handling) {
            seen.put(id, handling);
            seenOfRequest.add(id);
        }

        void run() {
            for (int round = 0; round < 3; round++) {
                for (Target target : targets) {
                    send(target, round);
                }
            }
            if (store.finds() > 0) {
                seen.put("shared_cache:second-level", in("eu-west-1"));
            }
            check(router.dataMap());
        }

        private void send(Target target, int round) {
            seenOfRequest.clear();
            int finds = store.finds();
            RouteRequest.Builder request = RouteRequest.builder()
                    .user("question " + target.id() + " " + round + "@" + (round - 1)) // at right angles
                    .context(RequestContext.builder()
                            .tags(Map.of("to", target.id().value()))
                            .build());
            boolean bare = round == 0; // answers to requests with options go to no second level
            if (!bare && random.nextBoolean()) {
                request.options(new Inline("us-east-1"));
            }
            if (!bare && random.nextBoolean()) {
                request.options(new Plain(round));
            }
            CompletableFuture<RouteResult> call = router.routeAsync(request.build());
            clock.advance(Duration.ofMillis(10));
            if (store.finds() > finds) {
                seenOfRequest.add("shared_cache:second-level");
            }
            check(call.join().decision());
        }

        /** Counts may end beside the request, and servers are part of the way to targets. */
        private void check(Decision decision) {
            Set<String> told = decision.attempts().stream()
                    .map(attempt -> attempt.flow())
                    .collect(Collectors.toCollection(TreeSet::new));
            decision.sideCalls().forEach(call -> told.add(call.flow()));
            told.removeIf(id -> id.startsWith("token_count:"));
            seenOfRequest.removeIf(id -> id.startsWith("server:") || id.startsWith("token_count:"));
            assertThat(told).as(decision::describe).isEqualTo(seenOfRequest);
            decision.sideCalls().forEach(call -> assertThat(call.region())
                    .as(call::toString)
                    .isEqualTo(router.dataMap()
                            .flow(call.flow())
                            .orElseThrow()
                            .handling()
                            .callRegion()));
        }

        private void check(DataMap map) {
            Map<String, Handling> leaving = new HashMap<>();
            map.flows().stream()
                    .filter(flow -> flow.kind().isLeaving())
                    .forEach(flow -> leaving.put(flow.id(), place(flow)));
            assertThat(leaving).isEqualTo(seen);
        }

        /** How long the second level keeps is the router's to say. */
        private Handling place(DataFlow flow) {
            return flow.handling().toBuilder().unknownRetention().build();
        }

        /** An adapter that answers at once. */
        private class Adapter implements ProviderAdapter {
            private final String id;
            private final boolean reading;

            Adapter(String id, boolean reading) {
                this.id = id;
                this.reading = reading;
            }

            @Override
            public String id() {
                return id;
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.allOf(Capability.class);
            }

            @Override
            public void check(Target target) {}

            @Override
            public boolean reads(Class<? extends ProviderOptions> options) {
                return reading;
            }

            @Override
            public CompletableFuture<ModelResponse> call(ProviderCall call) {
                Target target = call.target();
                String name = target.id().value();
                saw("target:" + name, target.handling());
                if (target.path().equals(Path.MCP)) {
                    saw("server:" + name, target.handling());
                }
                if (reading && call.request().options(Inline.class).isPresent()) {
                    saw("options:" + name + "/Inline", in("us-east-1"));
                }
                return CompletableFuture.completedFuture(
                        ModelResponse.builder(List.of(new Content.Text("answer")), StopReason.END_TURN)
                                .build());
            }

            @Override
            public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        }

        /** An adapter that counts tokens too. */
        private final class Counter extends Adapter implements TokenCounter {
            Counter(String id, boolean reading) {
                super(id, reading);
            }

            @Override
            public CompletableFuture<Long> countInputTokens(Target target, RouteRequest request) {
                saw("token_count:" + target.id(), target.handling());
                return CompletableFuture.completedFuture(10L);
            }
        }
    }

    @Test
    void mapHasTheFlowsThatComponentsSaw() {
        for (int i = 0; i < WORLDS; i++) {
            World world = new World();
            try {
                world.run();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + SEED + ", world " + i, e);
            } finally {
                world.router.close();
            }
        }
    }
}
