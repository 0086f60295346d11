package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that wait for room in a quota, in order of arrival. Each may be content with one of several buckets; whoever comes
 * later never takes from a bucket what an earlier one waits for, so that large calls do not starve. No thread waits: the
 * line is served whenever a call ends, and when time alone has brought room. Thread-safe.
 */
public final class WaitingLine {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingLine.class);

    private final int buckets;
    private final RouterClock clock;
    private final GuardedTimer alarm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Ticket> tickets = new LinkedHashSet<>(); // guarded by lock
    private final AtomicInteger rounds = new AtomicInteger(); // asked for; whoever raises it from 0 serves them all
    private volatile boolean empty = true;
    private @Nullable Cancellable timer; // of whoever serves

    /** An empty line for so many buckets. */
    WaitingLine(int buckets, RouterClock clock, GuardedTimer alarm) {
        this.buckets = buckets;
        this.clock = clock;
        this.alarm = alarm;
    }

    /** A place in the line. */
    public static final class Ticket {
        private final List<Claim> claims;
        private final Consumer<Allowance> granted;

        /**
         * Creates a ticket.
         *
         * @param claims what the call would be content with, the most wanted first; at least one
         * @param granted what to do with the first that has room, at most once
         */
        public Ticket(List<Claim> claims, Consumer<Allowance> granted) {
            this.claims = List.copyOf(claims);
            this.granted = granted;
        }
    }

    private record Grant(Ticket ticket, Allowance allowance) {}

    /** Adds a ticket at the end; it may be served at once. */
    public void join(Ticket ticket) {
        lock.lock();
        try {
            tickets.add(ticket);
            count(ticket, 1);
        } finally {
            lock.unlock();
        }
        serve();
    }

    /** Takes a ticket out, unless it was served. */
    public void leave(Ticket ticket) {
        boolean left;
        lock.lock();
        try {
            left = tickets.remove(ticket);
            if (left) {
                count(ticket, -1);
            }
        } finally {
            lock.unlock();
        }
        if (left) {
            round();
        }
    }

    private void count(Ticket ticket, int more) {
        ticket.claims.forEach(claim -> claim.bucket().await(more));
        empty = tickets.isEmpty();
    }

    /** Serves whom there is room for. */
    void serve() {
        if (!empty) {
            round();
        }
    }

    /** One thread serves at a time; what is asked for meanwhile, it serves as well, and no stack grows. */
    private void round() {
        if (rounds.getAndIncrement() > 0) {
            return;
        }
        int asked = 1;
        while (asked > 0) {
            List<Grant> grants = new ArrayList<>();
            wakeIn(admit(grants));
            grants.forEach(WaitingLine::hand);
            asked = rounds.addAndGet(-asked);
        }
    }

    private static void hand(Grant grant) {
        try {
            grant.ticket.granted.accept(grant.allowance);
        } catch (Throwable e) { // would stop the line for all others
            LOG.atError().setCause(SafeTrace.of(e)).log("A call that waited for quota broke as it went on");
        }
    }

    /** Admits from the head of the line; returns when to look again, in nanoseconds. */
    private long admit(List<Grant> grants) {
        long now = clock.nanoTime();
        long wake = QuotaRefusal.FOREVER;
        Set<Bucket> full = Collections.newSetFromMap(new IdentityHashMap<>());
        lock.lock();
        try {
            for (Iterator<Ticket> all = tickets.iterator(); all.hasNext() && full.size() < buckets; ) {
                Ticket ticket = all.next();
                for (Claim claim : ticket.claims) {
                    if (full.contains(claim.bucket())) {
                        continue;
                    }
                    QuotaAdmission admission = claim.admit(now);
                    if (admission instanceof QuotaHold hold) {
                        grants.add(new Grant(ticket, new Allowance(claim, hold)));
                        all.remove();
                        count(ticket, -1);
                        break;
                    }
                    full.add(claim.bucket());
                    wake = Math.min(wake, ((QuotaRefusal) admission).waitNanos());
                }
            }
        } finally {
            lock.unlock();
        }
        return wake;
    }

    private void wakeIn(long nanos) {
        alarm.cancel(timer);
        timer = nanos == QuotaRefusal.FOREVER ? null : alarm.schedule(this::round, nanos);
    }
}
