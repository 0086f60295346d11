package dev.hybridrouter.core.internal.run;

/**
 * The attempts of one request that are under way, as arrays that are never changed: whoever cancels the request reads them
 * from any thread, and sees them as of some moment.
 */
final class UnderWay {
    static final LiveAttempt[] NONE = {};

    private UnderWay() {}

    static LiveAttempt[] with(LiveAttempt attempt, LiveAttempt[] before) {
        LiveAttempt[] after = new LiveAttempt[before.length + 1];
        System.arraycopy(before, 0, after, 0, before.length);
        after[before.length] = attempt;
        return after;
    }

    static LiveAttempt[] without(LiveAttempt attempt, LiveAttempt[] before) {
        if (before.length == 1) {
            return NONE;
        }
        LiveAttempt[] rest = new LiveAttempt[before.length - 1];
        int count = 0;
        for (LiveAttempt each : before) {
            if (each != attempt) {
                rest[count++] = each;
            }
        }
        return rest;
    }
}
