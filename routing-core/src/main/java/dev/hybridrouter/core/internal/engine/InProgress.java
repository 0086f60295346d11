package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.core.internal.feature.Subjects;
import dev.hybridrouter.core.internal.way.CallRegistry;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.erasure.SubjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The requests in progress: they end by their deadlines, and are left to. From now on the cache has nothing to do with them. */
record InProgress(CallRegistry calls, RouterClock clock) implements SubjectStore {
    @Override
    public String place() {
        return "requests in progress";
    }

    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        long longest = calls.forget(context -> Subjects.isOf(subject, context), clock.nanoTime());
        return CompletableFuture.completedFuture(
                longest < 0
                        ? ErasedPlace.clean(place(), 0)
                        : ErasedPlace.leaving(
                                place(),
                                0,
                                "requests until they end",
                                clock.instant().plusNanos(longest)));
    }
}
