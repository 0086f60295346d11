package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as those outside the ledger hold it. Reading opens none; one that the ledger dropped is opened again when money is
 * reserved in it. Thread-safe.
 */
final class Handle implements LedgerAccount {
    private final InMemoryLedger ledger;
    private final AccountTerms asked;
    private volatile @Nullable Account last;

    Handle(InMemoryLedger ledger, AccountTerms asked) {
        this.ledger = ledger;
        this.asked = asked;
    }

    /** The account, which is opened if need be. */
    Account open(long epochMillis) {
        Account account = last;
        if (account == null || account.isRetired()) {
            account = ledger.open(asked, epochMillis);
            last = account;
        }
        return account;
    }

    /** The account; one for reading only if it is not open. */
    private Account read() {
        Account account = last;
        if (account == null || account.isRetired()) {
            account = ledger.known(asked);
            last = account;
        }
        return account != null ? account : ledger.blank(asked);
    }

    @Override
    public AccountTerms terms() {
        Account account = last;
        return account == null ? asked : account.terms();
    }

    @Override
    public long committedNanoUsd(long epochMillis) {
        return read().committedNanoUsd(epochMillis);
    }

    @Override
    public long windowStartMillis(long epochMillis) {
        return read().windowStartMillis(epochMillis);
    }

    @Override
    public AccountState state(Instant now) {
        return read().state(now);
    }

    @Override
    public String toString() {
        return "account of " + asked.id().budget();
    }
}
