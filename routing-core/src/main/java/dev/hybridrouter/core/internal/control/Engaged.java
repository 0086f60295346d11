package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;

/**
 * A switch that is thrown.
 *
 * @param event what was last done to it
 * @param rejection what it says to those it stops
 */
record Engaged(KillEvent event, Rejection rejection) {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int PERCENT = 100;

    static Engaged by(KillEvent event) {
        String share = event.openPercent() == 0 ? "all" : "all but " + event.openPercent() + " %";
        return new Engaged(
                event,
                Rejection.of(
                        RejectionReason.KILL_SWITCH,
                        "the kill switch stops " + share + " in scope " + event.scope() + " for cause " + event.cause(),
                        "wait until it is opened; KillSwitch.engaged() tells who threw it and why"));
    }

    KillScope scope() {
        return event.scope();
    }

    /** Whether it stops the request of this number; always the same for one number and share. */
    boolean stops(long number) {
        return ((number * GOLDEN_RATIO) >>> Integer.SIZE) % PERCENT >= event.openPercent();
    }
}
