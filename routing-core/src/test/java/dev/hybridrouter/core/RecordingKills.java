package dev.hybridrouter.core;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.spi.RouterListener;
import java.util.List;

/** Keeps what is told of the kill switch. */
record RecordingKills(List<KillEvent> events) implements RouterListener {
    @Override
    public void killSwitchEvent(KillEvent event) {
        events.add(event);
    }
}
