package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.core.cache.CachePolicy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which answers may be given again: whole ones, that were not blocked, and ask for no tool unless the policy allows that. */
final class Storable {
    private static final Set<StopReason> COMPLETE = Set.of(StopReason.END_TURN, StopReason.STOP_SEQUENCE);

    private Storable() {}

    /** Why an answer may not be given again; null if it may. */
    static @Nullable String refusal(ModelResponse response, CachePolicy policy) {
        StopReason stop = response.stopReason();
        for (Content block : response.content()) {
            if (block instanceof Content.ToolUse) {
                return policy.toolUses() && stop.equals(StopReason.TOOL_USE) ? null : "asks for a tool";
            }
        }
        if (!COMPLETE.contains(stop)) {
            return "stopped by " + stop;
        }
        return response.isEmpty() ? "empty" : null;
    }
}
