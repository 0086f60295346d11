package dev.hybridrouter.core;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterListener;
import java.time.Duration;

/** Throws at every callback. */
final class BrokenListener implements RouterListener {
    private final Throwable thrown;

    BrokenListener(Throwable thrown) {
        this.thrown = thrown;
    }

    @Override
    public void requestStarted(RequestFacts request) {
        throw Sneaky.<RuntimeException>hidden(thrown);
    }

    @Override
    public void attemptStarted(RequestFacts request, Target target) {
        throw Sneaky.<RuntimeException>hidden(thrown);
    }

    @Override
    public void firstContent(RequestFacts request, Target target, Duration sinceStart) {
        throw Sneaky.<RuntimeException>hidden(thrown);
    }

    @Override
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        throw Sneaky.<RuntimeException>hidden(thrown);
    }

    @Override
    public void requestEnded(RequestFacts request, RouteResult result) {
        throw Sneaky.<RuntimeException>hidden(thrown);
    }
}
