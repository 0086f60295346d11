package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import java.util.Objects;

/**
 * Meters of the kill switch. Installed only where there is a registry.
 *
 * @param control the switch
 */
public record KillMeterFeature(KillBoard control) implements Feature {
    @Override
    public void install(Fitting fitting) {
        fitting.listener(
                new KillMeters(Objects.requireNonNull(fitting.foundation().meters()), control));
    }
}
