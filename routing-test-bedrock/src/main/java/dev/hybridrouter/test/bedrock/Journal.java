package dev.hybridrouter.test.bedrock;

import dev.hybridrouter.test.bedrock.EmulatedExchange.Served;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What happened: the last requests, and counters. One lock guards them and is held for nothing else. */
final class Journal {
    static final int CAPACITY = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Served> served = new ConcurrentHashMap<>();
    private final Deque<RecordedRequest> recent = new ArrayDeque<>();
    private long received;
    private long cancelled;
    private int inFlight;

    EmulatedExchange began(RecordedRequest request, int inputTokens) {
        update(() -> {
            if (recent.size() == CAPACITY) {
                recent.removeFirst();
            }
            recent.addLast(request);
            received++;
            inFlight++;
        });
        return new EmulatedExchange(
                this, served.computeIfAbsent(request.modelId(), id -> Served.nothing()), inputTokens);
    }

    /** A request that names no operation is not kept. */
    EmulatedExchange beganUnknown() {
        update(() -> inFlight++);
        return new EmulatedExchange(this, Served.nothing(), 0);
    }

    void ended(boolean byClient) {
        update(() -> {
            inFlight--;
            cancelled += byClient ? 1 : 0;
        });
    }

    /** Forgets the past; exchanges in flight stay counted as such. */
    void clear() {
        update(() -> {
            recent.clear();
            received = 0;
            cancelled = 0;
        });
        served.clear();
    }

    List<RecordedRequest> requests() {
        lock.lock();
        try {
            return List.copyOf(recent);
        } finally {
            lock.unlock();
        }
    }

    long received() {
        return read(() -> received);
    }

    long cancelled() {
        return read(() -> cancelled);
    }

    ServedTokens served(String modelId) {
        return served.getOrDefault(modelId, Served.nothing()).sum();
    }

    long tokens() {
        return served.values().stream().mapToLong(model -> model.output().sum()).sum();
    }

    int inFlight() {
        return Math.toIntExact(read(() -> inFlight));
    }

    boolean awaitReceived(long count, Duration timeout) throws InterruptedException {
        return await(() -> received >= count, timeout);
    }

    boolean awaitIdle(Duration timeout) throws InterruptedException {
        return await(() -> inFlight == 0, timeout);
    }

    private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long read(LongSupplier value) {
        lock.lock();
        try {
            return value.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    private void update(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
