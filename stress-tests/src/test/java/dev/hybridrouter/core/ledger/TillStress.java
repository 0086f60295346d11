package dev.hybridrouter.core.ledger;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJZ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Two threads at one till; the last figure is what is committed in the end. */
public final class TillStress {
    private TillStress() {}

    /** A till of 100 whose money lies partly as credit on the stripe of whichever thread prepared it. */
    static Till striped() {
        Till till = new Till(100);
        till.grow();
        till.take(1);
        till.giveBack(1);
        return till;
    }

    /** Money for one of two. */
    @JCStressTest
    @Outcome(id = "true, false, 10", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, 10", expect = ACCEPTABLE, desc = "the second")
    @State
    public static class LastMoney {
        private final Till till = new Till(10);

        /** Takes all. */
        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = till.take(10);
        }

        /** Takes all. */
        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = till.take(10);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZJ_Result r) {
            r.r3 = till.committed();
        }
    }

    /** Money for one of two, of which a part is credit and has to be called back first. */
    @JCStressTest
    @Outcome(id = "true, false, 90", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, 90", expect = ACCEPTABLE, desc = "the second")
    @State
    public static class LastMoneyInCredit {
        private final Till till = striped();

        /** Takes most. */
        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = till.take(90);
        }

        /** Takes most. */
        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = till.take(90);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZJ_Result r) {
            r.r3 = till.committed();
        }
    }

    /** Money for both while the till grows stripes. */
    @JCStressTest
    @Outcome(id = "true, true, 100", expect = ACCEPTABLE, desc = "both")
    @State
    public static class MoneyForBoth {
        private final Till till = new Till(100);

        /** Takes half. */
        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = till.take(50);
        }

        /** Takes half. */
        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = till.take(50);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZJ_Result r) {
            r.r3 = till.committed();
        }
    }

    /** Money for both, of which a part is credit. */
    @JCStressTest
    @Outcome(id = "true, true, 100", expect = ACCEPTABLE, desc = "both")
    @State
    public static class CreditForBoth {
        private final Till till = striped();

        /** Takes half. */
        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = till.take(50);
        }

        /** Takes half. */
        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = till.take(50);
        }

        /** Counts. */
        @Arbiter
        public void end(ZZJ_Result r) {
            r.r3 = till.committed();
        }
    }

    /** One gives back what the other wants; all of it can be had again afterwards. */
    @JCStressTest
    @Outcome(id = "true, 100, true", expect = ACCEPTABLE, desc = "given back in time")
    @Outcome(id = "false, 40, true", expect = ACCEPTABLE, desc = "refused before")
    @State
    public static class GiveBackAgainstTake {
        private final Till till = striped();

        /** Takes all. */
        public GiveBackAgainstTake() {
            till.take(100);
        }

        /** Gives a part back. */
        @Actor
        public void giver() {
            till.giveBack(60);
        }

        /** Wants it. */
        @Actor
        public void taker(ZJZ_Result r) {
            r.r1 = till.take(60);
        }

        /** Counts, gives all back and takes it again. */
        @Arbiter
        public void end(ZJZ_Result r) {
            r.r2 = till.committed();
            till.giveBack(r.r2);
            r.r3 = till.take(100);
        }
    }

    /** A call costs more than it had reserved; whoever comes later is refused. */
    @JCStressTest
    @Outcome(id = "true, false, 190", expect = ACCEPTABLE, desc = "taken before the bill came")
    @Outcome(id = "false, false, 150", expect = ACCEPTABLE, desc = "refused after it")
    @State
    public static class OverrunAgainstTake {
        private final Till till = striped();

        /** Reserves 10. */
        public OverrunAgainstTake() {
            till.take(10);
        }

        /** Pays 150. */
        @Actor
        public void bill() {
            till.settle(10, 150);
        }

        /** Takes a part of what is left. */
        @Actor
        public void taker(ZZJ_Result r) {
            r.r1 = till.take(40);
        }

        /** Wants more, and counts. */
        @Arbiter
        public void end(ZZJ_Result r) {
            r.r2 = till.take(1);
            r.r3 = till.committed();
        }
    }
}
