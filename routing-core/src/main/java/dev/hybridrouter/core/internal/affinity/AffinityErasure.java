package dev.hybridrouter.core.internal.affinity;

import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.spi.erasure.SubjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Erases what is believed of a tenant's prompts. Of users nothing is kept: beginnings of prompts are hashes by tenant. */
record AffinityErasure(PromptHolds holds) implements SubjectStore {
    @Override
    public String place() {
        return "affinity";
    }

    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        long removed = subject instanceof Subject.Tenant tenant ? holds.forget(tenant.name()) : 0;
        return CompletableFuture.completedFuture(ErasedPlace.clean(place(), removed));
    }
}
