package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.util.Map;
import java.util.Optional;

/**
 * Holds those who are sent a request because of its provider options to what it requires of a target, where the target's adapter
 * reads the options.
 *
 * @param adapters the adapter of each target
 * @param residency what is allowed of those who handle data
 */
public record OptionPlaces(Map<TargetId, ProviderAdapter> adapters, Residency residency) implements Constraint {
    /** Copies the map. */
    public OptionPlaces {
        adapters = Map.copyOf(adapters);
    }

    @Override
    public Optional<Rejection> check(RequestFacts request, TargetView view) {
        Map<Class<? extends ProviderOptions>, Handling> handling = request.optionsHandling();
        return handling.isEmpty() ? Optional.empty() : refusal(request, view, handling);
    }

    private Optional<Rejection> refusal(
            RequestFacts request, TargetView view, Map<Class<? extends ProviderOptions>, Handling> handling) {
        ProviderAdapter adapter = adapters.get(view.target().id());
        return handling.entrySet().stream()
                .filter(entry -> adapter == null || adapter.reads(entry.getKey()))
                .flatMap(entry -> Optional.ofNullable(residency.refusal(request.context(), entry.getValue()))
                        .map(why -> named(entry.getKey(), why))
                        .stream())
                .findFirst();
    }

    private static Rejection named(Class<? extends ProviderOptions> options, Rejection why) {
        return Rejection.of(
                why.reason(),
                "what the request's " + options.getSimpleName() + " add: " + why.detail(),
                "declare their handling, leave them out, or add a target that does not read them");
    }
}
