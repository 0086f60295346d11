package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.SharedAnswers;
import dev.hybridrouter.core.internal.cache.SharedTally.Result;
import dev.hybridrouter.spi.erasure.SubjectStore;
import java.util.concurrent.CompletionStage;

/** Has the second level remove answers. It never says what it had, nor what other routers have taken from it. */
record SecondLevelErasure(Answers answers, SharedAnswers shared) implements SubjectStore {
    @Override
    public String place() {
        return "second level of the cache";
    }

    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        return answers.forgetShared(shared, CacheErasure.invalidation(subject))
                .thenApply(result -> ErasedPlace.unknown(
                        place(),
                        0,
                        result == Result.DONE
                                ? "the store has removed what it knew; erase in every router that shares it"
                                : "the store did not confirm; erase again"));
    }
}
