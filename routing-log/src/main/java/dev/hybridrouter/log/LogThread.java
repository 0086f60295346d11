package dev.hybridrouter.log;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The one thread that writes a log, which sleeps while nothing happens. It is a daemon. */
public final class LogThread {
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean abandoned;

    /** Creates the thread of that name. */
    public LogThread(String name, Runnable work) {
        thread = new Thread(work, name);
        thread.setDaemon(true);
    }

    /** Starts it. */
    public void start() {
        thread.start();
    }

    /** Whether it is to end as soon as nothing is left to write. */
    public boolean isClosing() {
        return closing;
    }

    /** Whether it is to end now: nobody waits for it any more. */
    public boolean isAbandoned() {
        return abandoned;
    }

    /** Says that it ends, because nothing can be written any more. For the thread itself. */
    public void ends() {
        closing = true;
    }

    /** Wakes it if it sleeps or, in urgent cases, only pauses. */
    public void wake(boolean isUrgent) {
        if (asleep || isUrgent) {
            LockSupport.unpark(thread);
        }
    }

    /** Lets the thread, which calls this, sleep for so long unless there is something to do. */
    public void sleep(long nanos, BooleanSupplier isIdle) {
        asleep = true; // before it looks: who lays something down sees this, or is seen
        if (isIdle.getAsBoolean() && !closing) {
            pause(nanos);
        }
        asleep = false;
    }

    /** Lets the thread, which calls this, pause for so long. */
    public void pause(long nanos) {
        LockSupport.parkNanos(this, nanos);
        if (!abandoned) {
            var unused = Thread.interrupted(); // nobody else has a reason to, and it would close the file
        }
    }

    /** Has the thread end as soon as nothing is left to write, and waits until it has. An interrupt is kept for later. */
    public void end() {
        var unused = end(0);
    }

    /**
     * Has the thread end as soon as nothing is left to write; after so long it is interrupted, out of a disk that hangs, and
     * waited for as long again. An interrupt of the caller is kept for later.
     *
     * @return whether it ended
     */
    public boolean end(Duration patience) {
        return end(Math.max(1, patience.toMillis()));
    }

    private boolean end(long millis) {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = join(millis);
        if (thread.isAlive()) {
            abandoned = true;
            thread.interrupt();
            interrupted |= join(millis);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private boolean join(long millis) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join(millis);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
