package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last gate. The switch is looked at once the way is watched, so that whoever engages it either refuses an attempt or
 * waits until its adapter has it.
 */
public final class KillGate implements Gate {
    private final KillBoard control;

    /** Creates a gate of this switch. */
    public KillGate(KillBoard control) {
        this.control = control;
    }

    @Override
    public @Nullable Hold pass(Draft attempt, long nowNanos) {
        int pass = control.enter();
        boolean passed = false;
        try {
            Rejection stopped = control.refusal(
                    attempt.call().context(), attempt.target(), attempt.call().number());
            if (stopped != null) {
                attempt.refuse(List.of(stopped));
                return null;
            }
            passed = true;
            return new Passage(control, pass);
        } finally {
            if (!passed) {
                control.leave(pass);
            }
        }
    }

    /** The way from here to the adapter. */
    private static final class Passage implements Hold {
        private final KillBoard control;
        private final int pass;
        private boolean left;

        Passage(KillBoard control, int pass) {
            this.control = control;
            this.pass = pass;
        }

        @Override
        public void sent() {
            if (!left) {
                left = true;
                control.leave(pass);
            }
        }

        @Override
        public void release(long nowNanos) {
            sent();
        }
    }
}
