package dev.hybridrouter.core.internal.health;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.BreakerPolicy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two threads with the permits of one target, whose breaker opens at the second failure. */
public final class PermitStress {
    private PermitStress() {}

    /** A target and its state. */
    private static class OneTarget {
        static final ProviderFailure DOWN = ProviderFailure.of(FailureKind.UNAVAILABLE, "down");
        static final Target TARGET = Target.builder("t", "p", "m").build();
        static final BreakerPolicy POLICY =
                BreakerPolicy.builder().failures(2).window(2).probes(1).build();
        static final long PROBE_AT = POLICY.probation().toNanos();

        final TargetState target = new TargetState(TARGET, POLICY, 0);

        @Nullable
        Permit enter(long nowNanos) {
            return target.tryAcquire(nowNanos);
        }

        Permit permit(long nowNanos) {
            return Objects.requireNonNull(enter(nowNanos));
        }

        int inFlight() {
            return target.health(false, 0).inFlight();
        }

        /** Lets the breaker open. */
        void open() {
            permit(0).fail(1, DOWN, 0);
            permit(0).fail(1, DOWN, 0);
        }
    }

    /** The answer and the time limit end the same permit, after one failure; two failures would open the breaker. */
    @JCStressTest
    @Outcome(id = "0, false", expect = ACCEPTABLE, desc = "succeeded")
    @Outcome(id = "0, true", expect = ACCEPTABLE, desc = "failed")
    @State
    public static class SucceedAgainstFail extends OneTarget {
        private final Permit permit;

        /** Fails once. */
        public SucceedAgainstFail() {
            permit(0).fail(1, DOWN, 0);
            permit = permit(0);
        }

        /** Ends it. */
        @Actor
        public void succeed() {
            permit.succeed();
        }

        /** Ends it. */
        @Actor
        public void fail() {
            permit.fail(1, DOWN, 0);
        }

        /** Counts. */
        @Arbiter
        public void end(IZ_Result r) {
            r.r1 = inFlight();
            r.r2 = target.isOutOfService(PROBE_AT);
        }
    }

    /** Two ends of one permit are one failure, which does not open the breaker. */
    @JCStressTest
    @Outcome(id = "0, false", expect = ACCEPTABLE, desc = "counted once")
    @State
    public static class FailAgainstFail extends OneTarget {
        private final Permit permit = permit(0);

        /** Ends it. */
        @Actor
        public void first() {
            permit.fail(1, DOWN, 0);
        }

        /** Ends it. */
        @Actor
        public void second() {
            permit.fail(1, DOWN, 0);
        }

        /** Counts. */
        @Arbiter
        public void end(IZ_Result r) {
            r.r1 = inFlight();
            r.r2 = target.isOutOfService(PROBE_AT);
        }
    }

    /** Of two that want to probe one may; its success lets everybody in. */
    @JCStressTest
    @Outcome(id = "true, false, 1 in flight, closed", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, 1 in flight, closed", expect = ACCEPTABLE, desc = "the second")
    @State
    public static class ProbeAgainstProbe extends OneTarget {
        private @Nullable Permit first;
        private @Nullable Permit second;

        /** Opens the breaker. */
        public ProbeAgainstProbe() {
            open();
        }

        /** Wants to enter. */
        @Actor
        public void first(ZZL_Result r) {
            first = enter(PROBE_AT);
            r.r1 = first != null;
        }

        /** Wants to enter. */
        @Actor
        public void second(ZZL_Result r) {
            second = enter(PROBE_AT);
            r.r2 = second != null;
        }

        /** Ends the probe. */
        @Arbiter
        public void end(ZZL_Result r) {
            int inFlight = inFlight();
            Permit probe = first != null ? first : Objects.requireNonNull(second);
            probe.succeed();
            r.r3 = inFlight + " in flight, " + (target.isOutOfService(PROBE_AT) ? "open" : "closed");
        }
    }

    /** A probe fails while another wants to enter: later probes wait for longer, and find the way free. */
    @JCStressTest
    @Outcome(id = "false, false, probed later", expect = ACCEPTABLE, desc = "the other is kept away")
    @State
    public static class FailedProbeAgainstProbe extends OneTarget {
        private final Permit probe;

        /** Opens the breaker and enters as its probe. */
        public FailedProbeAgainstProbe() {
            open();
            probe = permit(PROBE_AT);
        }

        /** Ends it. */
        @Actor
        public void fail() {
            probe.fail(1, DOWN, PROBE_AT);
        }

        /** Wants to enter. */
        @Actor
        public void enter(ZZL_Result r) {
            r.r1 = enter(PROBE_AT) != null;
        }

        /** Wants to enter at once, and later. */
        @Arbiter
        public void end(ZZL_Result r) {
            r.r2 = enter(PROBE_AT) != null;
            r.r3 = enter(PROBE_AT * 4) == null ? "stuck" : "probed later";
        }
    }
}
