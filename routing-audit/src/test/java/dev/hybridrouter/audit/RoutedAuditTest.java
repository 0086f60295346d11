package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.BudgetControl;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.PolicyControl;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The audit log behind a router. */
@Timeout(600)
class RoutedAuditTest {
    private static final String PROMPT = "canary-prompt";
    private static final String ANSWER = "canary-answer";
    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);
    private final Pseudonyms pseudonyms = Pseudonyms.under(Samples.KEY);
    private final Path directory;

    RoutedAuditTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private AuditLog log() {
        return AuditLog.builder(AuditFiles.open(directory), Overflow.BLOCK, pseudonyms)
                .userTag("user")
                .tags("team")
                .clock(clock)
                .build();
    }

    private HybridRouter router(AuditLog log) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("first").build())
                .target(provider.target("second").region("eu-central-1").build())
                .listener(log)
                .constraint(log.gate())
                .clock(clock)
                .scheduler(clock)
                .build();
    }

    private static RouteRequest request() {
        return RouteRequest.builder()
                .user(PROMPT)
                .context(RequestContext.builder()
                        .tenant("canary-tenant")
                        .tags(Map.of("user", "canary-user", "team", "blue", "secret", "canary-tag"))
                        .build())
                .build();
    }

    @Test
    void aDecision_isRecorded_withoutContentAndNames() throws IOException {
        provider.on("first").fail(FailureKind.UNAVAILABLE);
        provider.on("second").reply(ANSWER).tokens(12, 3);
        try (AuditLog log = log();
                HybridRouter router = router(log)) {
            var unused = router.routeAsync(request());
            clock.advance(Duration.ofMinutes(1));
        }

        List<String> lines = new LogFolder(directory).lines(0);
        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("canary"));
        assertThat(lines.get(1))
                .contains("\"tenant\":\"" + pseudonyms.tenant("canary-tenant") + "\"")
                .contains("\"user\":\"" + pseudonyms.user("canary-user") + "\"")
                .contains("\"tags\":{\"team\":\"blue\"}")
                .contains("\"outcome\":\"ANSWERED\"")
                .contains("\"target\":\"first\",\"provider\":\"" + provider.id() + "\",\"model\":\""
                        + provider.target("first").build().model()
                        + "\",\"flow\":\"target:first\",\"kind\":\"PRIMARY\"")
                .contains("\"failure\":\"UNAVAILABLE\"")
                .contains("\"region\":\"eu-central-1\",\"flow\":\"target:second\",\"kind\":\"FALLBACK\"")
                .contains("\"input_tokens\":12,\"output_tokens\":3");
        assertThat(AuditVerifier.of(directory).verify().isWhole()).isTrue();
    }

    @Test
    void whatIsDoneToAKillSwitch_isRecorded_withoutNames() throws IOException {
        try (AuditLog log = log();
                HybridRouter router = router(log)) {
            KillScope tenant = KillScope.tenant("canary-tenant");
            router.killSwitch().engage(KillOrder.draining(tenant, KillCause.SECURITY, "canary-note", "canary-person"));
            router.killSwitch().reopen(tenant, 50, "canary-person", "canary-note");
        }

        List<String> lines = new LogFolder(directory).lines(0);
        assertThat(lines).hasSize(4).noneMatch(line -> line.contains("canary"));
        String by = "\"by\":\"" + pseudonyms.user("canary-person") + "\"";
        assertThat(lines.get(1))
                .contains("\"kind\":\"switch\"")
                .contains("\"tenant\":\"" + pseudonyms.tenant("canary-tenant") + "\"")
                .contains("\"cause\":\"SECURITY\"," + by + ",\"open_percent\":0");
        assertThat(lines.get(2)).contains(by + ",\"open_percent\":50");
        assertThat(AuditVerifier.of(directory).verify().isWhole()).isTrue();
    }

    @Test
    void correctionOfABudget_isRecorded_withoutNames() throws IOException {
        BudgetControl control = BudgetControl.create();
        AccountId account = new AccountId("daily", "canary-tenant");
        try (AuditLog log = log();
                HybridRouter router = HybridRouterBuilder.create()
                        .adapter(provider)
                        .target(provider.target("first").build())
                        .budgets(BudgetPolicy.of(Budget.builder(
                                        "daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("5"))
                                .build()))
                        .budgetControl(control)
                        .listener(log)
                        .clock(clock)
                        .scheduler(clock)
                        .build()) {
            assertThat(router.status()).isNotEmpty();
            control.correct(
                    new Correction(account, Money.usd("1.5"), Correction.Cause.BILL, "canary-note", "canary-person"));
            control.correct(new Correction(
                    account, Money.usd("-0.5"), Correction.Cause.CREDIT, "canary-note", "canary-person"));
        }

        List<String> lines = new LogFolder(directory).lines(0);
        assertThat(lines).hasSize(4).noneMatch(line -> line.contains("canary"));
        String by = "\"by\":\"" + pseudonyms.user("canary-person") + "\"";
        assertThat(lines.get(1))
                .contains("\"kind\":\"correction\"")
                .contains("\"budget\":\"daily\",\"holder\":\"" + pseudonyms.tenant("canary-tenant") + "\"")
                .contains("\"amount_nano_usd\":1500000000,\"cause\":\"BILL\"," + by);
        assertThat(lines.get(2)).contains("\"amount_nano_usd\":-500000000,\"cause\":\"CREDIT\"," + by);
        assertThat(AuditVerifier.of(directory).verify().isWhole()).isTrue();
    }

    @Test
    void noAudit_noCall() throws IOException {
        AuditLog log = log();
        try (HybridRouter router = router(log)) {
            log.close();
            RouteResult result = router.route(request());

            assertThat(result).isInstanceOf(RouteResult.Rejected.class);
            assertThat(((RouteResult.Rejected) result).reasons())
                    .extracting(reason -> reason.reason())
                    .containsOnly(RejectionReason.CUSTOM);
        }
        assertThat(provider.history()).isEmpty();
    }

    @Test
    void whereAttemptsWent_isRecordedByFlow_asTheDataMapHasIt() throws IOException {
        provider.onAny().reply(ANSWER);
        try (AuditLog log = log();
                HybridRouter router = router(log)) {
            var unused = router.routeAsync(request());
            clock.advance(Duration.ofMinutes(1));

            assertThat(router.dataMap().flow("target:first")).isPresent();
            assertThat(router.dataMap().flow("file:audit")).isPresent();
        }

        assertThat(new LogFolder(directory).lines(0).get(1)).contains("\"flow\":\"target:first\"");
    }

    @Test
    void renewedHandling_isRecorded_withoutNames() throws IOException {
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        Handling found = Handling.builder()
                .retention(Duration.ofDays(30))
                .evidence(LocalDate.of(2026, 1, 1), "GetAccountDataRetention")
                .build();
        try (AuditLog log = log();
                HybridRouter router = HybridRouterBuilder.create()
                        .adapter(provider)
                        .target(provider.target("first").build())
                        .policies(policies)
                        .listener(log)
                        .clock(clock)
                        .scheduler(clock)
                        .build()) {
            policies.renewHandling("first", found, "canary-person", "canary-note");
            policies.vouchForHandling("first", "canary-person", "canary-note");
            assertThat(router.dataMap()
                            .flow("target:first")
                            .orElseThrow()
                            .handling()
                            .retention())
                    .contains(Duration.ofDays(30));
        }

        List<String> lines = new LogFolder(directory).lines(0);
        assertThat(lines).noneMatch(line -> line.contains("canary"));
        assertThat(lines.get(1))
                .contains("\"kind\":\"handling\"", "\"target\":\"first\"", "\"found\":{\"retention\":\"PT720H\"")
                .contains("\"by\":\"" + pseudonyms.user("canary-person") + "\"");
        assertThat(lines.get(2)).contains("\"now\":{\"retention\":\"PT720H\"").doesNotContain("\"found\"");
        assertThat(AuditVerifier.of(directory).verify().isWhole()).isTrue();
    }

    @Test
    void outcomeOnly_leavesOutHowTargetsWereWeighed() throws IOException {
        provider.on("first").fail(FailureKind.UNAVAILABLE);
        provider.on("second").reply(ANSWER);
        try (AuditLog log = AuditLog.builder(AuditFiles.open(directory), Overflow.BLOCK, pseudonyms)
                        .outcomeOnly()
                        .clock(clock)
                        .build();
                HybridRouter router = router(log)) {
            var unused = router.routeAsync(request());
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(new LogFolder(directory).lines(0).get(1))
                .contains("\"outcome_only\":true", "\"outcome\":\"ANSWERED\"", "target:first", "target:second")
                .doesNotContain("candidates", "ranking", "scores");
    }
}
