package dev.hybridrouter.core.ledger;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two threads where a window turns; the last figures are what is settled, reserved and pending in the new one. */
public final class WindowStress {
    private static final String ONE_OF_TWO = "0 10 0";

    private WindowStress() {}

    /** A line of a calendar window is settled while the next window begins with all its money. */
    @JCStressTest
    @Outcome(id = "true, true, " + ONE_OF_TWO, expect = ACCEPTABLE, desc = "each in its own window")
    @State
    public static class OldLineAtCalendarTurn {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.open("all", Accounts.HOUR, 10);
        private final Reservation old = accounts.reserved(account);

        /** Settles. */
        @Actor
        public void settle(ZZL_Result r) {
            r.r1 = old.settle(new Money(7));
        }

        /** Takes all of the next window. */
        @Actor
        public void turn(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.LATER);
        }
    }

    /** Both turn the page of a calendar, which has money for one. */
    @JCStressTest
    @Outcome(id = "true, false, " + ONE_OF_TWO, expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, " + ONE_OF_TWO, expect = ACCEPTABLE, desc = "the second")
    @State
    public static class LastMoneyAtCalendarTurn {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.open("all", Accounts.HOUR, 10);

        /** Spends all of the window before. */
        public LastMoneyAtCalendarTurn() {
            accounts.reserved(account);
        }

        /** Takes all. */
        @Actor
        public void first(ZZL_Result r) {
            r.r1 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Takes all. */
        @Actor
        public void second(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.LATER);
        }
    }

    /** A line is settled while its step leaves a rolling window. */
    @JCStressTest
    @Outcome(id = "true, true, " + ONE_OF_TWO, expect = ACCEPTABLE, desc = "nothing of the old line is left")
    @Outcome(
            id = "true, false, 0 0 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "refused for what the line was just giving back; nothing is lost or overspent")
    @State
    public static class OldLineAtRollingStep {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.open("all", Accounts.ROLLING, 10);
        private final Reservation old = accounts.reserved(account);

        /** Settles. */
        @Actor
        public void settle(ZZL_Result r) {
            r.r1 = old.settle(new Money(7));
        }

        /** Takes all that the old step leaves. */
        @Actor
        public void step(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.LATER);
        }
    }

    /** A line costs more than was reserved while its step leaves a rolling window. */
    @JCStressTest
    @Outcome(id = "true, true, " + ONE_OF_TWO, expect = ACCEPTABLE, desc = "nothing of the old line is left")
    @Outcome(id = "true, false, 0 0 0", expect = ACCEPTABLE, desc = "refused while the excess counted")
    @State
    public static class OverrunAtRollingStep {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.open("all", Accounts.ROLLING, 10);
        private final Reservation old = accounts.reserved(account);

        /** Settles. */
        @Actor
        public void settle(ZZL_Result r) {
            r.r1 = old.settle(new Money(17));
        }

        /** Takes all that the old step leaves. */
        @Actor
        public void step(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.LATER);
        }
    }

    /** Both see a step leave that makes room for both. */
    @JCStressTest
    @Outcome(id = "true, true, 0 20 0", expect = ACCEPTABLE, desc = "both")
    @State
    public static class MoneyForBothAtRollingStep {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.open("all", Accounts.ROLLING, 20);

        /** Spends all of the step before. */
        public MoneyForBothAtRollingStep() {
            accounts.reserved(account);
            accounts.reserved(account);
        }

        /** Takes half. */
        @Actor
        public void first(ZZL_Result r) {
            r.r1 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Takes half. */
        @Actor
        public void second(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.LATER);
        }
    }

    /** One reserves in a step that leaves meanwhile. */
    @JCStressTest
    @Outcome(id = "true, true, 0 10 0", expect = ACCEPTABLE, desc = "the early one has left")
    @Outcome(id = "true, true, 0 20 0", expect = ACCEPTABLE, desc = "the early one counts as late")
    @State
    public static class ReserveAtRollingStep {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.open("all", Accounts.ROLLING, 20);

        /** Begins the first step. */
        public ReserveAtRollingStep() {
            accounts.reserve(0, Accounts.NOW, account);
        }

        /** Takes half. */
        @Actor
        public void early(ZZL_Result r) {
            r.r1 = accounts.reserve(10, Accounts.NOW, account);
        }

        /** Takes half. */
        @Actor
        public void late(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.LATER);
        }
    }

    /** Money for one of two, who each open a cell of their own. */
    @JCStressTest
    @Outcome(id = "true, false, " + ONE_OF_TWO, expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, " + ONE_OF_TWO, expect = ACCEPTABLE, desc = "the second")
    @State
    public static class LastMoneyInCells {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.striped(10);

        /** Takes all. */
        @Actor
        public void first(ZZL_Result r) {
            r.r1 = accounts.reserve(10, Accounts.NOW, account);
        }

        /** Takes all. */
        @Actor
        public void second(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.NOW, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.NOW);
        }
    }

    /** One opens a cell in a step that leaves meanwhile. */
    @JCStressTest
    @Outcome(id = "true, true, 0 10 0", expect = ACCEPTABLE, desc = "the early one has left")
    @Outcome(id = "true, true, 0 20 0", expect = ACCEPTABLE, desc = "the early one counts as late")
    @State
    public static class OpenCellAtRollingStep {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.striped(20);

        /** Begins the first step, in the cell of whoever prepares this. */
        public OpenCellAtRollingStep() {
            accounts.reserve(0, Accounts.NOW, account);
        }

        /** Takes half. */
        @Actor
        public void early(ZZL_Result r) {
            r.r1 = accounts.reserve(10, Accounts.NOW, account);
        }

        /** Takes half. */
        @Actor
        public void late(ZZL_Result r) {
            r.r2 = accounts.reserve(10, Accounts.LATER, account);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = Accounts.figures(account, Accounts.LATER);
        }
    }

    /** Two lines of one step, in a cell each, are ended while it leaves; all of the limit can be had again afterwards. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "nothing is left of the lines")
    @State
    public static class CellsAtRollingStep {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.striped(20);
        private final Reservation one;
        private final Reservation other;

        /** Reserves, once before the account has stripes and once after. */
        public CellsAtRollingStep() {
            LedgerAccount plain = accounts.open("plain", Accounts.ROLLING, 20);
            one = (Reservation) accounts.ledger.reserve(List.of(plain, account), new Money(10), Accounts.NOW);
            Accounts.stripe(plain);
            other = (Reservation) accounts.ledger.reserve(List.of(plain, account), new Money(10), Accounts.NOW);
        }

        /** Settles and releases. */
        @Actor
        public void end(ZZL_Result r) {
            r.r1 = one.settle(new Money(7)) && other.release();
        }

        /** Moves the window on. */
        @Actor
        public void step(ZZL_Result r) {
            r.r2 = accounts.reserve(0, Accounts.LATER, account, accounts.open("plain", Accounts.ROLLING, 20));
        }

        /** Takes all. */
        @Arbiter
        public void all(ZZL_Result r) {
            r.r3 = accounts.reserve(20, Accounts.LATER, account, accounts.open("plain", Accounts.ROLLING, 20));
        }
    }
}
