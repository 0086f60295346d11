package dev.hybridrouter.core.ledger;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** One thread moves the money of a line of 10, the other reads: never less than was or will be spent, never below zero. */
public final class SnapshotStress {
    private SnapshotStress() {}

    /** A line of 10, alone in its account. */
    private static class OneLine {
        final Accounts accounts = new Accounts();
        final LedgerAccount account;
        final Reservation line;

        OneLine(BudgetWindow window) {
            account = accounts.open("all", window, 10);
            line = accounts.reserved(account);
        }

        String snapshot() {
            return SnapshotStress.snapshot(accounts);
        }
    }

    /** What is settled and open, in all windows together. */
    private static String snapshot(Accounts accounts) {
        long settled = 0;
        long open = 0;
        for (LedgerSnapshot.Balance balance :
                accounts.ledger.snapshot(Instant.ofEpochMilli(Accounts.NOW)).balances()) {
            settled += balance.settled().nanoUsd();
            open += balance.open().nanoUsd();
        }
        return settled + " " + open;
    }

    /** A snapshot while a line of a calendar window is settled. */
    @JCStressTest
    @Outcome(id = "0 10", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "7 3", expect = ACCEPTABLE, desc = "too much, as long as the rest is not given back")
    @Outcome(id = "0 7", expect = ACCEPTABLE, desc = "what was spent counts as open")
    @Outcome(id = "7 0", expect = ACCEPTABLE, desc = "after")
    @State
    public static class SnapshotOfCalendar extends OneLine {
        /** Reserves. */
        public SnapshotOfCalendar() {
            super(Accounts.HOUR);
        }

        /** Settles. */
        @Actor
        public void settle() {
            line.settle(new Money(7));
        }

        /** Reads. */
        @Actor
        public void read(L_Result r) {
            r.r1 = snapshot();
        }
    }

    /** A snapshot while a line of a rolling window is settled. */
    @JCStressTest
    @Outcome(id = "0 10", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "7 3", expect = ACCEPTABLE, desc = "too much, as long as the rest is not given back")
    @Outcome(id = "0 7", expect = ACCEPTABLE, desc = "what was spent counts as open")
    @Outcome(id = "7 0", expect = ACCEPTABLE, desc = "after")
    @State
    public static class SnapshotOfRolling extends OneLine {
        /** Reserves. */
        public SnapshotOfRolling() {
            super(Accounts.ROLLING);
        }

        /** Settles. */
        @Actor
        public void settle() {
            line.settle(new Money(7));
        }

        /** Reads. */
        @Actor
        public void read(L_Result r) {
            r.r1 = snapshot();
        }
    }

    /** A snapshot while another line comes and goes in a cell of its own. */
    @JCStressTest
    @Outcome(id = "0 10", expect = ACCEPTABLE, desc = "before or after")
    @Outcome(id = "0 20", expect = ACCEPTABLE, desc = "in between")
    @State
    public static class SnapshotOfCells {
        private final Accounts accounts = new Accounts();
        private final LedgerAccount account = accounts.striped(20);

        /** Reserves. */
        public SnapshotOfCells() {
            accounts.reserve(10, Accounts.NOW, account);
        }

        /** Reserves and releases. */
        @Actor
        public void comeAndGo() {
            accounts.reserved(account).release();
        }

        /** Reads. */
        @Actor
        public void read(L_Result r) {
            r.r1 = snapshot(accounts);
        }
    }

    /** A snapshot while the step that the money was spent in leaves a rolling window. */
    @JCStressTest
    @Outcome(id = "7 0", expect = ACCEPTABLE, desc = "before, or while it leaves")
    @Outcome(id = "0 0", expect = ACCEPTABLE, desc = "after")
    @State
    public static class SnapshotAtRollingStep extends OneLine {
        /** Spends. */
        public SnapshotAtRollingStep() {
            super(Accounts.ROLLING);
            line.settle(new Money(7));
        }

        /** Moves the window on. */
        @Actor
        public void step() {
            accounts.reserve(0, Accounts.LATER, account);
        }

        /** Reads. */
        @Actor
        public void read(L_Result r) {
            r.r1 = snapshot();
        }
    }

    /** The state while a line becomes pending. */
    @JCStressTest
    @Outcome(id = "0 10 0", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "0 0 10", expect = ACCEPTABLE, desc = "after")
    @State
    public static class StateAtLeavePending extends OneLine {
        /** Reserves. */
        public StateAtLeavePending() {
            super(Accounts.HOUR);
        }

        /** Leaves it pending. */
        @Actor
        public void leave() {
            line.leavePending(Accounts.NOW);
        }

        /** Reads. */
        @Actor
        public void read(L_Result r) {
            r.r1 = Accounts.figures(account, Accounts.NOW);
        }
    }

    /** The state right after a line was settled that another thread is just leaving pending. */
    @JCStressTest
    @Outcome(id = "7 0 0", expect = ACCEPTABLE, desc = "settled")
    @State
    public static class StateOfCalendarAfterBoth extends OneLine {
        /** Reserves. */
        public StateOfCalendarAfterBoth() {
            super(Accounts.HOUR);
        }

        /** Leaves it pending. */
        @Actor
        public void leave() {
            line.leavePending(Accounts.NOW);
        }

        /** Settles and reads. */
        @Actor
        public void settle(L_Result r) {
            line.settle(new Money(7));
            r.r1 = Accounts.figures(account, Accounts.NOW);
        }
    }

    /** The same in a rolling window. */
    @JCStressTest
    @Outcome(id = "7 0 0", expect = ACCEPTABLE, desc = "settled")
    @State
    public static class StateOfRollingAfterBoth extends OneLine {
        /** Reserves. */
        public StateOfRollingAfterBoth() {
            super(Accounts.ROLLING);
        }

        /** Leaves it pending. */
        @Actor
        public void leave() {
            line.leavePending(Accounts.NOW);
        }

        /** Settles and reads. */
        @Actor
        public void settle(L_Result r) {
            line.settle(new Money(7));
            r.r1 = Accounts.figures(account, Accounts.NOW);
        }
    }

    /** One reserves from its stripe, another gives the same money back to its own while a third counts the stripes. */
    @JCStressTest
    @Outcome(id = "50", expect = ACCEPTABLE, desc = "before or after")
    @Outcome(id = "51", expect = ACCEPTABLE, desc = "in between")
    @State
    public static class CountWhileMoneyMoves {
        private final Till till = TillStress.striped();
        private volatile boolean taken;

        /** Commits half of the money. */
        public CountWhileMoneyMoves() {
            till.take(50);
        }

        /** Takes. */
        @Actor
        public void taker() {
            till.take(1);
            taken = true;
        }

        /** Gives back what was taken. */
        @Actor
        public void giver() {
            if (taken) {
                till.giveBack(1);
            }
        }

        /** Counts. */
        @Actor
        public void read(J_Result r) {
            r.r1 = till.committed();
        }
    }
}
