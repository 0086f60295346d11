package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.observe.FallbackMeters;
import dev.hybridrouter.core.internal.observe.MicrometerListener;
import dev.hybridrouter.core.internal.observe.RouterMeters;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Meters of requests, attempts and fallbacks. Installed only where there is a registry. */
public final class MeterFeature implements Feature {
    private final Predicate<OperationType> isKnown;
    private final Function<OperationType, List<Path>> preferredPaths;

    /**
     * Creates the feature.
     *
     * @param isKnown whether an operation type is worth a tag of its own
     * @param preferredPaths the paths of an operation type, preferred first; empty if there is no preference
     */
    public MeterFeature(Predicate<OperationType> isKnown, Function<OperationType, List<Path>> preferredPaths) {
        this.isKnown = isKnown;
        this.preferredPaths = preferredPaths;
    }

    @Override
    public void install(Fitting fitting) {
        Foundation foundation = fitting.foundation();
        RouterMeters meters = Objects.requireNonNull(foundation.meters());
        fitting.onClose(meters::close);
        fitting.listener(new MicrometerListener(meters, isKnown));
        if (foundation.targets().stream().map(Target::path).distinct().count() > 1) {
            fitting.listener(new FallbackMeters(meters, foundation.targets(), preferredPaths));
        }
    }
}
