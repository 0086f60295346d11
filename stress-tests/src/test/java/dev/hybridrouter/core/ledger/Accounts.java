package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A ledger with accounts for a test, and its figures as text. */
final class Accounts {
    static final BudgetWindow HOUR = BudgetWindow.hour(ZoneOffset.UTC);
    static final BudgetWindow ROLLING = BudgetWindow.rolling(Duration.ofHours(1));
    static final long NOW = 1_795_435_200_000L;
    /** When whatever is of {@link #NOW} has left both windows, and lines that are pending since are given up. */
    static final long LATER = NOW + Duration.ofHours(2).toMillis();

    private static final Duration PENDING_FOR = Duration.ofHours(1);

    final InMemoryLedger ledger;

    Accounts() {
        this(true);
    }

    Accounts(boolean chargeExpired) {
        ledger = InMemoryLedger.builder()
                .pendingFor(PENDING_FOR)
                .chargeExpired(chargeExpired)
                .build();
    }

    LedgerAccount open(String name, BudgetWindow window, long limit) {
        return ledger.account(AccountTerms.limited(new AccountId(name, ""), window, new Money(limit)));
    }

    /** A rolling account that threads have contended for. */
    LedgerAccount striped(long limit) {
        LedgerAccount account = open("all", ROLLING, limit);
        stripe(account);
        return account;
    }

    static void stripe(LedgerAccount rolling) {
        ((RollingAccount) ((Handle) rolling).open(NOW)).till.grow();
    }

    /** Reserves 10 that must be there. */
    Reservation reserved(LedgerAccount account) {
        return (Reservation) ledger.reserve(List.of(account), new Money(10), NOW);
    }

    boolean reserve(long amount, long epochMillis, LedgerAccount... from) {
        return ledger.reserve(List.of(from), new Money(amount), epochMillis) instanceof Reservation;
    }

    /** What is settled, reserved and pending. */
    static String figures(LedgerAccount account, long epochMillis) {
        AccountState state = account.state(Instant.ofEpochMilli(epochMillis));
        return state.settled().nanoUsd() + " " + state.reserved().nanoUsd() + " "
                + state.pending().nanoUsd();
    }
}
