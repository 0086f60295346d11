package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.flow.Replay;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.core.internal.way.Sink;

/** The answer of a request that leads: it goes to its own caller, to all who follow, and into the cache. */
final class LeadSink implements Sink, Flight.Leader, InFlight {
    private final CallContext call;
    private final Lead lead;
    private final Sink own;
    private boolean opened;

    LeadSink(CallContext call, Lead lead, Sink own) {
        this.call = call;
        this.lead = lead;
        this.own = own;
    }

    @Override
    public void opened(TargetId by) {
        opened = true;
        lead.flight().opened(by);
        own.opened(by);
    }

    @Override
    public void piece(Delta piece) {
        lead.flight().add(piece);
        own.piece(piece);
    }

    /** An answer past its time may stand in for one that failed before anything of it was delivered. */
    @Override
    public void closed(RouteResult result) {
        RouteResult told = opened ? result : lead.insteadOf(result, call);
        lead.landed(told);
        if (call.isStreaming() && told != result && told instanceof RouteResult.Answered spare) {
            own.opened(spare.target());
            Replay.of(spare.response()).forEach(own::piece);
        }
        own.closed(told);
    }

    @Override
    public void brokeOff(IllegalStateException why) {
        lead.brokeOff();
        own.brokeOff(why);
    }

    @Override
    public long demand() {
        return Math.max(own.demand(), lead.flight().unmetDemand());
    }

    @Override
    public boolean leave() {
        return lead.flight().leaderLeaves() && own.leave();
    }

    @Override
    public void pullForOthers() {
        call.turn().run(call::pull);
    }

    @Override
    public void abandon() {
        var unused = call.leave();
    }

    @Override
    public void abort() {} // the run that follows finds that it was cancelled
}
