package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.Ledger;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.ReserveOutcome;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What somebody reads at night whose log has a plain pattern, without key-value pairs: event, subject, cause, since or until
 * when, and what to do; and that it is over.
 */
@ExtendWith(HybridRouterExtension.class)
class LogEventScenariosTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final LogTap logs = LogTap.open();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    LogEventScenariosTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    @AfterEach
    void closeLogs() {
        logs.close();
    }

    /** The only line of an event. */
    private String line(String code) {
        List<String> found = logs.lines().stream()
                .filter(line -> line.contains(" - " + code))
                .toList();
        assertThat(found).as(code).hasSize(1);
        return found.get(0);
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofSeconds(5));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    private HybridRouterBuilder builder(String... targets) {
        return Routers.over(clock, provider, targets)
                .retry(RetryPolicy.builder().maxAttempts(1).build());
    }

    @Test
    void router_saysWhatItConsistsOf_andThatItIsClosed() {
        HybridRouter router = priced("1")
                .cache(CachePolicy.defaults())
                .guards(GuardPolicy.of(new WordGuard()))
                .build();
        clock.advance(Duration.ofMinutes(5));
        router.close();

        assertThat(line("HR-001"))
                .startsWith("INFO dev.hybridrouter.router - ")
                .contains("version=", "targets in order=[dear (", "budgets=[Budget[daily, $1", "hard", "cache=on (")
                .contains("guards=[words]", "kill rules=[]");
        assertThat(line("HR-002")).startsWith("INFO").contains("after 5 min 0 s", ": 0 requests");
    }

    @ParameterizedTest
    @EnumSource
    void breaker_saysThatItOpens_andThatItCloses(Modes mode) {
        provider.on("a").fail(FailureKind.SERVER_ERROR);
        HybridRouter router = builder("a")
                .breaker(BreakerPolicy.builder().inARow(1).probes(1).build())
                .build();
        route(mode, router, REQUEST);
        clock.advance(Duration.ofSeconds(6));
        provider.on("a").reply("hello");
        route(mode, router, REQUEST);

        assertThat(line("HR-101"))
                .startsWith("WARN dev.hybridrouter.target - HR-101 Circuit breaker OPEN: target=a (")
                .contains("cause=SERVER_ERROR", "request #1", "next probe in ", "Requests use other targets.");
        assertThat(line("HR-102"))
                .startsWith("INFO")
                .contains("CLOSED: target=a", "open for 11 s", "probes were answered");
    }

    @ParameterizedTest
    @EnumSource
    void misconfiguredTarget_saysHowToMendIt_andThatItWasMended(Modes mode) {
        provider.on("a").fail(FailureKind.MODEL_NOT_FOUND);
        HybridRouter router = builder("a").build();
        route(mode, router, REQUEST);
        clock.advance(Duration.ofMinutes(2));
        provider.on("a").reply("hello");
        route(mode, router, REQUEST);

        assertThat(line("HR-103"))
                .contains("MISCONFIGURED: target=a", "cause=MODEL_NOT_FOUND", "request #1", "next call in 60 s")
                .contains(FailureKind.MODEL_NOT_FOUND.advice());
        assertThat(line("HR-104")).contains("CORRECTED: target=a", "for 2 min 5 s");
    }

    @ParameterizedTest
    @EnumSource
    void throttledTarget_saysForHowLong_andThatItIsOver(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(7));
        HybridRouter router = builder("a").build();
        route(mode, router, REQUEST);
        clock.advance(Duration.ofSeconds(8));
        provider.on("a").reply("hello");
        route(mode, router, REQUEST);

        assertThat(line("HR-105"))
                .startsWith("WARN")
                .contains(
                        "THROTTLED: target=a",
                        "cause=THROTTLED",
                        "request #1",
                        "for 7 s",
                        "raise the provider's quota");
        assertThat(line("HR-106")).contains("no longer THROTTLED: target=a", "throttled for 13 s", "(1 times)");
    }

    @ParameterizedTest
    @EnumSource
    void emptyAttemptBudget_saysWhoGetsNothing_andWhenItIsRefilled(Modes mode) {
        provider.onAny().fail(FailureKind.SERVER_ERROR);
        HybridRouter router = Routers.over(clock, provider, "a", "b")
                .attemptBudget(new AttemptBudgetPolicy(0, 0.001, 1))
                .build();
        route(mode, router, REQUEST);
        route(mode, router, REQUEST);
        clock.advance(Duration.ofMinutes(20));
        provider.on("b").reply("hello");
        route(mode, router, REQUEST);

        assertThat(line("HR-109"))
                .startsWith("WARN")
                .contains("EMPTY: request #", "next extra attempt in ", "attemptBudget(..)");
        assertThat(line("HR-110")).startsWith("INFO").contains("REFILLED after ", "request #3");
    }

    @Test
    void killSwitch_saysWhoEngagedItAndWhy_andThatItIsLifted() {
        HybridRouter router = builder("a").build();
        KillScope scope = KillScope.target("a");
        router.killSwitch().engage(KillOrder.draining(scope, KillCause.OPERATOR, "ticket 4711", "ann"));
        clock.advance(Duration.ofMinutes(4));
        router.killSwitch().reopen(scope, 10, "ben", "a tenth");
        router.killSwitch().reopen(scope, 100, "ben", "all clear");

        assertThat(line("HR-201"))
                .startsWith("WARN")
                .contains("ENGAGED: scope=target:a", "cause=OPERATOR", "by=ann", "note=ticket 4711", "since=20")
                .contains("KillSwitch.reopen(..)");
        assertThat(line("HR-202")).contains("scope=target:a passes 10 %", "by=ben", "engaged for 4 min 0 s");
        assertThat(line("HR-203")).startsWith("INFO").contains("LIFTED: scope=target:a", "note=all clear", "4 min 0 s");
        assertThat(logs.lines()).noneMatch(line -> line.contains("HR-204"));
    }

    @Test
    void killSwitch_thatMatchesNothing_saysWhatThereIs() {
        HybridRouter router = builder("dublin").build();
        router.killSwitch().engage(KillOrder.draining(KillScope.target("dubln"), KillCause.OPERATOR, "drill", "ann"));
        router.killSwitch().engage(KillOrder.draining(KillScope.tenant("acme"), KillCause.OPERATOR, "drill", "ann"));

        assertThat(line("HR-204"))
                .startsWith("WARN")
                .contains("IN VAIN: scope=target:dubln", "by=ann", "since=20", "Known: dublin", "Check the name");
        assertThat(logs.everything()).contains("scope=tenant:*").doesNotContain("acme");
    }

    @ParameterizedTest
    @EnumSource
    void guard_saysThatItFails_andThatItWorks(Modes mode) {
        provider.onAny().reply("hello");
        HybridRouter router =
                builder("a").guards(GuardPolicy.of(new WordGuard())).build();
        route(mode, router, RouteRequest.of("crash"));
        route(mode, router, RouteRequest.of("crash"));
        clock.advance(Duration.ofSeconds(3));
        route(mode, router, REQUEST);

        assertThat(line("HR-301"))
                .startsWith("WARN")
                .contains("guard=words", "direction=REQUEST", "cause=java.lang.IllegalStateException", "request #1")
                .contains("Correct the guard");
        assertThat(line("HR-302"))
                .startsWith("INFO")
                .contains("guard=words", "failing for 13 s", "(2 failures)", "request #3");
    }

    private HybridRouterBuilder priced(String usd) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("dear")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .budgets(BudgetPolicy.of(
                        Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd(usd))
                                .thresholds(50)
                                .build()));
    }

    private static RouteRequest ofTenant() {
        return RouteRequest.builder()
                .user("hi")
                .maxTokens(100)
                .context(RequestContext.builder().tenant("acme").build())
                .build();
    }

    /** A ledger that fails when told. */
    private static final class Faulty implements Ledger {
        private final Ledger ledger = InMemoryLedger.create();
        private boolean broken = true;

        @Override
        public LedgerAccount account(AccountTerms terms) {
            return ledger.account(terms);
        }

        @Override
        public ReserveOutcome reserve(List<? extends LedgerAccount> accounts, Money amount, long epochMillis) {
            if (broken) {
                throw new IllegalStateException("secret");
            }
            return ledger.reserve(accounts, amount, epochMillis);
        }

        @Override
        public List<AccountState> accounts(Instant now) {
            return ledger.accounts(now);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ledger_saysThatItFails_andThatItWorks(Modes mode) {
        provider.onAny().reply("hello").usage(TokenUsage.of(10, 10));
        Faulty ledger = new Faulty();
        HybridRouter router = priced("1").ledger(ledger).build();
        route(mode, router, ofTenant());
        route(mode, router, ofTenant());
        clock.advance(Duration.ofSeconds(30));
        ledger.broken = false;
        assertThat(route(mode, router, ofTenant())).servedBy("dear");

        assertThat(line("HR-401"))
                .startsWith("ERROR")
                .contains("cause=java.lang.IllegalStateException", "request #1", "Hard budgets refuse all calls until");
        assertThat(line("HR-402")).startsWith("INFO").contains("after 40 s", "request #3", "2 operations failed");
        assertThat(logs.everything()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource
    void budget_saysThatAThresholdIsReached_andThatItIsNoMore(Modes mode) {
        provider.onAny().reply("hello").usage(TokenUsage.of(10, 90));
        HybridRouter router = priced("0.0005").build();
        route(mode, router, ofTenant());
        route(mode, router, ofTenant());
        clock.advance(Duration.ofDays(1));
        route(mode, router, ofTenant());

        assertThat(logs.lines().stream().filter(line -> line.contains("HR-403")).findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("WARN")
                        .contains("REACHED: budget=daily, 50 % of $0.000500", "committed=$0.000", "request #")
                        .contains("window ends 20", "Raise the budget")
                        .doesNotContain("acme"));
        assertThat(line("HR-404")).startsWith("INFO").contains("budget=daily", "reached for 24 h");
    }

    @ParameterizedTest
    @EnumSource
    void budget_saysThatACallCostMoreThanWasHeld(Modes mode) {
        provider.onAny().reply("hello").usage(TokenUsage.of(1_000, 20));
        route(mode, priced("0.0005").build(), ofTenant());

        assertThat(line("HR-405"))
                .startsWith("WARN")
                .contains("OVERRUN: budget=daily", "request #1 cost $0.000", "settled=$0.001020", "limit=$0.000500")
                .contains("window ends 20", "Compare the provider's answer")
                .doesNotContain("acme");
    }

    @ParameterizedTest
    @EnumSource
    void quotaModel_saysThatItIsCut_andThatItIsWhole(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(3));
        HybridRouter router = builder("a")
                .quotas(Quotas.builder()
                        .policy(QuotaPolicy.defaults())
                        .bucket(
                                "eu/claude",
                                QuotaLimits.builder().requestsPerMinute(100).build(),
                                "a")
                        .build())
                .build();
        route(mode, router, REQUEST);
        clock.advance(Duration.ofHours(1));
        provider.on("a").reply("hello");
        route(mode, router, REQUEST);

        assertThat(line("HR-601"))
                .startsWith("WARN")
                .contains("CUT: quota=eu/claude", "throttled target=a", "request #1", "nothing for 3 s")
                .doesNotContain("admits 100 %")
                .contains("Quotas.bucket(..)");
        assertThat(line("HR-602")).startsWith("INFO").contains("quota=eu/claude", "cut for ");
    }

    @ParameterizedTest
    @EnumSource
    void secondLevel_saysThatItFails_andThatItWorks(Modes mode) {
        provider.onAny().reply("hello");
        ScriptedSharedCache store = ScriptedSharedCache.create(clock);
        SecondLevel second = SecondLevel.builder(
                        store, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8))
                .build();
        HybridRouter router = builder("a")
                .cache(CachePolicy.builder().secondLevel(second).build())
                .build();
        store.trouble(ScriptedSharedCache.Trouble.FAILS);
        route(mode, router, RouteRequest.of("one"));
        clock.advance(Duration.ofMinutes(2));
        store.trouble(ScriptedSharedCache.Trouble.NONE);
        route(mode, router, RouteRequest.of("two"));

        assertThat(line("HR-611"))
                .startsWith("WARN")
                .contains("Second level of the cache FAILED: cause=", "hybridrouter.cache.second", "Look at the store");
        assertThat(line("HR-612")).startsWith("INFO").contains("RECOVERED after 2 min");
    }

    @Test
    void policy_saysWhoActivatedIt() {
        PolicyControl policies = PolicyControl.of(RoutingPolicy.builder().build(), clock);
        HybridRouter router =
                Routers.over(clock, provider, "a").policies(policies).build();
        policies.swap(RoutingPolicy.builder().build(), "ann", "canary");

        assertThat(router).isNotNull();
        assertThat(line("HR-004")).contains("ACTIVATED: version=2", "by=ann", "note=canary", "rollBack(..)");
    }
}
