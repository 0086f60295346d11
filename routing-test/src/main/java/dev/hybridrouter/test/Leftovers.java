package dev.hybridrouter.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what a test left behind and puts it into words. */
final class Leftovers {
    private Leftovers() {}

    static List<String> of(ManualClock clock, ScriptedProvider provider, Set<Leftover> allowed) {
        List<String> left = new ArrayList<>();
        if (!allowed.contains(Leftover.UNMATCHED_CALLS)) {
            provider.unmatched()
                    .forEach(call -> left.add("\n  a call without script: " + call.kind() + " to " + call.target()));
        }
        if (!allowed.contains(Leftover.CALLS_IN_FLIGHT)) {
            provider.history().stream()
                    .filter(call -> call.state() == ScriptedCall.State.RUNNING)
                    .forEach(call -> left.add("\n  a call in flight: " + call));
        }
        if (!allowed.contains(Leftover.PENDING_TASKS)) {
            clock.nextTaskIn()
                    .ifPresent(next -> left.add("\n  " + clock.pendingTasks()
                            + " tasks waiting in the clock, the next in " + next.toMillis() + " ms"));
        }
        return left;
    }
}
