package dev.hybridrouter.core.forecast;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When an account reaches its limit, if it does before its window ends. Immutable. */
public final class Exhaustion {
    private final @Nullable Instant likely;
    private final @Nullable Instant earliest;

    Exhaustion(@Nullable Instant likely, @Nullable Instant earliest) {
        this.likely = likely;
        this.earliest = earliest;
    }

    /** When spending goes on as it most likely does; empty if the limit then lasts, or there is none. */
    public Optional<Instant> likely() {
        return Optional.ofNullable(likely);
    }

    /** When spending goes on at the upper end of the band; empty if the limit lasts even then, or there is none. */
    public Optional<Instant> earliest() {
        return Optional.ofNullable(earliest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exhaustion that
                && Objects.equals(likely, that.likely)
                && Objects.equals(earliest, that.earliest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(likely, earliest);
    }

    @Override
    public String toString() {
        return "Exhaustion[likely " + likely + ", earliest " + earliest + "]";
    }
}
