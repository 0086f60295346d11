package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.spi.erasure.SubjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Erases how long a tenant's answers are. Of users nothing is kept. */
record LengthsErasure(MaxTokensSizer sizer) implements SubjectStore {
    @Override
    public String place() {
        return "lengths of answers";
    }

    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        long removed = subject instanceof Subject.Tenant tenant ? sizer.forget(tenant.name()) : 0;
        return CompletableFuture.completedFuture(ErasedPlace.clean(place(), removed));
    }
}
