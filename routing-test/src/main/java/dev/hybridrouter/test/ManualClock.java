package dev.hybridrouter.test;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock and scheduler that stand still until a test moves them. One object serves as the router's clock and scheduler,
 * as {@link java.time.Clock}, as {@link ScheduledExecutorService}, and by {@code clock::nanoTime} as the ticker of a
 * cache or the clock of a meter registry.
 *
 * <p>{@link #advance} runs what falls due on the calling thread, in order of due time and, where that is equal, of
 * scheduling; while a task runs, the clock shows its due time. Thread-safe: any thread may read, schedule and cancel;
 * threads that advance at the same time take turns.
 *
 * <p>A thread that blocks until the router has an answer, in {@code route} or in {@code close} with grace, cannot move the clock
 * meanwhile. Where it would have to wait, the call fails at once with an {@link AssertionError} that tells what it waits for,
 * unless the clock is {@link #advancing()} or {@link #allowBlocking()}.
 *
 * <pre>{@code
 * ManualClock clock = ManualClock.create();
 * clock.schedule(() -> seen.add("late"), Duration.ofSeconds(2).toNanos());
 * clock.advance(Duration.ofSeconds(3));
 * }</pre>
 */
public final class ManualClock implements RouterClock, TaskScheduler {
    private static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    private final Instant start;
    private final ReentrantLock turn = new ReentrantLock();
    private final Object lock = new Object();
    private final TreeSet<Task> tasks = new TreeSet<>(); // guarded by lock
    private long nextNumber; // guarded by lock
    private volatile long nanos;
    private volatile Blocking blocking = Blocking.REFUSED;

    private ManualClock(Instant start) {
        this.start = start;
    }

    /** Returns a clock that stands at the first instant of 2026, UTC. */
    public static ManualClock create() {
        return new ManualClock(DEFAULT_START);
    }

    /** Returns a clock that stands at this instant. */
    public static ManualClock startingAt(Instant start) {
        return new ManualClock(Check.notNull(start, "clock.start"));
    }

    /**
     * Lets the clock move automatically while a thread waits for the router: from one due task to the next, until the wait is
     * over. Retry pauses, scripted latencies and deadlines then pass in no time. Everything else still moves it only by
     * {@link #advance}. For providers on this clock: it would run past the deadline of a call that a real connection answers.
     *
     * @return this clock
     */
    public ManualClock advancing() {
        blocking = Blocking.ADVANCES;
        return this;
    }

    /**
     * Lets threads wait for the router, for tests in which another thread ends the wait: it advances this clock, ends a scripted
     * call, or reads the answer from a real connection. Such a test hangs if no thread does.
     *
     * @return this clock
     */
    public ManualClock allowBlocking() {
        blocking = Blocking.ALLOWED;
        return this;
    }

    /** Nanoseconds since the clock was created. */
    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos);
    }

    /** How far the clock was moved since it was created. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /** Returns a view of this clock in UTC. */
    public Clock asClock() {
        return new ClockView(this, ZoneOffset.UTC);
    }

    /**
     * Returns a new executor whose tasks run when this clock is advanced, those without delay too. Shutting it down
     * leaves the clock as it is.
     */
    public ScheduledExecutorService scheduledExecutor() {
        return new ManualExecutor(this);
    }

    /** {@inheritDoc} A task without delay runs at the next {@link #advance}, which may be one by zero. */
    @Override
    public Cancellable schedule(Runnable task, long delayNanos) {
        Check.notNull(task, "clock.task");
        synchronized (lock) {
            Task scheduled = new Task(due(delayNanos), nextNumber++, task);
            tasks.add(scheduled);
            return () -> remove(scheduled);
        }
    }

    /**
     * Moves the clock and runs what falls due on the way, tasks that tasks schedule included. Where a task throws, the
     * clock stays at its due time and the exception is thrown here.
     *
     * @param duration how far; zero runs what is due now
     * @throws IllegalStateException if a task calls it
     */
    public void advance(Duration duration) {
        long step = Check.notNegative(duration, "clock.duration").toNanos();
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("advance: called by a task (expected: called by the test)");
        }
        turn.lock();
        try {
            long end = Math.addExact(nanos, step);
            for (Task task = poll(end); task != null; task = poll(end)) {
                task.action.run();
            }
            nanos = end;
        } finally {
            turn.unlock();
        }
    }

    /**
     * {@inheritDoc} This one throws, unless it is {@link #advancing()} or {@link #allowBlocking()}.
     *
     * @throws AssertionError if the thread would wait for ever; an error, because services catch exceptions
     */
    @Override
    public void beforeBlocking(Future<?> awaited) {
        if (blocking == Blocking.ADVANCES && !turn.isHeldByCurrentThread()) {
            advanceUntil(awaited);
        }
        if (blocking != Blocking.ALLOWED && !awaited.isDone()) {
            throw new AssertionError(blocking.refusal(this, turn.isHeldByCurrentThread()));
        }
    }

    private void advanceUntil(Future<?> awaited) {
        turn.lock();
        try {
            for (Task task = next(awaited); task != null; task = next(awaited)) {
                task.action.run();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Number of tasks that wait to run. */
    public int pendingTasks() {
        synchronized (lock) {
            return tasks.size();
        }
    }

    /** How far the clock must be moved for the next task to run; empty if none waits. */
    public Optional<Duration> nextTaskIn() {
        synchronized (lock) {
            return tasks.isEmpty() ? Optional.empty() : Optional.of(Duration.ofNanos(tasks.first().due - nanos));
        }
    }

    @Override
    public String toString() {
        return "ManualClock[" + instant() + ", " + pendingTasks() + " tasks]";
    }

    private @Nullable Task next(Future<?> awaited) {
        return awaited.isDone() ? null : poll(Long.MAX_VALUE - 1); // what is due at the end of time never is
    }

    private long due(long delayNanos) {
        long room = Long.MAX_VALUE - nanos;
        return nanos + Math.min(room, Math.max(0, delayNanos));
    }

    private void remove(Task task) {
        synchronized (lock) {
            tasks.remove(task);
        }
    }

    /** Takes the next task due by {@code end} and moves the clock to its due time. */
    private @Nullable Task poll(long end) {
        synchronized (lock) {
            if (tasks.isEmpty() || tasks.first().due > end) {
                return null;
            }
            Task task = tasks.first();
            tasks.remove(task);
            nanos = Math.max(nanos, task.due);
            return task;
        }
    }

    /** A task at its place in the order. */
    private record Task(long due, long number, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return due == other.due ? Long.compare(number, other.number) : Long.compare(due, other.due);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Task that && number == that.number;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}
