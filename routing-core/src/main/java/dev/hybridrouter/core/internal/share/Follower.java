package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.flow.AnswerAssembler;
import dev.hybridrouter.core.internal.share.ShareStage.Sharing;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.InFlight;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * A request that reads what another brings: a call of its own kind in progress, a search, or a remembered answer. If that
 * brings none which both must share, it looks again for itself; it never waits beyond its own deadline.
 */
final class Follower implements InFlight, Flight.Follower {
    private final ShareStage stage;
    private final Sharing sharing;
    private final CallContext call;
    private final Sink sink;
    private volatile @Nullable Flight flight;
    private volatile boolean leaving;
    private @Nullable Cancellable timer;
    private int read;
    private boolean opened;
    private boolean over;

    Follower(ShareStage stage, Sharing sharing) {
        this.stage = stage;
        this.sharing = sharing;
        this.call = sharing.call();
        this.sink = sharing.sink();
    }

    /** Reads a flight that it has joined, or that has ended. */
    void follow(Flight joined) {
        flight = joined;
        read = 0;
        call.carriedBy(this);
        if (over) {
            return;
        }
        if (timer == null && joined.end() == null) {
            timer = stage.time()
                    .timer()
                    .schedule(this::deadline, call.remaining(stage.time().now()));
            if (timer == null) {
                cancelled();
                return;
            }
        }
        joined.want(read, wanted());
        advance();
    }

    private long wanted() {
        return call.isStreaming() ? sink.demand() : Long.MAX_VALUE;
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public void flightMoved() {
        call.turn().run(this::advance);
    }

    private void advance() {
        Flight current = flight;
        if (over || leaving || current == null) {
            return;
        }
        boolean caughtUp = !call.isStreaming() || readOn(current);
        if (caughtUp && !over && (current.end() != null || current.isAbandoned())) {
            landed(current, current.end());
        }
    }

    /** Delivers what has come, as far as it is wanted; returns whether that was all. */
    private boolean readOn(Flight current) {
        open(current.servedBy());
        Delta piece = current.piece(read);
        while (piece != null && sink.demand() > 0) {
            read++;
            sink.piece(piece);
            piece = current.piece(read);
        }
        return piece == null;
    }

    private void open(@Nullable TargetId by) {
        if (by != null && !opened) {
            opened = true;
            sink.opened(by);
        }
    }

    private void landed(Flight joined, @Nullable RouteResult end) {
        stopTimer();
        if (call.isStreaming() && joined.piece(read) != null) {
            advance();
        } else if (call.isStreaming() && end instanceof RouteResult.Answered answered && !opened) {
            follow(Flight.landed(answered)); // it came in one piece
        } else {
            RouteResult mine =
                    end == null ? null : FollowerEnds.of(call, end, stage.time().now());
            if (end instanceof RouteResult.Failed failed && opened) {
                mine = FollowerEnds.failed(
                        call, failed.failure(), delivered(), stage.time().now());
            }
            if (mine == null) {
                over = true;
                stage.find(sharing, true);
            } else {
                finish(mine);
            }
        }
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
        return assembler.delivered(call.facts());
    }

    private void finish(RouteResult result) {
        if (!over) {
            over = true;
            stopTimer();
            sink.closed(result);
        }
    }

    private void stopTimer() {
        stage.time().timer().cancel(timer);
        timer = null;
    }

    /** Leaves the flight at once, from any thread; the rest happens within the turn. */
    private void leaveFlight() {
        leaving = true;
        Flight joined = flight;
        if (joined != null) {
            joined.leave(this);
        }
    }

    private void deadline() {
        leaveFlight();
        call.turn()
                .run(() -> leaveWith(
                        ProviderFailure.of(FailureKind.TIMEOUT, "the deadline passed in the middle of the answer"),
                        false));
    }

    private void cancelled() {
        leaveWith(ProviderFailure.of(FailureKind.CANCELLED, "the caller cancelled"), true);
    }

    private void leaveWith(ProviderFailure failure, boolean byCaller) {
        if (over) {
            return;
        }
        leaveFlight();
        long now = stage.time().now();
        if (opened) {
            finish(FollowerEnds.failed(call, failure, delivered(), now));
        } else {
            finish(byCaller ? FollowerEnds.cancelled(call, now) : FollowerEnds.late(call, now));
        }
    }

    @Override
    public void pull() {
        Flight joined = flight;
        if (!over && joined != null) {
            joined.want(read, wanted());
            advance();
        }
    }

    @Override
    public void abort() {
        leaveFlight();
        call.turn().run(this::cancelled);
    }

    @Override
    public void brokeOff(IllegalStateException why) {
        over = true;
        leaveFlight();
        stopTimer();
        sink.brokeOff(why);
    }
}
