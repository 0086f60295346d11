package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.way.CallContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Budgets that write down what they were asked. */
final class RecordingMoney implements SideMoney {
    final List<String> events = new CopyOnWriteArrayList<>();
    private boolean empty;

    void empty() {
        empty = true;
    }

    @Override
    public @Nullable SideHold hold(CallContext call, @Nullable Money ceiling) {
        if (empty || ceiling == null) {
            events.add("short");
            return null;
        }
        events.add("held " + ceiling.nanoUsd());
        return new SideHold() {
            @Override
            public SideCost settle(@Nullable Money reported) {
                Money cost = reported == null ? ceiling : reported;
                events.add("settled " + cost.nanoUsd());
                return SideCost.known(cost);
            }

            @Override
            public void release() {
                events.add("released");
            }

            @Override
            public SideCost leavePending() {
                events.add("pending");
                return SideCost.pending(ceiling);
            }
        };
    }
}
