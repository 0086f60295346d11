package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.internal.Check;

/** The kill switch was engaged, or opened by a stage. Reported one at a time, in the order in which it took effect. */
public final class KillSwitchChanged implements RouterEvent {
    private final KillEvent event;

    private KillSwitchChanged(KillEvent event) {
        this.event = event;
    }

    /**
     * Returns the event of a kill switch.
     *
     * @param event what was done to which switch
     */
    public static KillSwitchChanged of(KillEvent event) {
        return new KillSwitchChanged(Check.notNull(event, "killSwitchChanged.event"));
    }

    /** Returns what was done to which switch. */
    public KillEvent event() {
        return event;
    }

    @Override
    public String toString() {
        return "KillSwitchChanged[" + event + "]";
    }
}
