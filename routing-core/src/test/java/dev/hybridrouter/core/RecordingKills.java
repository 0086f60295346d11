package dev.hybridrouter.core;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.spi.event.KillSwitchChanged;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.List;

/** Keeps what is told of the kill switch. */
record RecordingKills(List<KillEvent> events) implements RouterListener {
    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof KillSwitchChanged changed) {
            events.add(changed.event());
        }
    }
}
