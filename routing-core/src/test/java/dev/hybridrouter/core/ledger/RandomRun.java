package dev.hybridrouter.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A journaled ledger under random load, beside a plain one. */
final class RandomRun {
    static final long BEGIN = Instant.parse("2026-03-28T22:59:00Z").toEpochMilli();

    private final SplittableRandom random;
    private final boolean chargeExpired;
    private final PlainLedger model = new PlainLedger();
    private final List<LedgerAccount> accounts = new ArrayList<>();
    private final List<Reservation> lines = new ArrayList<>();
    private JournaledLedger ledger;
    private boolean leavesPending = true;
    private long now = BEGIN;

    RandomRun(long seed, JournaledLedger ledger, boolean chargeExpired) {
        this.random = new SplittableRandom(seed);
        this.chargeExpired = chargeExpired;
        this.ledger = ledger;
        openAccounts();
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
                .pendingFor(PlainLedger.PENDING_FOR)
                .chargeExpired(chargeExpired);
    }

    private void openAccounts() {
        accounts.clear();
        accounts.addAll(open(ledger));
    }

    static List<LedgerAccount> open(JournaledLedger ledger) {
        List<LedgerAccount> opened = new ArrayList<>();
        for (AccountTerms terms : LedgerLawProperties.Accounts.TERMS) {
            opened.add(ledger.account(terms));
        }
        return opened;
    }

    void act() {
        int dice = random.nextInt(100);
        if (dice < 45) {
            reserve();
        } else if (dice < 85) {
            end(dice);
        } else {
            now += random.nextInt(random.nextInt(20) == 0 ? 7_200_000 : 20_000);
            model.giveUp(now, chargeExpired);
            ledger.accounts(Instant.ofEpochMilli(now));
            if (leavesPending) {
                waitUntilWritten();
            }
        }
    }

    /** Nobody waits until an expiry is written, but this is behind it. */
    private void waitUntilWritten() {
        ((Reservation) ledger.reserve(accounts.subList(0, 1), Money.ZERO, now)).release();
    }

    private void reserve() {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            if (random.nextBoolean()) {
                chosen.add(i);
            }
        }
        long most = LedgerLawProperties.Accounts.LIMIT;
        long amount = random.nextInt(4) == 0 ? random.nextLong(most * 2) : random.nextLong(most / 8);
        boolean possible = model.canReserve(chosen, amount, now);
        var outcome = ledger.reserve(chosen.stream().map(accounts::get).toList(), new Money(amount), now);
        assertThat(outcome instanceof Reservation).isEqualTo(possible);
        if (outcome instanceof Reservation line) {
            lines.add(line);
            model.reserve(line.line(), chosen, amount, now);
        }
    }

    private void end(int dice) {
        if (lines.isEmpty()) {
            return;
        }
        Reservation line = lines.get(random.nextInt(lines.size()));
        if (dice < 65 || (dice >= 75 && !leavesPending)) {
            long actual = random.nextLong(line.amount().nanoUsd() + 1);
            assertThat(line.settle(new Money(actual))).isEqualTo(model.settle(line.line(), actual));
        } else if (dice < 75) {
            assertThat(line.release()).isEqualTo(model.settle(line.line(), 0));
        } else {
            assertThat(line.leavePending(now)).isEqualTo(model.leavePending(line.line(), now));
        }
    }

    /** The process is gone, or was ended; another ledger goes on with what it left. */
    void restartWith(JournaledLedger other) {
        ledger = other;
        lines.clear();
        model.restart(now);
        openAccounts();
    }

    long now() {
        return now;
    }

    /** What each account has settled and open, one after the other. */
    List<Long> expected() {
        List<Long> figures = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            figures.add(model.settled(i, now));
            figures.add(model.pending(i, now) + model.reserved(i, now));
        }
        return figures;
    }

    /** The same of a ledger. */
    static List<Long> figures(JournaledLedger ledger, long now) {
        List<Long> figures = new ArrayList<>();
        for (LedgerAccount account : open(ledger)) {
            AccountState state = account.state(Instant.ofEpochMilli(now));
            assertThat(state.committed()).isLessThanOrEqualTo(new Money(LedgerLawProperties.Accounts.LIMIT));
            figures.add(state.settled().nanoUsd());
            figures.add(state.reserved().nanoUsd() + state.pending().nanoUsd());
        }
        return figures;
    }

    List<Long> figures() {
        return figures(ledger, now);
    }

    /** Lets all that is pending expire. */
    void waitForExpiry() {
        now += PlainLedger.PENDING_FOR.plus(Duration.ofSeconds(1)).toMillis();
        model.giveUp(now, chargeExpired);
        ledger.accounts(Instant.ofEpochMilli(now));
    }
}
