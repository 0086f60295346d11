package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stream waits for while nothing of it is sent: the end of a pause, or room in a quota. Confined to the stream's
 * mailbox.
 */
final class StreamWait {
    private final StreamSession session;
    private final Rooms rooms;
    private final Walk walk;
    private final Consumer<@Nullable Step> proceed;
    private @Nullable Cancellable timer;
    private WaitingLine.@Nullable Ticket waiting;

    /** Creates a wait that goes on with a step, or with null if there is none. */
    StreamWait(StreamSession session, Rooms rooms, Walk walk, Consumer<@Nullable Step> proceed) {
        this.session = session;
        this.rooms = rooms;
        this.walk = walk;
        this.proceed = proceed;
    }

    void pauseBefore(Step step) {
        timer = session.schedule(() -> proceed.accept(step.withoutPause()), step.pauseNanos());
        if (timer == null) {
            proceed.accept(null);
        }
    }

    void forQuota() {
        WaitingLine.Ticket ticket = walk.ticket(room -> session.post(() -> granted(room)));
        waiting = ticket;
        Runnable deadline = () -> {
            if (ticket.equals(waiting)) {
                proceed.accept(null);
            }
        };
        timer = session.schedule(deadline, walk.waitLimit(rooms.now()));
        line().join(ticket);
        if (timer == null) {
            deadline.run();
        }
    }

    /** Room in a quota, for which somebody waited: this stream, unless it has gone on. */
    private void granted(Allowance room) {
        if (waiting == null) {
            room.release(rooms.now());
        } else {
            waiting = null;
            stop();
            proceed.accept(walk.granted(room, rooms.now()));
        }
    }

    void stop() {
        rooms.time().timer().cancel(timer);
        timer = null;
        if (waiting != null) {
            WaitingLine.Ticket ticket = waiting;
            waiting = null;
            line().leave(ticket);
        }
    }

    private WaitingLine line() {
        return Objects.requireNonNull(rooms.headroom()).line();
    }
}
