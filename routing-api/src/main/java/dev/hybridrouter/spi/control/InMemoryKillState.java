package dev.hybridrouter.spi.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The kill state of routers of one process. */
final class InMemoryKillState implements KillStateStore {
    private static final int OPEN = 100;

    private final Map<KillScope, KillEvent> last = new ConcurrentHashMap<>();

    @Override
    public List<KillEvent> load() {
        return List.copyOf(last.values());
    }

    @Override
    public void save(KillEvent event) {
        if (event.openPercent() == OPEN) {
            last.remove(event.scope());
        } else {
            last.put(event.scope(), event);
        }
    }
}
