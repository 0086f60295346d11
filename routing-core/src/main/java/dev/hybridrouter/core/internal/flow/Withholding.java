package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.spi.ProviderException;
import org.jspecify.annotations.Nullable;

/** Stands between an attempt and its adapter, and has guards inspect what came. */
public interface Withholding {
    /** The denial that it is if the attempt's time ends now: a guard is late, not the target. Null if no guard is at it. */
    @Nullable
    ProviderException late();

    /** The same of anything. */
    static @Nullable ProviderException late(@Nullable Object source) {
        return source instanceof Withholding withholding ? withholding.late() : null;
    }
}
