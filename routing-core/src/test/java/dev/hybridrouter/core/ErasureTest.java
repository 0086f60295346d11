package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.ErasedPlace.Remainder;
import dev.hybridrouter.api.erasure.ErasureReceipt;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.forecast.SpendForecaster;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.erasure.SubjectStore;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a router forgets of a tenant or user, and what its receipt says of the rest. */
class ErasureTest {
    private static final BudgetPolicy BUDGETS = BudgetPolicy.of(
            Budget.builder("by-tenant", BudgetScope.tenant(), BudgetWindow.minute(ZoneOffset.UTC), Money.usd("1"))
                    .build(),
            Budget.builder("by-user", BudgetScope.tag("user"), BudgetWindow.minute(ZoneOffset.UTC), Money.usd("1"))
                    .build());

    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);
    private final ScriptedSharedCache store = ScriptedSharedCache.create(clock);
    private final FakeEmbedder embedder = new FakeEmbedder();
    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final SpendForecaster forecaster = SpendForecaster.of(BUDGETS);

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .clock(clock)
                .scheduler(clock);
    }

    /** With everything that keeps anything of anybody. */
    private HybridRouter router() {
        return builder()
                .budgets(BUDGETS)
                .ledger(ledger)
                .affinity(AffinityPolicy.builder().minimumTokens(1).build())
                .cache(CachePolicy.builder()
                        .explainMisses(100)
                        .secondLevel(SecondLevel.builder(store, new byte[32]).build())
                        .semantic(SemanticPolicy.builder(embedder, 0.9)
                                .withoutErrorLimit()
                                .build())
                        .build())
                .subjectStore(forecaster)
                .build();
    }

    private static RouteRequest request(String tenant, String user, String text) {
        return RouteRequest.builder()
                .system("s".repeat(3_000))
                .user(text)
                .context(RequestContext.builder()
                        .tenant(tenant)
                        .tags(Map.of("user", user))
                        .build())
                .build();
    }

    private CacheUse.Kind route(HybridRouter router, RouteRequest request) {
        CompletableFuture<RouteResult> call = router.routeAsync(request);
        clock.advance(Duration.ofMillis(1));
        return call.join().decision().cache().kind();
    }

    private HybridRouter guarded(Supplier<CompletableFuture<GuardReport>> verdict) {
        return builder()
                .guards(GuardPolicy.of(
                        new ScriptedRemoteGuard(input -> input.direction() == GuardInput.Direction.REQUEST
                                ? verdict.get()
                                : CompletableFuture.completedFuture(GuardReport.unpriced(GuardVerdict.pass())))))
                .cache(CachePolicy.builder()
                        .ttl(Duration.ofMinutes(1))
                        .staleWhileRevalidate(Duration.ofMinutes(10))
                        .secondLevel(SecondLevel.builder(store, new byte[32]).build())
                        .build())
                .build();
    }

    @Test
    void requestThatAGuardStillHas_replacesNoAnswerPastItsTime() {
        provider.onAny().reply("an answer");
        List<CompletableFuture<GuardReport>> verdicts = new ArrayList<>();
        HybridRouter router = guarded(() -> {
            CompletableFuture<GuardReport> verdict = new CompletableFuture<>();
            verdicts.add(verdict);
            return verdict;
        });
        CompletableFuture<RouteResult> others = router.routeAsync(request("clinic", "bob", "question"));
        verdicts.get(0).complete(GuardReport.unpriced(GuardVerdict.pass()));
        clock.advance(Duration.ofMinutes(2));
        others.join();
        CompletableFuture<RouteResult> call = router.routeAsync(request("clinic", "ann", "question"));

        forget(router, Subject.tag("user", "ann"));
        verdicts.get(1).complete(GuardReport.unpriced(GuardVerdict.pass()));
        clock.advance(Duration.ofMillis(1));

        call.join();
        assertThat(provider.history()).hasSize(2); // not a third one behind the caller's back
        assertThat(router.cache().preview(Invalidation.tag("user", "ann")).answers())
                .isZero();
        router.close();
    }

    @Test
    void requestThatAGuardStillHas_isAnsweredAndNotRemembered() {
        provider.onAny().reply("an answer");
        CompletableFuture<GuardReport> verdict = new CompletableFuture<>();
        HybridRouter router = guarded(() -> verdict);
        CompletableFuture<RouteResult> call = router.routeAsync(request("clinic", "ann", "question"));

        forget(router, Subject.tag("user", "ann"));
        verdict.complete(GuardReport.unpriced(GuardVerdict.pass()));
        clock.advance(Duration.ofMillis(1));

        assertThat(call.join()).isInstanceOf(RouteResult.Answered.class);
        assertThat(router.cache().extent().answers()).isZero();
        assertThat(store.puts() + store.finds()).isZero();
        assertThat(route(router, request("clinic", "bob", "question"))).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(route(router, request("clinic", "ann", "question"))).isEqualTo(CacheUse.Kind.HIT);
        router.close();
    }

    @Test
    void requestThatWantsNothingButTheCache_getsNothingOfItOnceErased() {
        provider.onAny().reply("an answer");
        CompletableFuture<GuardReport> verdict = new CompletableFuture<>();
        HybridRouter router = guarded(() -> verdict);
        RouteRequest request = request("clinic", "ann", "question");
        CompletableFuture<RouteResult> call = router.routeAsync(request.with(request.context().toBuilder()
                .cacheMode(CacheMode.ONLY_IF_CACHED)
                .build()));

        forget(router, Subject.tenant("clinic"));
        verdict.complete(GuardReport.unpriced(GuardVerdict.pass()));
        clock.advance(Duration.ofMillis(1));

        assertThat(call.join()).isInstanceOf(RouteResult.Rejected.class);
        assertThat(provider.history()).isEmpty();
        router.close();
    }

    private ErasureReceipt forget(HybridRouter router, Subject subject) {
        CompletableFuture<ErasureReceipt> receipt = router.forget(subject);
        clock.advance(Duration.ofMillis(1));
        return receipt.join();
    }

    private static ErasedPlace place(ErasureReceipt receipt, String name) {
        return receipt.places().stream()
                .filter(place -> place.place().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(receipt.describe()));
    }

    @Test
    void tenant_isErased_andNobodyElse() {
        provider.onAny().reply("answer");
        HybridRouter router = router();
        route(router, request("clinic", "ann", "first"));
        route(router, request("other", "bob", "second"));

        ErasureReceipt receipt = forget(router, Subject.tenant("clinic"));

        assertThat(place(receipt, "cache").removed()).isEqualTo(1);
        assertThat(place(receipt, "affinity").removed()).isPositive();
        assertThat(place(receipt, "second level of the cache").remainder()).isEqualTo(Remainder.UNKNOWN);
        assertThat(store.keys()).hasSize(1);
        assertThat(route(router, request("clinic", "ann", "first"))).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(route(router, request("other", "bob", "second"))).isEqualTo(CacheUse.Kind.HIT);
    }

    @Test
    void userIsErased_alsoWhereSomebodyElseAskedFirst() {
        provider.onAny().reply("answer");
        HybridRouter router = router();
        route(router, request("clinic", "ann", "same"));
        route(router, request("clinic", "bob", "same"));
        CompletableFuture<RouteResult> leading = router.routeAsync(request("clinic", "ann", "joined@0.5"));
        CompletableFuture<RouteResult> joining = router.routeAsync(request("clinic", "bob", "joined@0.5"));
        clock.advance(Duration.ofMillis(1));
        assertThat(leading.join()).isInstanceOf(RouteResult.Answered.class);
        assertThat(joining.join()).isInstanceOf(RouteResult.Answered.class);
        route(router, request("clinic", "ann", "of ann alone@0.0"));

        ErasureReceipt receipt = forget(router, Subject.tag("user", "bob"));

        assertThat(place(receipt, "cache").removed()).isEqualTo(2);
        assertThat(store.keys()).as("of ann alone").hasSize(1);
        assertThat(route(router, request("clinic", "ann", "same"))).isEqualTo(CacheUse.Kind.MISSED);
    }

    @Test
    void answerOfManyUsers_isErasedOnDoubt() {
        provider.onAny().reply("answer");
        HybridRouter router = builder().cache(CachePolicy.defaults()).build();
        for (int user = 0; user < 100; user++) {
            route(router, request("clinic", "user" + user, "same"));
        }

        assertThat(place(forget(router, Subject.tag("user", "user99")), "cache").removed())
                .isEqualTo(1);
    }

    @Test
    void answerUnderWay_isNotRemembered_andTheReceiptNamesIt() {
        provider.onAny().hang();
        HybridRouter router = builder().cache(CachePolicy.defaults()).build();
        CompletableFuture<RouteResult> call = router.routeAsync(request("clinic", "ann", "question"));

        ErasedPlace underWay = place(forget(router, Subject.tenant("clinic")), "requests in progress");
        provider.completeNext("answer");

        assertThat(underWay.remainder()).isEqualTo(Remainder.SOME);
        assertThat(underWay.until()).isNotNull();
        assertThat(call.join()).isInstanceOf(RouteResult.Answered.class);
        assertThat(router.cache().extent().answers()).isZero();
        assertThat(place(forget(router, Subject.tenant("clinic")), "requests in progress")
                        .remainder())
                .isEqualTo(Remainder.NOTHING);
    }

    @Test
    void accountThatCounts_staysAsLongAsItsWindow_andIsErasedThen() {
        provider.onAny().reply("answer");
        HybridRouter router = router();
        route(router, request("clinic", "ann", "question"));

        ErasedPlace accounts = place(forget(router, Subject.tenant("clinic")), "ledger");

        assertThat(accounts.remainder()).isEqualTo(Remainder.SOME);
        clock.advance(Duration.between(clock.instant(), Objects.requireNonNull(accounts.until()))
                .plusMillis(2));
        assertThat(ledger.snapshot(clock.instant()).balances().stream()
                        .map(balance -> balance.account().holder()))
                .doesNotContain("clinic");
        assertThat(place(forget(router, Subject.tenant("clinic")), "ledger").remainder())
                .isEqualTo(Remainder.NOTHING);
    }

    @Test
    void storesThatThrow_orNeverAnswer_areUnknown_andStopNobody() {
        HybridRouter router = builder()
                .subjectStore(new Store(null))
                .subjectStore(new Store(new CompletableFuture<>()))
                .subjectStore(new Store(CompletableFuture.failedFuture(new IllegalStateException("down"))))
                .subjectStore(forecaster)
                .build();

        CompletableFuture<ErasureReceipt> receipt = router.forget(Subject.tenant("clinic"));
        assertThat(receipt).isNotDone();
        clock.advance(Duration.ofSeconds(10));

        assertThat(receipt.join().places().stream().map(ErasedPlace::remainder))
                .containsExactly(
                        Remainder.NOTHING, Remainder.UNKNOWN, Remainder.UNKNOWN, Remainder.UNKNOWN, Remainder.NOTHING);
        assertThat(receipt.join().isComplete()).isFalse();
    }

    private record Store(@Nullable CompletionStage<ErasedPlace> stage) implements SubjectStore {
        @Override
        public String place() {
            return "store";
        }

        @Override
        public CompletionStage<ErasedPlace> forget(Subject subject) {
            return Objects.requireNonNull(stage);
        }
    }

    @Test
    void memoryHoldsNothingOfTheSubject(@TempDir Path folder) throws IOException, InterruptedException {
        provider.onAny().reply("answer");
        HybridRouter router = router();
        talk(router);
        forecaster.observe(ledger.accounts(clock.instant()), clock.instant());

        ErasureReceipt receipt = forget(router, Subject.tenant(canary("tenant")));
        clock.advance(Duration.ofMinutes(16)); // until which the receipt says that accounts and pending lines count
        provider.reset(); // this and the embedder keep what they were asked
        embedder.calls.clear();

        byte[] heap = heap(folder);
        assertThat(receipt.describe()).doesNotContain(canary("tenant"));
        assertThat(found(heap, canary("other")))
                .as("that something is found at all")
                .isTrue();
        assertThat(found(heap, canary("tenant"))).as("tenant").isFalse();
        assertThat(found(heap, canary("prompt"))).as("prompt").isFalse();
        router.close();
    }

    private void talk(HybridRouter router) {
        route(router, request(canary("tenant"), "ann", canary("prompt")));
        route(router, request(canary("other"), "bob", "question"));
    }

    /** Made anew each time, so that no constant of this class is found. */
    private static String canary(String of) {
        return "Zq" + Integer.toUnsignedString(of.hashCode(), 36) + "X" + of;
    }

    private static byte[] heap(Path folder) throws IOException, InterruptedException {
        Path dump = folder.resolve("heap.hprof");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String self = Long.toString(ProcessHandle.current().pid());
        Process dumping = new ProcessBuilder(jcmd, self, "GC.heap_dump", dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(dumping.waitFor()).isZero();
        byte[] heap = Files.readAllBytes(dump);
        Files.delete(dump);
        return heap;
    }

    private static boolean found(byte[] heap, String text) {
        String latin = new String(heap, StandardCharsets.ISO_8859_1);
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE)) {
            if (latin.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1))) {
                return true;
            }
        }
        return false;
    }
}
