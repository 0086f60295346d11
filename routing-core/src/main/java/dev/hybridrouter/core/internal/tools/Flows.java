package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.FlowSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is the same of all flows of a kind, whichever feature has them. */
public final class Flows {
    private static final String ANY_TENANT = "tenant:*";
    private static final String ANY_OPERATION = "operation:*";
    private static final List<String> SIDE = List.of(KillScope.everything().key(), ANY_TENANT, ANY_OPERATION);

    private Flows() {}

    /** Returns a flow by side calls, which scopes of paths, adapters and targets do not stop. */
    public static DataFlow.Builder side(FlowKind kind, String name, FlowContent... contents) {
        return DataFlow.builder(kind, name, contents).stoppedBy(SIDE);
    }

    /** Returns a flow by calls of a target. */
    public static DataFlow.Builder to(Target target, FlowKind kind, String name, FlowContent... contents) {
        return DataFlow.builder(kind, name, contents)
                .recipient("through adapter " + target.provider())
                .model(target.model())
                .stoppedBy(List.of(
                        KillScope.everything().key(),
                        KillScope.path(target.path()).key(),
                        KillScope.adapter(target.provider()).key(),
                        KillScope.target(target.id().value()).key(),
                        ANY_TENANT,
                        ANY_OPERATION));
    }

    /** Returns a flow into memory of the process. */
    public static DataFlow.Builder memory(String name, FlowContent... contents) {
        return DataFlow.builder(FlowKind.MEMORY, name, contents).recipient("memory of the process");
    }

    /** Returns what is kept so long, and gone then. */
    public static Handling kept(Duration longest) {
        return Handling.builder().retention(longest).build();
    }

    /** Returns what a component says of itself; unknown if it cannot tell. */
    public static Handling told(Supplier<@Nullable Handling> component) {
        try {
            return Objects.requireNonNullElseGet(component.get(), Handling::unknown);
        } catch (RuntimeException e) { // the gates of its calls take it for unknown too, and say so
            return Handling.unknown();
        }
    }

    /** Returns the flows of a store of the host; if it does not tell, one of which nothing else is known. */
    public static FlowSource of(Object store, String name) {
        if (store instanceof FlowSource source) {
            return source;
        }
        List<DataFlow> unknown = List.of(DataFlow.builder(FlowKind.STORE, name, FlowContent.NAMES, FlowContent.FIGURES)
                .recipient("a store of the host that does not tell")
                .build());
        return () -> unknown;
    }
}
