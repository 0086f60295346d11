package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.spi.ProviderException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the items of a stream into others, none or several for each. For one thread at a time; what it throws ends the stream. */
public interface StreamFilter<I, O> {
    /** Takes an item and hands on what follows from it. */
    void take(I item, Consumer<O> out);

    /** The stream is whole; hands on what was held back. */
    void end(Consumer<O> out);

    /** What has to be over before it takes more; null if nothing. Cancelled when nobody wants the stream any more. */
    default @Nullable CompletableFuture<?> awaited() {
        return null;
    }

    /** What was awaited is over; hands on what follows from it, or awaits something again. */
    default void resume(Consumer<O> out) {}

    /** The failure of an attempt whose time ends while something is awaited; null if the filter is not to blame. */
    default @Nullable ProviderException late() {
        return null;
    }
}
