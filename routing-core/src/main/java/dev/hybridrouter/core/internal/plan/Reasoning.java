package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.request.ReasoningOrigin;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Leaves reasoning out of what is sent to a model that did not write it, where its caller allows that. */
public final class Reasoning {
    private Reasoning() {}

    /** Whether a request goes to this target without its reasoning. */
    public static boolean isStripped(RequestContext context, Target target) {
        ReasoningOrigin origin = context.reasoningFrom().orElse(null);
        return origin != null && origin.strippable() && origin.isForeignTo(target);
    }

    /**
     * The request without reasoning; null if it has none. Turns that come to stand side by side because the one between them
     * said nothing else become one, since models want roles to alternate. Something is always left: a request begins with a
     * user, who does not reason.
     */
    public static @Nullable RouteRequest strip(RouteRequest request) {
        List<Message> all = new ArrayList<>(request.messages().size());
        boolean changed = false;
        boolean dropped = false;
        for (Message message : request.messages()) {
            List<Content> kept = message.content().stream()
                    .filter(block -> !isReasoning(block))
                    .toList();
            boolean same = kept.size() == message.content().size();
            changed |= !same;
            if (kept.isEmpty()) {
                dropped = true;
                continue;
            }
            Message turn = same ? message : new Message(message.role(), kept);
            if (dropped && all.get(all.size() - 1).role() == turn.role()) {
                turn = joined(all.remove(all.size() - 1), turn);
            }
            all.add(turn);
            dropped = false;
        }
        return changed ? request.toBuilder().clearMessages().messages(all).build() : null;
    }

    private static Message joined(Message first, Message second) {
        return new Message(
                first.role(),
                Stream.concat(first.content().stream(), second.content().stream())
                        .toList());
    }

    private static boolean isReasoning(Content block) {
        return block instanceof Content.Reasoning || block instanceof Content.RedactedReasoning;
    }
}
