package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.ledger.LedgerSnapshot;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.Ledger;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.spi.ledger.ReserveOutcome;
import dev.hybridrouter.test.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A journaled ledger under random load, beside one in memory that is restored from snapshots instead of a journal. */
final class RandomRun {
    static final long BEGIN = Instant.parse("2026-03-28T22:59:00Z").toEpochMilli();

    private static final Duration PENDING_FOR = Duration.ofMinutes(3);
    private static final long LIMIT = 1_000_000;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<AccountTerms> TERMS = Stream.of(
                    BudgetWindow.minute(BERLIN),
                    BudgetWindow.day(BERLIN),
                    BudgetWindow.rolling(Duration.ofSeconds(60)),
                    BudgetWindow.rolling(Duration.ofHours(1)))
            .map(window -> AccountTerms.limited(new AccountId("window", window.toString()), window, new Money(LIMIT)))
            .toList();

    private final SplittableRandom random;
    private final boolean chargeExpired;
    private final List<Twins> lines = new ArrayList<>();
    private JournaledLedger ledger;
    private InMemoryLedger twin;
    private boolean leavesPending = true;
    private long now = BEGIN;

    RandomRun(long seed, JournaledLedger ledger, boolean chargeExpired) {
        this.random = new SplittableRandom(seed);
        this.chargeExpired = chargeExpired;
        this.ledger = ledger;
        this.twin = twin();
    }

    /** The same line in both ledgers. */
    private record Twins(Reservation line, Reservation twin) {}

    private InMemoryLedger twin() {
        return InMemoryLedger.builder()
                .pendingFor(PENDING_FOR)
                .chargeExpired(chargeExpired)
                .build();
    }

    /** Leaves no line pending, so that none expires: each step that writes ends a call or a reservation then. */
    RandomRun withoutPending() {
        leavesPending = false;
        return this;
    }

    /** A builder of ledgers that write each record before a call goes on. */
    static JournaledLedger.Builder builder(long now, boolean chargeExpired) {
        return JournaledLedger.builder(Path.of("unused"))
                .durability(Durability.WRITTEN)
                .clock(ManualClock.startingAt(Instant.ofEpochMilli(now)))
                .pendingFor(PENDING_FOR)
                .chargeExpired(chargeExpired);
    }

    private static List<LedgerAccount> open(Ledger ledger, List<AccountTerms> terms) {
        return terms.stream().map(ledger::account).toList();
    }

    void act() {
        int dice = random.nextInt(100);
        if (dice < 45) {
            reserve();
        } else if (dice < 85) {
            end(dice);
        } else {
            now += random.nextInt(random.nextInt(20) == 0 ? 7_200_000 : 20_000);
            twin.accounts(Instant.ofEpochMilli(now));
            ledger.accounts(Instant.ofEpochMilli(now));
            if (leavesPending) {
                waitUntilWritten();
            }
        }
    }

    /** Nobody waits until an expiry is written, but this is behind it. */
    private void waitUntilWritten() {
        ((Reservation) ledger.reserve(open(ledger, TERMS.subList(0, 1)), Money.ZERO, now)).release();
    }

    private void reserve() {
        List<AccountTerms> chosen =
                TERMS.stream().filter(terms -> random.nextBoolean()).toList();
        Money amount = new Money(random.nextInt(4) == 0 ? random.nextLong(LIMIT * 2) : random.nextLong(LIMIT / 8));
        ReserveOutcome expected = twin.reserve(open(twin, chosen), amount, now);
        ReserveOutcome outcome = ledger.reserve(open(ledger, chosen), amount, now);
        assertThat(outcome).hasSameClassAs(expected);
        if (outcome instanceof Reservation line) {
            lines.add(new Twins(line, (Reservation) expected));
        }
    }

    private void end(int dice) {
        if (lines.isEmpty()) {
            return;
        }
        Twins chosen = lines.get(random.nextInt(lines.size()));
        Reservation line = chosen.line;
        if (dice < 65 || (dice >= 75 && !leavesPending)) {
            Money actual = new Money(random.nextLong(line.amount().nanoUsd() + 1));
            assertThat(line.settle(actual)).isEqualTo(chosen.twin.settle(actual));
        } else if (dice < 75) {
            assertThat(line.release()).isEqualTo(chosen.twin.release());
        } else {
            assertThat(line.leavePending(now)).isEqualTo(chosen.twin.leavePending(now));
        }
    }

    /** The process is gone, or was ended; another ledger goes on with what it left. */
    void restartWith(JournaledLedger other) {
        ledger = other;
        lines.clear();
        LedgerSnapshot snapshot = twin.snapshot(Instant.ofEpochMilli(now));
        twin = twin();
        twin.restore(snapshot, Instant.ofEpochMilli(now));
    }

    long now() {
        return now;
    }

    /** What each account has settled and open in a ledger, one after the other. */
    static List<Long> figures(Ledger ledger, long now) {
        List<Long> figures = new ArrayList<>();
        for (LedgerAccount account : open(ledger, TERMS)) {
            AccountState state = account.state(Instant.ofEpochMilli(now));
            assertThat(state.committed()).isLessThanOrEqualTo(new Money(LIMIT));
            figures.add(state.settled().nanoUsd());
            figures.add(state.reserved().nanoUsd() + state.pending().nanoUsd());
        }
        return figures;
    }

    /** What there must be. */
    List<Long> expected() {
        return figures(twin, now);
    }

    List<Long> figures() {
        return figures(ledger, now);
    }

    /** Lets all that is pending expire. */
    void waitForExpiry() {
        now += PENDING_FOR.plus(Duration.ofSeconds(1)).toMillis();
        twin.accounts(Instant.ofEpochMilli(now));
        ledger.accounts(Instant.ofEpochMilli(now));
    }
}
