package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.budget.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ledger that can forget accounts. Implementations are safe for use from any thread. */
public interface ErasableLedger extends Ledger {
    /**
     * Forgets an account in which nothing counts any more, wherever the ledger keeps it. An account that still counts against a
     * limit stays, because forgetting it would lift the limit.
     *
     * @param account the account; one that does not exist is forgotten already
     * @param now the time
     * @return whether there was such an account and it is gone, or until when it counts
     */
    Forgotten forget(AccountId account, Instant now);

    /** Returns how the ledger names on disk the accounts that it could not forget yet. Constant. */
    NamesOnDisk namesOnDisk();

    /** How a ledger names accounts on disk. */
    enum NamesOnDisk {
        /** It keeps nothing on disk. */
        NONE,
        /** By their holders. */
        PLAIN,
        /** By pseudonyms, which refer to nobody once the subject's secret is destroyed. */
        PSEUDONYMS
    }

    /**
     * What became of the account.
     *
     * @param removed whether there was one that is gone
     * @param countsUntil when it counts no longer; null if it is gone
     */
    record Forgotten(boolean removed, @Nullable Instant countsUntil) {}
}
