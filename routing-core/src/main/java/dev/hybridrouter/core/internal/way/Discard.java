package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.target.TargetId;

/** The sink of a request that has no caller. */
public final class Discard implements Sink {
    /** Takes everything and keeps nothing. */
    public static final Sink SINK = new Discard();

    private Discard() {}

    @Override
    public void opened(TargetId by) {}

    @Override
    public void piece(Delta piece) {}

    @Override
    public void closed(RouteResult result) {}

    @Override
    public void brokeOff(IllegalStateException why) {}

    @Override
    public long demand() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean leave() {
        return true;
    }
}
