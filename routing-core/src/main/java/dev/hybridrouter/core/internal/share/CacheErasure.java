package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.CacheBook;
import dev.hybridrouter.core.internal.feature.Subjects;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.spi.erasure.SubjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Erases answers in memory, the vectors of their requests, and the notes of why a tenant's requests missed. */
record CacheErasure(
        Answers answers,
        @Nullable SimilarAnswers similar,
        @Nullable CacheBook book) implements SubjectStore {
    @Override
    public String place() {
        return "cache";
    }

    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        String tenant = subject instanceof Subject.Tenant whole ? whole.name() : null;
        if (similar != null) {
            similar.forget(context -> Subjects.isOf(subject, context), tenant);
        }
        long removed = answers.forget(invalidation(subject));
        if (book != null && tenant != null) {
            book.forget(tenant);
        }
        return CompletableFuture.completedFuture(ErasedPlace.clean(place(), removed));
    }

    static Invalidation invalidation(Subject subject) {
        return subject instanceof Subject.Tag tag
                ? Invalidation.tag(tag.key(), tag.value())
                : Invalidation.tenant(((Subject.Tenant) subject).name());
    }
}
