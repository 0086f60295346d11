package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.flow.AnswerAssembler;
import dev.hybridrouter.core.internal.flow.Mailbox;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that the cache may serve: it replays a remembered answer, follows an identical stream in progress, or leads one
 * of its own. Everything happens in its mailbox, one thing at a time.
 */
final class StreamFollower implements Flow.Subscription, InFlight, Flight.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFollower.class);

    private final SharedCalls shared;
    private final Ask ask;
    private final CacheKey key;
    private final Outlet outlet;
    private final Mailbox mailbox = new Mailbox(this::crashed);
    private volatile @Nullable Flight flight;
    private volatile @Nullable StreamSession own;
    private @Nullable Cancellable timer;
    private int read;
    private volatile boolean leaving;
    private boolean opened;
    private boolean ended;

    StreamFollower(SharedCalls shared, Ask ask, Flow.Subscriber<? super StreamEvent> subscriber) {
        this.shared = shared;
        this.ask = ask;
        this.key = shared.key(ask);
        this.outlet = new Outlet(subscriber);
    }

    void start() {
        mailbox.post(() -> {
            shared.rooms().listeners().requestStarted(ask.facts());
            outlet.open(this);
            if (!ended) {
                shared.board(ask, key, this, false);
            }
        });
    }

    /** Makes a call of its own, with the same outlet: from now on everything is the session's. */
    void lead(Walk walk) {
        StreamSession session = new StreamSession(shared.rooms(), walk, outlet, shared.calls());
        own = session;
        session.takeOver();
        shared.calls().remove(this);
    }

    void follow(Flight joined) {
        flight = joined;
        if (leaving) {
            joined.leave(this);
        }
        read = 0;
        if (timer == null && joined.end() == null) {
            timer = shared.rooms().time().timer().schedule(this::deadline, ask.remaining(now()));
        }
        boolean limited = timer != null || joined.end() != null;
        if (shared.calls().add(this) && limited) {
            joined.want(read, outlet.unmetDemand());
            advance();
        } else {
            cancelled();
        }
    }

    @Override
    public void flightMoved() {
        mailbox.post(this::advance);
    }

    private void advance() {
        Flight current = flight;
        if (ended || leaving || own != null || current == null) {
            return;
        }
        open(current.servedBy());
        Delta piece = current.piece(read);
        while (piece != null && outlet.unmetDemand() > 0) {
            read++;
            outlet.offer(new StreamEvent.Content(piece));
            piece = current.piece(read);
        }
        if (piece == null && !ended && (current.end() != null || current.isAbandoned())) {
            landed(current, current.end());
        }
    }

    private void open(@Nullable TargetId by) {
        if (by != null && !opened) {
            opened = true;
            outlet.offer(new StreamEvent.Opened(by));
        }
    }

    private void landed(Flight joined, @Nullable RouteResult end) {
        stop();
        if (joined.piece(read) != null) {
            advance();
        } else if (end instanceof RouteResult.Answered answered && !opened) {
            follow(Flight.landed(answered)); // it came in one piece
        } else {
            RouteResult mine = end == null ? null : FollowerEnds.of(ask, end, now());
            if (end instanceof RouteResult.Failed failed && opened) {
                mine = FollowerEnds.failed(ask, failed.failure(), delivered(), now());
            }
            if (mine == null) {
                flight = null;
                shared.board(ask, key, this, true);
            } else {
                finish(mine);
            }
        }
    }

    private long now() {
        return shared.rooms().now();
    }

    private ModelResponse delivered() {
        AnswerAssembler assembler = new AnswerAssembler();
        Flight joined = flight;
        for (int i = 0; joined != null && i < read; i++) {
            Delta piece = joined.piece(i);
            if (piece != null) {
                assembler.add(piece);
            }
        }
        return assembler.delivered(ask.facts().input().characters());
    }

    void finish(RouteResult result) {
        if (!ended) {
            ended = true;
            stop();
            shared.finished(ask, result);
            shared.calls().remove(this);
            outlet.offer(new StreamEvent.Closed(result));
        }
    }

    private void stop() {
        shared.rooms().time().timer().cancel(timer);
        timer = null;
    }

    /** Leaves the flight at once, however long the subscriber takes to return; the rest happens after that. */
    private void leaveFlight() {
        leaving = true;
        Flight joined = flight;
        if (joined != null) {
            joined.leave(this);
        }
    }

    private void deadline() {
        leaveFlight();
        mailbox.post(this::late);
    }

    private void late() {
        leaveWith(ProviderFailure.of(FailureKind.TIMEOUT, "the deadline passed in the middle of the answer"), false);
    }

    private void cancelled() {
        leaveWith(ProviderFailure.of(FailureKind.CANCELLED, "the caller cancelled"), true);
    }

    private void leaveWith(ProviderFailure failure, boolean byCaller) {
        Flight joined = flight;
        if (ended || own != null) {
            return;
        }
        if (joined != null) {
            joined.leave(this);
        }
        finish(
                opened
                        ? FollowerEnds.failed(ask, failure, delivered(), now())
                        : byCaller ? FollowerEnds.cancelled(ask, now()) : FollowerEnds.late(ask, now()));
    }

    @Override
    public void request(long n) {
        StreamSession session = own;
        if (session != null) {
            session.request(n);
        } else {
            mailbox.post(() -> requested(n));
        }
    }

    private void requested(long n) {
        Flight joined = flight;
        if (own != null) {
            request(n);
        } else if (n <= 0) {
            outlet.breakOff(new IllegalArgumentException("request: " + n + " (expected: >= 1)"));
            cancelled();
        } else {
            outlet.request(n);
            if (joined != null) {
                joined.want(read, outlet.unmetDemand());
                advance();
            }
        }
    }

    @Override
    public void cancel() {
        end(StreamSession::cancel, () -> {
            outlet.shut();
            cancelled();
        });
    }

    @Override
    public void abort() {
        end(StreamSession::abort, this::cancelled);
    }

    private void end(Consumer<StreamSession> led, Runnable followed) {
        StreamSession session = own;
        if (session != null) {
            led.accept(session);
            return;
        }
        leaveFlight();
        mailbox.post(() -> {
            StreamSession since = own;
            if (since != null) {
                led.accept(since);
            } else {
                followed.run();
            }
        });
    }

    /** A task threw: the caller's subscriber, or a bug here. Either way nothing more can be delivered. */
    private void crashed(Throwable e) {
        StreamSession session = own;
        if (outlet.hasThrown()) {
            LOG.atWarn().setCause(SafeTrace.of(e)).log("A stream was cancelled because its subscriber threw");
            outlet.shut();
        } else {
            outlet.breakOff(Failures.brokeOff(e));
        }
        if (session != null) {
            session.cancel();
        } else {
            cancelled();
        }
    }
}
