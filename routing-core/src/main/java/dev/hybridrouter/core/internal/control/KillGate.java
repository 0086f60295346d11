package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The last gate. The switch is looked at once the way is watched, so that whoever engages it either refuses an attempt or
 * waits until its adapter has it.
 */
public final class KillGate implements Gate {
    private final KillBoard control;
    private final Passage[] passages;

    /** Creates a gate of this switch. */
    public KillGate(KillBoard control) {
        this.control = control;
        this.passages = IntStream.range(0, DispatchGate.PASSES)
                .mapToObj(pass -> new Passage(control, pass))
                .toArray(Passage[]::new);
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
            return passages[pass];
        } finally {
            if (!passed) {
                control.leave(pass);
            }
        }
    }

    /** The way from here to the adapter, which ends once: it is told of its release, or that the call was sent. */
    private record Passage(KillBoard control, int pass) implements Hold {
        @Override
        public void sent() {
            control.leave(pass);
        }

        @Override
        public void release(long nowNanos) {
            control.leave(pass);
        }
    }
}
