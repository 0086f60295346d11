package dev.hybridrouter.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.spi.ledger.ReserveOutcome;
import dev.hybridrouter.spi.ledger.Shortfall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random interleavings of all that can happen to lines, beside a ledger so simple that it must be right. */
class LedgerLawProperties {
    private static final int RUNS = 300;
    private static final int STEPS = 200;

    private SplittableRandom random = new SplittableRandom(0);
    private InMemoryLedger ledger = InMemoryLedger.create();
    private List<LedgerAccount> accounts = new ArrayList<>();
    private List<Reservation> lines = new ArrayList<>();
    private PlainLedger model = new PlainLedger();
    private long now;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void balancesAreThoseOfThePlainLedger_andNoLimitIsPassed(boolean chargeExpired) {
        for (int run = 0; run < RUNS; run++) {
            begin(run, chargeExpired);
            for (int step = 0; step < STEPS; step++) {
                act(chargeExpired);
                compare("run " + run + ", step " + step);
            }
        }
    }

    private static InMemoryLedger ledger(boolean chargeExpired) {
        return InMemoryLedger.builder()
                .pendingFor(PlainLedger.PENDING_FOR)
                .chargeExpired(chargeExpired)
                .build();
    }

    private void begin(int run, boolean chargeExpired) {
        random = new SplittableRandom(run);
        ledger = ledger(chargeExpired);
        model = new PlainLedger();
        lines = new ArrayList<>();
        now = Instant.parse("2026-03-28T22:00:00Z").toEpochMilli() + random.nextInt(10_000_000);
        openAccounts();
    }

    private void openAccounts() {
        accounts = new ArrayList<>();
        for (AccountTerms terms : Accounts.TERMS) {
            accounts.add(ledger.account(terms));
        }
    }

    private void act(boolean chargeExpired) {
        int dice = random.nextInt(100);
        if (dice < 45) {
            reserve();
        } else if (dice < 85) {
            end(dice);
        } else if (dice < 98) {
            now += random.nextInt(random.nextInt(20) == 0 ? 7_200_000 : 20_000);
            model.giveUp(now, chargeExpired);
        } else {
            restart(chargeExpired);
        }
    }

    private void reserve() {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            if (random.nextBoolean()) {
                chosen.add(i);
            }
        }
        long amount =
                random.nextInt(4) == 0 ? random.nextLong(Accounts.LIMIT * 2) : random.nextLong(Accounts.LIMIT / 8);
        ReserveOutcome outcome =
                ledger.reserve(chosen.stream().map(accounts::get).toList(), new Money(amount), now);
        boolean possible = model.canReserve(chosen, amount, now);
        assertThat(outcome instanceof Reservation).isEqualTo(possible);
        if (outcome instanceof Reservation line) {
            lines.add(line);
            model.reserve(line.line(), chosen, amount, now);
        } else {
            assertThat(((Shortfall) outcome).account().available())
                    .hasValueSatisfying(left -> assertThat(left).isLessThan(new Money(amount)));
        }
    }

    private void end(int dice) {
        if (lines.isEmpty()) {
            return;
        }
        Reservation line = lines.get(random.nextInt(lines.size()));
        long reserved = line.amount().nanoUsd();
        if (dice < 60) {
            long actual = random.nextLong(reserved + 1);
            assertThat(line.settle(new Money(actual))).isEqualTo(model.settle(line.line(), actual));
        } else if (dice < 75) {
            assertThat(line.release()).isEqualTo(model.settle(line.line(), 0));
        } else {
            assertThat(line.leavePending(now)).isEqualTo(model.leavePending(line.line(), now));
        }
    }

    private void restart(boolean chargeExpired) {
        LedgerSnapshot snapshot = ledger.snapshot(Instant.ofEpochMilli(now));
        ledger = ledger(chargeExpired);
        ledger.restore(snapshot, Instant.ofEpochMilli(now));
        openAccounts();
        lines.clear();
        model.restart(now);
    }

    private void compare(String where) {
        ledger.accounts(Instant.ofEpochMilli(now));
        for (int i = 0; i < accounts.size(); i++) {
            AccountState state = accounts.get(i).state(Instant.ofEpochMilli(now));
            assertThat(state.settled().nanoUsd()).as(where).isEqualTo(model.settled(i, now));
            assertThat(state.pending().nanoUsd()).as(where).isEqualTo(model.pending(i, now));
            assertThat(state.reserved().nanoUsd()).as(where).isEqualTo(model.reserved(i, now));
            assertThat(state.committed()).as(where).isLessThanOrEqualTo(new Money(Accounts.LIMIT));
            assertThat(accounts.get(i).committedNanoUsd(now))
                    .as(where)
                    .isEqualTo(state.committed().nanoUsd());
        }
    }

    /** The accounts of a run. */
    static final class Accounts {
        static final long LIMIT = 1_000_000;
        static final List<AccountTerms> TERMS = PlainLedger.terms(LIMIT);

        private Accounts() {}
    }
}
