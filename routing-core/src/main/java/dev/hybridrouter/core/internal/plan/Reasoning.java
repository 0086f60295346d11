package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.request.ReasoningOrigin;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves reasoning out of what is sent to a model that did not write it, where its caller allows that. */
public final class Reasoning {
    private Reasoning() {}

    /** Whether a request goes to this target without its reasoning. */
    public static boolean isStripped(RequestContext context, Target target) {
        ReasoningOrigin origin = context.reasoningFrom().orElse(null);
        return origin != null && origin.strippable() && origin.isForeignTo(target);
    }

    /** The request without reasoning; null if it has none. */
    public static @Nullable RouteRequest strip(RouteRequest request) {
        List<Message> all = new ArrayList<>(request.messages().size());
        boolean changed = false;
        for (Message message : request.messages()) {
            List<Content> kept = message.content().stream()
                    .filter(block -> !isReasoning(block))
                    .toList();
            boolean same = kept.size() == message.content().size();
            changed |= !same;
            if (same) {
                all.add(message);
            } else if (!kept.isEmpty()) {
                all.add(new Message(message.role(), kept));
            }
        }
        return changed && !all.isEmpty()
                ? request.toBuilder().clearMessages().messages(all).build()
                : null;
    }

    private static boolean isReasoning(Content block) {
        return block instanceof Content.Reasoning || block instanceof Content.RedactedReasoning;
    }
}
