package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rest of a request's way: the next stage and those behind it. Immutable. */
public final class Chain {
    private final @Nullable Stage stage;
    private final @Nullable Chain rest;

    private Chain(@Nullable Stage stage, @Nullable Chain rest) {
        this.stage = stage;
        this.rest = rest;
    }

    /** Returns the way through these stages, in this order. */
    public static Chain of(List<Stage> stages) {
        Chain chain = new Chain(null, null);
        for (int i = stages.size() - 1; i >= 0; i--) {
            chain = new Chain(stages.get(i), chain);
        }
        return chain;
    }

    /** Hands a request to the next stage. */
    public void proceed(CallContext call, Sink sink) {
        if (stage == null || rest == null) {
            throw new IllegalStateException("the last stage handed a request on (expected: a stage that ends it)");
        }
        stage.enter(call, sink, rest);
    }

    /** Lets each stage say what it would do with a request, up to the one that would end it; returns why, or null. */
    public @Nullable Rejection preview(CallContext call) {
        if (stage == null || rest == null) {
            return null;
        }
        Rejection end = stage.preview(call);
        return end != null ? end : rest.preview(call);
    }
}
