package dev.hybridrouter.core.ledger;

import dev.hybridrouter.spi.ledger.LedgerAccount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account that lines can be reserved in. */
interface Account extends LedgerAccount {
    /** Reserves an amount in the window of that time; null if there is too little. */
    @Nullable
    Window reserve(long amount, long epochMillis);

    /** The window, or step of one, that began at that time before a restart; null if it is over. */
    @Nullable
    Window resume(long windowStartMillis, long epochMillis);

    /**
     * Divides what is added to the settled amount, or taken back where it is below zero, among windows so that none ends below
     * zero; null if there is too little to take back. One caller at a time.
     */
    @Nullable
    Map<Window, Long> correction(long amount, long epochMillis);

    /** What was spent and what is open, by the windows that {@link #resume} finds again. */
    List<LedgerSnapshot.Balance> balances(long epochMillis);
}
