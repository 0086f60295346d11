package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps images and documents that are at an address from targets whose adapter cannot hand them one.
 *
 * @param adapters the adapter of each target
 */
public record MediaPlaces(Map<TargetId, ProviderAdapter> adapters) implements Constraint {
    /** Copies the map. */
    public MediaPlaces {
        adapters = Map.copyOf(adapters);
    }

    @Override
    public Optional<Rejection> check(RequestFacts request, TargetView view) {
        for (String scheme : request.mediaSchemes()) {
            ProviderAdapter adapter = adapters.get(view.target().id());
            if (adapter != null && !adapter.takesMediaAt(view.target(), scheme)) {
                return Optional.of(Rejection.of(
                        RejectionReason.CAPABILITY,
                        "takes no images or documents at " + scheme + " addresses",
                        "send their bytes, or add a target that takes such addresses"));
            }
        }
        return Optional.empty();
    }
}
