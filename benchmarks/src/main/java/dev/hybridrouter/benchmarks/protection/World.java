package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.erasure.ErasureReceipt;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.PolicyControl;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One or two random routers with all that they can send to, and the oracle that all of that reports to. For one thread. */
final class World implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MOST_SECONDS = 40;
    private static final int MANNERS = 3;

    private final ManualClock clock = ManualClock.create();
    private final Chance chance;
    private final Tally tally;
    private final Oracle oracle;
    private final List<Site> sites = new ArrayList<>();
    private final FuzzStore store;
    private final boolean redacts;
    private final List<Manner> manners = new ArrayList<>();
    private int numbers;

    /** How a request is made, apart from its text and user; several are made the same way, else none could share an answer. */
    private record Manner(
            String tenant,
            OperationType operation,
            int sensitivity,
            Rule wish,
            @Nullable Facts options) {}

    /** A router with its policy. */
    private final class Site {
        final PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        final Map<String, Known> known = new HashMap<>();
        final Map<String, String> regions = new HashMap<>();
        final FuzzEmbedder embedder = new FuzzEmbedder(oracle, clock, chance);
        final FuzzGuard guard = new FuzzGuard(oracle, clock, chance);
        final FuzzAdapter reading = adapter("reading", true);
        final FuzzAdapter plain = adapter("plain", false);
        final HybridRouter router;
        Rules rules = new Rules(null, Map.of(), Map.of(), Map.of());

        Site(boolean second, boolean semantic, boolean guarded) {
            HybridRouterBuilder builder = HybridRouterBuilder.create()
                    .adapter(reading)
                    .adapter(plain)
                    .clock(clock)
                    .scheduler(clock)
                    .seed(chance.upTo(1_000_000))
                    .policies(policies);
            for (int i = 2 + chance.number(3); i > 0; i--) {
                builder.target(target("target-" + i, chance.once(2) ? reading : plain));
            }
            List<Guard> guards = new ArrayList<>();
            if (redacts) {
                guards.add(new Redactor());
            }
            if (guarded) {
                guards.add(guard);
            }
            if (!guards.isEmpty()) {
                builder.guards(GuardPolicy.of(guards.toArray(Guard[]::new)));
            }
            if (!chance.once(8)) {
                builder.cache(cache(second, semantic));
            }
            router = builder.build();
        }

        private FuzzAdapter adapter(String id, boolean reads) {
            Facts way = chance.once(6) ? chance.facts(null, oracle.today()) : null;
            return new FuzzAdapter(id, reads, way, known, oracle, clock, chance);
        }

        private Target target(String name, FuzzAdapter adapter) {
            String region = chance.pick(Chance.REGIONS);
            Facts facts = chance.facts(region, oracle.today());
            known.put(name, new Known(facts, adapter.way()));
            regions.put(name, region);
            return Target.builder(name, adapter.id(), "model-" + chance.number(2))
                    .region(region)
                    .handling(facts.handling())
                    .build();
        }

        private CachePolicy cache(boolean second, boolean semantic) {
            CachePolicy.Builder cache = CachePolicy.builder()
                    .ttl(Duration.ofSeconds(chance.pick(List.of(5, 30, 300))))
                    .staleWhileRevalidate(Duration.ofSeconds(chance.once(2) ? 120 : 0))
                    .staleIfError(Duration.ofSeconds(chance.once(2) ? 1_800 : 0));
            if (second) {
                cache.secondLevel(SecondLevel.builder(store, new byte[32]).build());
            }
            if (semantic) {
                cache.semantic(SemanticPolicy.builder(embedder, 0.9)
                        .withoutErrorLimit()
                        .build());
            }
            return cache.build();
        }

        void change() {
            switch (chance.number(7)) {
                case 0 -> {
                    rules = chance.rules();
                    policies.swap(RoutingPolicy.builder().data(rules.policy()).build(), "the fuzz", "by chance");
                }
                case 1 -> {
                    String target = chance.pick(new ArrayList<>(known.keySet()));
                    Facts fresh = chance.facts(regions.get(target), oracle.today());
                    policies.renewHandling(target, fresh.handling(), "the fuzz", "by chance");
                    Objects.requireNonNull(known.get(target)).renew(fresh);
                    tally.count("handling renewed");
                }
                case 2 -> {
                    String target = chance.pick(new ArrayList<>(known.keySet()));
                    policies.vouchForHandling(target, "the fuzz", "by chance");
                    Objects.requireNonNull(known.get(target)).vouch();
                }
                case 3 -> {
                    embedder.move(chance.facts(null, oracle.today()));
                    guard.move(chance.facts(null, oracle.today()));
                }
                case 4 -> {
                    boolean down = chance.once(2);
                    reading.fail(down);
                    plain.fail(down);
                }
                default -> store.move(chance.facts(null, oracle.today()));
            }
        }

        CompletableFuture<Void> send() {
            Manner manner = manner();
            String text = chance.text();
            Asked asked = new Asked(
                    ++numbers,
                    sites.indexOf(this),
                    manner.tenant,
                    chance.pick(Chance.USERS),
                    text.charAt(Chance.TOPIC_AT) - '0',
                    text,
                    Terms.of(
                            manner.wish,
                            manner.wish.consent(),
                            rules.of(manner.tenant, manner.operation, manner.sensitivity)),
                    manner.options,
                    oracle.next());
            oracle.begins(asked);
            RouteRequest request = request(manner, asked);
            return (chance.once(4) ? stream(request) : router.routeAsync(request))
                    .thenAccept(result -> oracle.ended(asked, result));
        }

        private RouteRequest request(Manner manner, Asked asked) {
            RequestContext.Builder context = RequestContext.builder().deadline(DEADLINE);
            fill(context, manner.wish);
            context.tenant(manner.tenant)
                    .operation(manner.operation)
                    .sensitivity(Rules.SENSITIVITIES.get(manner.sensitivity))
                    .tags(Map.of(Oracle.NUMBER, Integer.toString(asked.number()), Oracle.USER, asked.user()));
            RouteRequest.Builder request = RouteRequest.builder()
                    .user(redacts && chance.once(3) ? asked.text() + Redactor.WORD : asked.text())
                    .context(context.build());
            if (manner.options != null) {
                request.options(new FuzzOptions(manner.options.handling()));
            }
            return request.build();
        }

        private void fill(RequestContext.Builder context, Rule wish) {
            if (wish.regions() != null) {
                context.residency(new ResidencyRequirement(wish.regions()));
            }
            if (wish.kept() != null) {
                context.maxRetention(Duration.ofSeconds(wish.kept()));
            }
            if (wish.age() != null) {
                context.maxEvidenceAge(Duration.ofDays(wish.age()));
            }
            if (wish.purpose() != null) {
                context.purpose(wish.purpose());
            }
            if (wish.cacheless()) {
                context.cacheMode(CacheMode.BYPASS);
            }
            context.maxSharing(Facts.SHARINGS.get(wish.shared())).consented(wish.consent());
        }

        private CompletableFuture<RouteResult> stream(RouteRequest request) {
            CompletableFuture<RouteResult> result = new CompletableFuture<>();
            router.stream(request).subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(StreamEvent event) {
                    if (event instanceof StreamEvent.Closed closed) {
                        result.complete(closed.result());
                    }
                }

                @Override
                public void onError(Throwable thrown) {
                    result.completeExceptionally(thrown);
                }

                @Override
                public void onComplete() {}
            });
            return result;
        }
    }

    World(long seed, Tally tally) {
        this.chance = new Chance(seed);
        this.tally = tally;
        this.oracle = new Oracle(clock, tally);
        this.redacts = chance.once(3);
        this.store = new FuzzStore(oracle, clock, chance.facts(null, 0));
        boolean second = chance.once(2);
        boolean semantic = chance.once(3);
        boolean guarded = chance.once(3);
        for (int i = second ? 2 : 1; i > 0; i--) {
            sites.add(new Site(second, semantic, guarded));
        }
    }

    private Manner manner() {
        while (manners.size() < MANNERS || chance.once(60)) {
            Rule plain = new Rule(null, null, Facts.UNKNOWN, null, "support", true, false, false);
            manners.add(new Manner(
                    chance.pick(Chance.TENANTS),
                    chance.pick(Chance.OPERATIONS),
                    chance.number(Chance.SENSITIVITIES),
                    chance.once(3) ? plain : chance.wish(),
                    chance.once(8) ? chance.facts(null, oracle.today()) : null));
        }
        return manners.get(manners.size() - 1 - chance.number(MANNERS));
    }

    /** Changes something, sends a few requests, and waits for them; returns how many it sent. */
    int step() {
        if (chance.once(4)) {
            chance.pick(sites).change();
        }
        if (chance.once(20)) {
            clock.advance(Duration.ofDays(1));
        }
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        int count = chance.once(3) ? 3 : 1;
        for (int i = 0; i < count; i++) {
            calls.add(chance.pick(sites).send());
            if (chance.once(4)) {
                clock.advance(Duration.ofNanos(chance.upTo(3_000_000_000L)));
            }
        }
        if (chance.once(6)) {
            chance.pick(sites).change();
        }
        CompletableFuture<Void> erasure = chance.once(25) ? erase() : null;
        CompletableFuture<Void> all = CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
        for (int i = 0; i < MOST_SECONDS && !all.isDone(); i++) {
            clock.advance(Duration.ofSeconds(1));
        }
        calls.forEach(CompletableFuture::join);
        if (erasure != null) {
            erasure.join();
        }
        if (chance.once(3)) {
            clock.advance(Duration.ofSeconds(chance.upTo(chance.once(2) ? 20 : 400)));
        }
        return count;
    }

    private CompletableFuture<Void> erase() {
        boolean tenant = chance.once(2);
        String name = chance.pick(tenant ? Chance.TENANTS : Chance.USERS);
        Subject subject = tenant ? Subject.tenant(name) : Subject.tag(Oracle.USER, name);
        List<Long> others = new ArrayList<>();
        sites.forEach(site -> others.add(answers(site, tenant, name, false)));
        long othersStored = store.of(other -> !other.equals(name));
        StringBuilder receipts = new StringBuilder();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Site site : sites) {
            CompletableFuture<ErasureReceipt> receipt = site.router.forget(subject);
            all = all.thenCombine(receipt, (nothing, told) -> {
                receipts.append(told.describe());
                return null;
            });
        }
        oracle.erased(subject, receipts.toString());
        for (int i = 0; i < sites.size(); i++) {
            if (answers(sites.get(i), tenant, name, true) != 0) {
                oracle.fault("answers of %s are left", name);
            }
            if (tenant && answers(sites.get(i), true, name, false) != others.get(i)) {
                oracle.fault("answers of others went with %s", name);
            }
        }
        if (tenant && store.of(name::equals) != 0) {
            oracle.fault("shared answers of %s are left", name);
        }
        if (tenant && store.of(other -> !other.equals(name)) != othersStored) {
            oracle.fault("shared answers of others went with %s", name);
        }
        return all;
    }

    /** How many answers a router remembers: of that subject, or of the other tenant. */
    private static long answers(Site site, boolean tenant, String name, boolean own) {
        if (!tenant) {
            return own
                    ? site.router
                            .cache()
                            .preview(Invalidation.tag(Oracle.USER, name))
                            .answers()
                    : 0;
        }
        String of = own ? name : Chance.TENANTS.get(1 - Chance.TENANTS.indexOf(name));
        return site.router.cache().preview(Invalidation.tenant(of)).answers();
    }

    /** What was found to be wrong; null if nothing was. */
    @Nullable
    String breach() {
        return oracle.breaches().isEmpty() ? null : oracle.breaches().get(0);
    }

    @Override
    public void close() {
        sites.forEach(site -> site.router.close());
    }
}
