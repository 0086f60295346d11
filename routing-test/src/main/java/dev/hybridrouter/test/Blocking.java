package dev.hybridrouter.test;

/** What a manual clock does when a thread is about to wait for what only the clock may end. */
enum Blocking {
    /** It does not let the thread wait. */
    REFUSED("this thread would wait for ever, because a manual clock moves only when the test advances it"),
    /** It moves until the wait is over. */
    ADVANCES("nothing that this clock runs ends the wait"),
    /** It lets the thread wait. */
    ALLOWED("");

    private final String why;

    Blocking(String why) {
        this.why = why;
    }

    /** Why the thread may not wait, and what the test can do. */
    String refusal(ManualClock clock, boolean inTask) {
        String waiting = clock.nextTaskIn()
                .map(next -> clock.pendingTasks() + " waiting, the next due in " + next.toMillis() + " ms")
                .orElse("none waiting");
        return "route or close would block: "
                + (inTask ? "a task of this clock called it, and others have to wait" : why)
                + " (tasks of the clock: " + waiting + "). Do one of these:"
                + "\n  clock.advancing(): the clock moves automatically while a thread waits"
                + "\n  router.routeAsync(..) in place of route(..), then clock.advance(..)"
                + "\n  clock.allowBlocking(): another thread of the test advances the clock or ends the call";
    }
}
