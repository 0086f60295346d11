package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.target.Handling;
import java.util.List;
import java.util.Optional;

/** Options that send the request to somebody else too. */
record FuzzOptions(Handling of) implements ProviderOptions {
    @Override
    public Optional<List<String>> canonicalForm() {
        return Optional.of(List.of(of.toString()));
    }

    @Override
    public Optional<Handling> handling() {
        return Optional.of(of);
    }
}
