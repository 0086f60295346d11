package dev.hybridrouter.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.Balance;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.cache.CacheReport;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.MissCause;
import dev.hybridrouter.api.cache.MissCount;
import dev.hybridrouter.api.cache.OperationUse;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillReceipt;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The JSON of what a host reads beside decisions, byte for byte. */
class JsonWritableTest {
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final Balance BALANCE = new Balance(new Money(50), new Money(20), new Money(10));
    private static final AccountId TENANT = new AccountId("day", "acm\u00e9");
    private static final AccountState ACCOUNT =
            new AccountState(TENANT, AT, AT.plus(Duration.ofDays(1)), BALANCE, new Money(100));
    private static final String ACCOUNT_JSON = "{\"budget\":\"day\",\"holder\":\"acm\\u00e9\","
            + "\"window_start\":\"2026-11-24T10:00:00Z\",\"window_end\":\"2026-11-25T10:00:00Z\","
            + "\"settled_nano_usd\":50,\"reserved_nano_usd\":20,\"pending_nano_usd\":10,"
            + "\"limit_nano_usd\":100,\"available_nano_usd\":20}";

    @Test
    void anAccountWithAHolderAndALimit() {
        assertThat(ACCOUNT.toJson()).isEqualTo(ACCOUNT_JSON);
    }

    @Test
    void anAccountOfAllWithoutALimit() {
        assertThat(new AccountState(new AccountId("all", ""), AT, AT, BALANCE, null).toJson())
                .isEqualTo("{\"budget\":\"all\",\"window_start\":\"2026-11-24T10:00:00Z\","
                        + "\"window_end\":\"2026-11-24T10:00:00Z\",\"settled_nano_usd\":50,\"reserved_nano_usd\":20,"
                        + "\"pending_nano_usd\":10}");
    }

    @Test
    void theEventsOfABudget() {
        assertThat(new BudgetEvent.ThresholdReached(ACCOUNT, 80).toJson())
                .isEqualTo("{\"event\":\"THRESHOLD_REACHED\",\"percent\":80,\"account\":" + ACCOUNT_JSON + "}");
        assertThat(new BudgetEvent.Overrun(ACCOUNT, 7, new Money(3)).toJson())
                .isEqualTo("{\"event\":\"OVERRUN\",\"ledger_line\":7,\"excess_nano_usd\":3,\"account\":" + ACCOUNT_JSON
                        + "}");
        assertThat(new BudgetEvent.Corrected(
                                ACCOUNT,
                                new Correction(TENANT, new Money(-5), Correction.Cause.CREDIT, "asked by Bob", "ann"))
                        .toJson())
                .isEqualTo(
                        "{\"event\":\"CORRECTED\",\"amount_nano_usd\":-5,\"cause\":\"CREDIT\",\"by\":\"ann\",\"account\":"
                                + ACCOUNT_JSON + "}");
    }

    @Test
    void anEventOfTheKillSwitchAndItsReceipt() {
        assertThat(KillEvent.builder(AT, KillScope.tenant("acme"), KillCause.SECURITY)
                        .note("ticket \"7\"")
                        .by("ann")
                        .openPercent(10)
                        .build()
                        .toJson())
                .isEqualTo("{\"at\":\"2026-11-24T10:00:00Z\",\"scope\":\"tenant:acme\",\"cause\":\"SECURITY\","
                        + "\"note\":\"ticket \\\"7\\\"\",\"by\":\"ann\",\"open_percent\":10}");
        assertThat(new KillReceipt(true, true, false).toJson())
                .isEqualTo("{\"passed\":true,\"matching\":true,\"saved\":false,\"complete\":false}");
    }

    @Test
    void theReportOfACache() {
        CacheReport report = new CacheReport(List.of(new OperationUse(
                OperationType.STANDARD,
                Map.of(CacheUse.Kind.HIT, 3L, CacheUse.Kind.MISSED, 1L),
                List.of(new MissCount(new MissCause(MissCause.Kind.DIFFERS, "system"), 1, new Money(9), 0)))));

        assertThat(report.toJson())
                .isEqualTo("{\"operations\":[{\"operation\":\"STANDARD\",\"uses\":{\"NONE\":0,\"MISSED\":1,\"HIT\":3,"
                        + "\"STALE\":0,\"STALE_IF_ERROR\":0,\"JOINED\":0,\"SIMILAR\":0},\"causes\":[{\"kind\":\"DIFFERS\","
                        + "\"detail\":\"system\",\"misses\":1,\"cost_nano_usd\":9,\"unpriced\":0}]}]}");
        assertThat(CacheReport.nothing().toJson()).isEqualTo("{\"operations\":[]}");
    }

    @Test
    void aHandlingSaysWhatIsKnownAndLeavesOutTheRest() {
        Handling known = Handling.builder()
                .operators("b", "a")
                .callRegion("eu-central-1")
                .destinations(new Destinations(Set.of("eu-west-1", "eu-central-1"), DAY, "the page"))
                .retention(Duration.ofDays(30))
                .sharing(Sharing.OPERATOR)
                .sharedIn("eu-west-1")
                .evidence(DAY, "the contract")
                .build();

        assertThat(known.toJson())
                .isEqualTo(
                        "{\"operators\":[\"a\",\"b\"],\"call_region\":\"eu-central-1\",\"destinations\":{\"regions\":"
                                + "[\"eu-central-1\",\"eu-west-1\"],\"as_of\":\"2026-11-24\",\"evidence\":\"the page\"},"
                                + "\"retention\":\"PT720H\",\"sharing\":\"OPERATOR\",\"shared_in\":[\"eu-west-1\"],"
                                + "\"as_of\":\"2026-11-24\",\"evidence\":\"the contract\"}");
        assertThat(Handling.unknown().toJson()).isEqualTo("{\"sharing\":\"UNKNOWN\"}");
    }
}
