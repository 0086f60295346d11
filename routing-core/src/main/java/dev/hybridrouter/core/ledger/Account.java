package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.spi.ledger.AccountTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account that lines can be reserved in. */
interface Account {
    /** What it was opened with. */
    AccountTerms terms();

    /** What is settled, reserved and pending in the current window, in nano-dollars. */
    long committedNanoUsd(long epochMillis);

    /** When the current window began, as milliseconds of the epoch. */
    long windowStartMillis(long epochMillis);

    /** The state now. */
    AccountState state(Instant now);

    /** Reserves an amount in the window of that time; null if there is too little, or it is retired. */
    @Nullable
    Window reserve(long amount, long epochMillis);

    /** Begins with an amount that nobody can reserve. Called once, before anybody else sees it. */
    void opened(long floor, long epochMillis);

    /** Whether nothing that was spent or is open counts any more. */
    boolean isOver(long epochMillis);

    /** When nothing that is committed now counts any more, at the latest, as milliseconds of the epoch. */
    long countsUntilMillis(long epochMillis);

    /** Whether no line is open, as far as can be told. */
    boolean isQuiet(long epochMillis);

    /** Lets nobody reserve any more; returns what is committed, and until when it counts. Called once. */
    Floors.Floor retire(long epochMillis);

    /** Whether it was retired, so that another has its name. */
    boolean isRetired();

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
