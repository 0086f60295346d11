package dev.hybridrouter.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recorder is told, and when. */
class LineRecorderTest {
    private static final AccountTerms TERMS =
            AccountTerms.unlimited(new AccountId("all", ""), BudgetWindow.day(ZoneOffset.UTC));
    private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();

    private final List<String> told = new ArrayList<>();
    private final InMemoryLedger ledger = InMemoryLedger.builder()
            .pendingFor(Duration.ofMinutes(1))
            .recorder(this::tell)
            .build();

    private LineRecorder.Receipt tell(LedgerLine line, long actual) {
        long held = ledger.account(TERMS).committedNanoUsd(NOW);
        told.add("line " + line.line() + " at " + actual + ", held " + held);
        return LineRecorder.Receipt.DONE;
    }

    private Reservation reserve(LedgerAccount account) {
        return (Reservation) ledger.reserve(List.of(account), new Money(100), NOW);
    }

    /** Else another thread could reserve the money first, and a journal cut between the two would be beyond the limit. */
    @Test
    void recorderIsToldOnce_beforeTheMoneyIsGivenBack() {
        LedgerAccount account = ledger.account(TERMS);
        Reservation settled = reserve(account);
        settled.settle(new Money(60));
        settled.settle(new Money(60));
        settled.release();
        reserve(account).release();
        reserve(account).leavePending(NOW);
        ledger.accounts(Instant.ofEpochMilli(NOW).plusSeconds(60));

        assertThat(told).containsExactly("line 1 at 60, held 100", "line 2 at 0, held 160", "line 3 at 100, held 160");
    }
}
