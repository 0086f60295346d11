package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.core.internal.waiting.Place;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run waits for while nothing of it is sent: the end of a pause, or room. It waits for room only as long as the quickest
 * of its targets would nearly always answer in time; what is sent later uses up quota for an answer that comes too late. Confined
 * to the request's turn.
 */
final class Wait {
    private final Run run;
    private final NextAttempt step;
    private @Nullable Cancellable timer;
    private WaitingRoom.@Nullable Ticket<Hold> ticket;

    Wait(Run run, NextAttempt step) {
        this.run = run;
        this.step = step;
    }

    void begin() {
        if (step.isWait()) {
            waitForRoom();
        } else {
            schedule(() -> run.proceed(step.withoutPause()), step.pauseNanos());
        }
    }

    private void waitForRoom() {
        CallContext call = run.call();
        long now = run.kit().time.now();
        Lacks lacks = run.record().lacks();
        List<Place<Hold>> rooms = lacks.rooms();
        long left = call.patience(now);
        long patience = Math.max(0, left - lacks.answerNanos(place -> answerNanos(place, left)));
        WaitingRoom.Ticket<Hold> mine = new WaitingRoom.Ticket<>(
                call.context().tenant(), run.priority(), now + patience, rooms, (index, hold) -> call.turn()
                        .run(() -> granted(rooms.get(index), index, hold)));
        ticket = mine;
        WaitingRoom.Refusal refusal = run.kit().waiting.join(mine);
        if (refusal != null) {
            ticket = null;
            run.record().cannotWait(refusal);
            run.proceed(null);
        } else if (run.isWaitingIn(this)) {
            run.kit().listeners.requestQueued(call.facts(), Duration.ofNanos(patience));
            schedule(() -> run.proceed(null), patience);
        }
    }

    /** What a target needs for nearly every answer; of more than half the time that is left, only what it usually needs. */
    private long answerNanos(int place, long leftNanos) {
        int target = run.call().order()[place];
        boolean streaming = run.call().isStreaming();
        long usual = run.kit().service.usualNanos(target, streaming);
        return Math.max(usual, Math.min(leftNanos / 2, run.kit().service.nearlyAllNanos(target, streaming)));
    }

    /** Room, for which somebody waited: this run, unless it has gone on. */
    private void granted(Place<Hold> room, int index, Hold hold) {
        if (run.isWaitingIn(this)) {
            ticket = null;
            run.granted(room, index, hold);
        } else {
            room.giveBack(hold, run.kit().time.now());
            run.kit().waiting.serve();
        }
    }

    private void schedule(Runnable end, long nanos) {
        timer = run.kit()
                .time
                .timer()
                .schedule(
                        () -> run.call().turn().run(() -> {
                            if (run.isWaitingIn(this)) {
                                end.run();
                            }
                        }),
                        nanos);
        if (timer == null) {
            run.proceed(null);
        }
    }

    void stop() {
        run.kit().time.timer().cancel(timer);
        timer = null;
        WaitingRoom.Ticket<Hold> mine = ticket;
        ticket = null;
        if (mine != null) {
            run.kit().waiting.leave(mine);
        }
    }
}
