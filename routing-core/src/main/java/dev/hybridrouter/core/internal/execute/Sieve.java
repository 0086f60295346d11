package dev.hybridrouter.core.internal.execute;

import java.util.function.Consumer;

/** Turns the items of a stream into others, none or several for each. For one thread at a time; what it throws ends the stream. */
interface Sieve<I, O> {
    /** Takes an item and hands on what follows from it. */
    void take(I item, Consumer<O> out);

    /** The stream is whole; hands on what was held back. */
    void end(Consumer<O> out);
}
