package dev.hybridrouter.core.ledger;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two threads end the same line of 10; the last figures are what is settled, reserved and pending in the end. */
public final class LineStress {
    private LineStress() {}

    /** A line of 10, alone in its account. */
    private static class OneLine {
        final Accounts accounts;
        final LedgerAccount account;
        final Reservation line;

        OneLine() {
            this(true);
        }

        OneLine(boolean chargeExpired) {
            accounts = new Accounts(chargeExpired);
            account = accounts.open("all", Accounts.HOUR, 10);
            line = accounts.reserved(account);
        }

        String figures() {
            return Accounts.figures(account, Accounts.NOW);
        }
    }

    /** The answer comes while the call is given up. */
    @JCStressTest
    @Outcome(id = "true, false, 7 0 0", expect = ACCEPTABLE, desc = "settled")
    @Outcome(id = "false, true, 0 0 0", expect = ACCEPTABLE, desc = "released")
    @State
    public static class SettleAgainstRelease extends OneLine {
        /** Settles. */
        @Actor
        public void settle(ZZL_Result r) {
            r.r1 = line.settle(new Money(7));
        }

        /** Releases. */
        @Actor
        public void release(ZZL_Result r) {
            r.r2 = line.release();
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = figures();
        }
    }

    /** Two bills. */
    @JCStressTest
    @Outcome(id = "true, false, 7 0 0", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, 12 0 0", expect = ACCEPTABLE, desc = "the second, which is more than was reserved")
    @State
    public static class SettleAgainstSettle extends OneLine {
        /** Settles. */
        @Actor
        public void first(ZZL_Result r) {
            r.r1 = line.settle(new Money(7));
        }

        /** Settles. */
        @Actor
        public void second(ZZL_Result r) {
            r.r2 = line.settle(new Money(12));
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = figures();
        }
    }

    /** The answer comes while the time is up. */
    @JCStressTest
    @Outcome(id = "true, true, 7 0 0", expect = ACCEPTABLE, desc = "pending before it was settled")
    @Outcome(id = "true, false, 7 0 0", expect = ACCEPTABLE, desc = "settled at once")
    @State
    public static class SettleAgainstLeavePending extends OneLine {
        /** Settles. */
        @Actor
        public void settle(ZZL_Result r) {
            r.r1 = line.settle(new Money(7));
        }

        /** Leaves it pending. */
        @Actor
        public void leave(ZZL_Result r) {
            r.r2 = line.leavePending(Accounts.NOW);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = figures();
        }
    }

    /** The connection turns out never to have been made while the time is up. */
    @JCStressTest
    @Outcome(id = "true, true, 0 0 0", expect = ACCEPTABLE, desc = "pending before it was released")
    @Outcome(id = "true, false, 0 0 0", expect = ACCEPTABLE, desc = "released at once")
    @State
    public static class ReleaseAgainstLeavePending extends OneLine {
        /** Releases. */
        @Actor
        public void release(ZZL_Result r) {
            r.r1 = line.release();
        }

        /** Leaves it pending. */
        @Actor
        public void leave(ZZL_Result r) {
            r.r2 = line.leavePending(Accounts.NOW);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = figures();
        }
    }

    /** A pending line is reconciled while the ledger gives it up and charges all. */
    @JCStressTest
    @Outcome(id = "true, true, 7 0 0", expect = ACCEPTABLE, desc = "reconciled")
    @Outcome(id = "false, true, 10 0 0", expect = ACCEPTABLE, desc = "charged")
    @State
    public static class ReconcileAgainstExpiry extends OneLine {
        /** Leaves the line pending. */
        public ReconcileAgainstExpiry() {
            line.leavePending(Accounts.NOW);
        }

        /** Reconciles. */
        @Actor
        public void reconcile(ZZL_Result r) {
            r.r1 = accounts.ledger.reconcile(line.line(), new Money(7));
        }

        /** Reserves nothing, long after. */
        @Actor
        public void expire(ZZL_Result r) {
            r.r2 = accounts.reserve(0, Accounts.LATER);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = figures();
        }
    }

    /** A pending line is settled late while the ledger gives it up and gives all back. */
    @JCStressTest
    @Outcome(id = "true, true, 7 0 0", expect = ACCEPTABLE, desc = "settled")
    @Outcome(id = "false, true, 0 0 0", expect = ACCEPTABLE, desc = "given back")
    @State
    public static class LateSettleAgainstExpiry extends OneLine {
        /** Leaves the line pending. */
        public LateSettleAgainstExpiry() {
            super(false);
            line.leavePending(Accounts.NOW);
        }

        /** Settles. */
        @Actor
        public void settle(ZZL_Result r) {
            r.r1 = line.settle(new Money(7));
        }

        /** Reserves nothing, long after. */
        @Actor
        public void expire(ZZL_Result r) {
            r.r2 = accounts.reserve(0, Accounts.LATER);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = figures();
        }
    }
}
