package dev.hybridrouter.core.ledger;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import dev.hybridrouter.spi.ledger.LedgerAccount;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two threads reserve 10 in several accounts; the last figures are what is reserved in each in the end. */
public final class ScopesStress {
    private ScopesStress() {}

    /** Two accounts with money for one call each. */
    private static class TwoAccounts {
        final Accounts accounts = new Accounts();
        final LedgerAccount all = accounts.open("all", Accounts.HOUR, 10);
        final LedgerAccount tenant = accounts.open("tenant", Accounts.HOUR, 10);

        boolean reserve(LedgerAccount... from) {
            return accounts.reserve(10, Accounts.NOW, from);
        }

        String reserved() {
            return all.committedNanoUsd(Accounts.NOW) + " " + tenant.committedNanoUsd(Accounts.NOW);
        }
    }

    /** Money for one of two in both accounts. */
    @JCStressTest
    @Outcome(id = "true, false, 10 10", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, 10 10", expect = ACCEPTABLE, desc = "the second")
    @State
    public static class LastMoneyOfBoth extends TwoAccounts {
        /** Wants both. */
        @Actor
        public void first(ZZL_Result r) {
            r.r1 = reserve(all, tenant);
        }

        /** Wants both. */
        @Actor
        public void second(ZZL_Result r) {
            r.r2 = reserve(all, tenant);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = reserved();
        }
    }

    /** One wants the second account's last money only. */
    @JCStressTest
    @Outcome(id = "true, false, 10 10", expect = ACCEPTABLE, desc = "whoever wants both")
    @Outcome(id = "false, true, 0 10", expect = ACCEPTABLE, desc = "whoever wants one; the other's is given back")
    @State
    public static class LastMoneyOfTheSecond extends TwoAccounts {
        /** Wants both. */
        @Actor
        public void both(ZZL_Result r) {
            r.r1 = reserve(all, tenant);
        }

        /** Wants one. */
        @Actor
        public void one(ZZL_Result r) {
            r.r2 = reserve(tenant);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = reserved();
        }
    }

    /** The second account is short, so the first gets everything back. */
    @JCStressTest
    @Outcome(id = "false, true, 10 5", expect = ACCEPTABLE, desc = "nothing is left of the one who failed")
    @Outcome(
            id = "false, false, 0 5",
            expect = ACCEPTABLE_INTERESTING,
            desc = "refused for money that was held for an instant; nothing is lost or overspent")
    @State
    public static class SecondIsShort extends TwoAccounts {
        /** Leaves too little. */
        public SecondIsShort() {
            accounts.reserve(5, Accounts.NOW, tenant);
        }

        /** Wants both. */
        @Actor
        public void both(ZZL_Result r) {
            r.r1 = reserve(all, tenant);
        }

        /** Wants one. */
        @Actor
        public void one(ZZL_Result r) {
            r.r2 = reserve(all);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r3 = reserved();
        }
    }
}
