package dev.hybridrouter.core.internal.run;

/**
 * The attempts of one request that are under way. Changed within the request's turn only; read from any thread, which sees
 * them as of some moment.
 */
final class UnderWay {
    private static final LiveAttempt[] NONE = {};

    private volatile LiveAttempt[] attempts = NONE; // replaced as a whole

    /** All of them; not to be changed. */
    LiveAttempt[] all() {
        return attempts;
    }

    boolean isEmpty() {
        return attempts.length == 0;
    }

    int size() {
        return attempts.length;
    }

    void add(LiveAttempt attempt) {
        LiveAttempt[] before = attempts;
        LiveAttempt[] after = new LiveAttempt[before.length + 1];
        System.arraycopy(before, 0, after, 0, before.length);
        after[before.length] = attempt;
        attempts = after;
    }

    void remove(LiveAttempt attempt) {
        LiveAttempt[] before = attempts;
        if (before.length == 1) {
            attempts = NONE;
            return;
        }
        LiveAttempt[] rest = new LiveAttempt[before.length - 1];
        int count = 0;
        for (LiveAttempt each : before) {
            if (each != attempt) {
                rest[count++] = each;
            }
        }
        attempts = rest;
    }
}
