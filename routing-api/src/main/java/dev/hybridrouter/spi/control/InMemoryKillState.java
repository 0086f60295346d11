package dev.hybridrouter.spi.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.spi.FlowSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The kill state of routers of one process. */
final class InMemoryKillState implements KillStateStore, FlowSource {
    private static final int OPEN = 100;

    private final Map<KillScope, KillEvent> last = new ConcurrentHashMap<>();

    /** {@inheritDoc} Scopes name tenants. */
    @Override
    public List<DataFlow> flows() {
        return List.of(DataFlow.builder(FlowKind.MEMORY, "kill-state", FlowContent.NAMES, FlowContent.FIGURES)
                .recipient("memory of the process")
                .note("as long as a scope of the kill switch is engaged")
                .build());
    }

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
