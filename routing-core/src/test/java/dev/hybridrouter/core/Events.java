package dev.hybridrouter.core;

import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.function.Consumer;

/** Listeners to one kind of event. */
final class Events {
    private Events() {}

    static <E extends RouterEvent> RouterListener on(Class<E> kind, Consumer<? super E> action) {
        return event -> {
            if (kind.isInstance(event)) {
                action.accept(kind.cast(event));
            }
        };
    }
}
