package dev.hybridrouter.mcp;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Text that came in pieces and was not asked for yet. However many pieces there were, it is one, so that a server's small
 * pieces, or signs of life without text, take no more memory than their text. Thread-safe.
 */
final class StreamedText {
    private final ReentrantLock lock = new ReentrantLock();
    private StringBuilder text = new StringBuilder();
    private boolean waiting;

    /** Adds a piece, which may be empty. */
    void add(String piece) {
        lock.lock();
        try {
            text.append(piece);
            waiting = true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all of it; null if no piece was added since it was last taken. */
    @Nullable
    String take() {
        lock.lock();
        try {
            if (!waiting) {
                return null;
            }
            String taken = text.toString();
            text = new StringBuilder(); // which lets go of its memory
            waiting = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    boolean isWaiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }
}
