package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random routers whose policy, handling, and day change between requests. Whatever leaves the process, as an attempt or as a side
 * call of a guard, an embedder, or the second level, is judged by rules written down here a second time.
 */
@ExtendWith(HybridRouterExtension.class)
class DataPolicyProperties {
    private static final int WORLDS = 250;
    private static final int REQUESTS = 20;
    private static final long SEED = 20261201;
    private static final byte[] SECRET = "a secret of 32 bytes or even more".getBytes(StandardCharsets.UTF_8);
    private static final List<String> REGIONS = List.of("eu-central-1", "eu-west-1", "us-east-1");
    private static final List<String> TENANTS = List.of("acme", "globex");
    private static final List<OperationType> OPERATIONS = List.of(OperationType.STANDARD, OperationType.BACKGROUND);
    private static final List<Sensitivity> SENSITIVITIES = List.of(Sensitivity.values());
    private static final List<Sharing> SHARINGS = List.of(Sharing.values());

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ManualClock clock;
    private int boundAttempts;
    private int boundSideCalls;
    private int silent;

    DataPolicyProperties(ManualClock clock) {
        this.clock = clock;
    }

    /** What a request is bound to. */
    private record Demand(
            @Nullable Set<String> regions,
            @Nullable Duration kept,
            Sharing shared,
            @Nullable Duration age,
            boolean refused) {
        boolean bindsAnything() {
            return regions != null || kept != null || shared != Sharing.UNKNOWN;
        }
    }

    /** One router with all that it can send to. */
    private final class World {
        private final ScriptedProvider provider = ScriptedProvider.create(clock);
        private final PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        private final ScriptedSharedCache store = ScriptedSharedCache.create(clock);
        private final FakeEmbedder embedder = new FakeEmbedder();
        private final ScriptedRemoteGuard guard = new ScriptedRemoteGuard(
                input -> CompletableFuture.completedFuture(GuardReport.unpriced(GuardVerdict.pass())));
        private final HybridRouter router;
        private Handling guarded = Handling.unknown();
        private Handling embedded = Handling.unknown();
        private Handling stored = Handling.unknown();

        World() {
            provider.onAny().reply("an answer");
            move();
            router = Routers.over(clock, provider)
                    .target(provider.target("a").handling(handling()).build())
                    .target(provider.target("b").handling(handling()).build())
                    .policies(policies)
                    .guards(GuardPolicy.of(guard))
                    .cache(CachePolicy.builder()
                            .secondLevel(SecondLevel.builder(store, SECRET).build())
                            .semantic(SemanticPolicy.builder(embedder, 0.9)
                                    .withoutErrorLimit()
                                    .build())
                            .build())
                    .build();
        }

        /** Guards, embedder, and store say anew how they handle data. */
        void move() {
            guarded = handling();
            embedded = handling();
            stored = handling();
            guard.handled(guarded);
            embedder.handled(embedded);
            store.handling(stored);
        }

        void send(String at, RequestContext context) {
            Demand demand = demand(policies.current().policy().data(), context);
            int guards = guard.asked.size();
            int embeddings = embedder.calls.size();
            int finds = store.finds();
            int puts = store.puts();
            int attempts = provider.history().size();
            int text = random.nextInt(4);
            var call = router.routeAsync(
                    RouteRequest.builder().user("text " + text).context(context).build());
            clock.advance(Duration.ofSeconds(70));
            assertThat(call).as(at).isDone();

            sideCall(at + " to the guard", guard.asked.size() - guards, demand, guarded);
            sideCall(at + " to the embedder", embedder.calls.size() - embeddings, demand, embedded);
            Handling keptByRouter = stored.toBuilder().retention(Duration.ZERO).build();
            sideCall(at + " to the store", store.finds() - finds + store.puts() - puts, demand, keptByRouter);
            for (var each :
                    provider.history().subList(attempts, provider.history().size())) {
                String target = each.target().value();
                assertThat(isAllowed(demand, policies.handling(target)))
                        .as("%s to %s, which is %s for %s", at, target, policies.handling(target), demand)
                        .isTrue();
                boundAttempts += demand.bindsAnything() ? 1 : 0;
            }
        }

        private void sideCall(String at, int calls, Demand demand, Handling to) {
            if (calls > 0) {
                assertThat(isAllowed(demand, to))
                        .as("%s, which is %s for %s", at, to, demand)
                        .isTrue();
                boundSideCalls += demand.bindsAnything() ? 1 : 0;
            } else {
                silent++;
            }
        }
    }

    @Test
    void whateverLeavesTheProcess_isAllowedByThePolicyAndTheRequest() {
        for (int number = 0; number < WORLDS; number++) {
            World world = new World();
            for (int i = 0; i < REQUESTS; i++) {
                change(world);
                world.send("seed " + SEED + ", world " + number + ", request " + i, request());
            }
            world.router.close();
        }
        assertThat(boundAttempts).isGreaterThan(WORLDS);
        assertThat(boundSideCalls).isGreaterThan(WORLDS);
        assertThat(silent).isGreaterThan(WORLDS);
    }

    private void change(World world) {
        switch (random.nextInt(5)) {
            case 0 -> world.policies.swap(RoutingPolicy.builder().data(policy()).build(), "the test", "by chance");
            case 1 ->
                world.policies.renewHandling(random.nextBoolean() ? "a" : "b", handling(), "the test", "by chance");
            case 2 -> world.move();
            case 3 -> clock.advance(Duration.ofDays(random.nextInt(3)));
            default -> {
                // all stays as it is
            }
        }
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private boolean isAllowed(Demand demand, Handling handling) {
        if (demand.refused) {
            return false;
        }
        boolean dated = isFresh(demand, handling.asOf().orElse(null));
        if (demand.regions != null) {
            Destinations destinations = handling.destinations().orElse(null);
            if (destinations == null
                    || !isFresh(demand, destinations.asOf())
                    || !demand.regions.containsAll(destinations.regions())
                    || !demand.regions.containsAll(handling.sharedIn())
                    || (handling.sharing() == Sharing.MODEL_PROVIDER
                            && (handling.sharedIn().isEmpty() || !dated))) {
                return false;
            }
        }
        if (demand.kept != null
                && (!dated
                        || handling.retention().isEmpty()
                        || handling.retention().get().compareTo(demand.kept) > 0)) {
            return false;
        }
        return demand.shared == Sharing.UNKNOWN
                || (dated && SHARINGS.indexOf(handling.sharing()) <= SHARINGS.indexOf(demand.shared));
    }

    private boolean isFresh(Demand demand, @Nullable LocalDate day) {
        return demand.age == null
                || (day != null && !day.plusDays(demand.age.toDays()).isBefore(today()));
    }

    private static Demand demand(DataPolicy policy, RequestContext asked) {
        List<DataRule> rules = new ArrayList<>();
        policy.everywhere().ifPresent(rules::add);
        Optional.ofNullable(policy.byTenant().get(asked.tenant())).ifPresent(rules::add);
        Optional.ofNullable(policy.byOperation().get(asked.operation())).ifPresent(rules::add);
        policy.bySensitivity().forEach((from, rule) -> {
            if (SENSITIVITIES.indexOf(from) <= SENSITIVITIES.indexOf(asked.sensitivity())) {
                rules.add(rule);
            }
        });
        Set<String> regions = asked.residency()
                .map(own -> new HashSet<>(own.allowedRegions()))
                .orElse(null);
        Duration kept = asked.maxRetention().orElse(null);
        Duration age = asked.maxEvidenceAge().orElse(null);
        Sharing shared = asked.maxSharing();
        boolean refused = false;
        for (DataRule rule : rules) {
            if (rule.residency().isPresent()) {
                Set<String> allowed = rule.residency().get().allowedRegions();
                Set<String> both = new HashSet<>(regions == null ? allowed : regions);
                both.retainAll(allowed);
                regions = both;
            }
            kept = shorter(kept, rule.maxRetention().orElse(null));
            age = shorter(age, rule.maxEvidenceAge().orElse(null));
            shared = SHARINGS.get(Math.min(SHARINGS.indexOf(shared), SHARINGS.indexOf(rule.maxSharing())));
            refused |= rule.purposes().isPresent()
                    && !rule.purposes().get().contains(asked.purpose().orElse(""));
            refused |= rule.consentRequired() && !asked.consented();
        }
        return new Demand(regions, kept, shared, age, refused || (regions != null && regions.isEmpty()));
    }

    private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }

    private Handling handling() {
        Handling.Builder handling = Handling.builder().sharing(pick(SHARINGS));
        if (random.nextInt(8) > 0) {
            handling.declared(today().minusDays(random.nextInt(3)), "the test");
        }
        if (random.nextInt(8) > 0) {
            handling.destinations(new Destinations(some(2), today().minusDays(random.nextInt(3)), "the test"));
        }
        if (random.nextInt(8) > 0) {
            handling.retention(Duration.ofDays(random.nextInt(2)));
        }
        return handling.build();
    }

    private DataPolicy policy() {
        DataPolicy.Builder policy = DataPolicy.builder();
        if (random.nextBoolean()) {
            policy.everywhere(rule());
        }
        if (random.nextBoolean()) {
            policy.tenant(pick(TENANTS), rule());
        }
        if (random.nextBoolean()) {
            policy.operation(pick(OPERATIONS), rule());
        }
        if (random.nextBoolean()) {
            policy.sensitivity(pick(SENSITIVITIES), rule());
        }
        return policy.build();
    }

    private DataRule rule() {
        DataRule.Builder rule = DataRule.builder();
        switch (random.nextInt(5)) {
            case 0 -> rule.residency(new ResidencyRequirement(some(3)));
            case 1 -> rule.maxRetention(Duration.ofDays(random.nextInt(2)));
            case 2 -> rule.maxSharing(pick(SHARINGS));
            case 3 -> rule.residency(new ResidencyRequirement(some(3))).maxEvidenceAge(Duration.ofDays(2));
            default -> rule.purposes("support");
        }
        return rule.build();
    }

    private RequestContext request() {
        RequestContext.Builder request = RequestContext.builder()
                .tenant(pick(TENANTS))
                .operation(pick(OPERATIONS))
                .sensitivity(pick(SENSITIVITIES));
        if (random.nextInt(4) == 0) {
            request.residency(new ResidencyRequirement(some(3)));
        }
        if (random.nextInt(4) == 0) {
            request.maxRetention(Duration.ofDays(random.nextInt(2)));
        }
        if (random.nextInt(4) == 0) {
            request.maxSharing(pick(SHARINGS));
        }
        if (random.nextInt(4) > 0) {
            request.purpose("support");
        }
        return request.build();
    }

    private Set<String> some(int most) {
        Set<String> regions = new HashSet<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            regions.add(pick(REGIONS));
        }
        return regions;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
