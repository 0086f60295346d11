package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.CacheBook;
import dev.hybridrouter.core.internal.cache.SecondLevelMeters;
import dev.hybridrouter.core.internal.cache.SharedAnswers;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.internal.observe.RouterMeters;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.core.internal.similar.SimilarMeters;
import dev.hybridrouter.core.internal.way.Time;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cache: answers are remembered, and identical requests in progress share a call. */
public final class CacheFeature implements Feature {
    private static final String CACHE_NAME = "hybridrouter";

    private final CachePolicy policy;

    /** Creates the feature of this policy. */
    public CacheFeature(CachePolicy policy) {
        this.policy = policy;
    }

    @Override
    public void install(Fitting fitting) {
        Foundation foundation = fitting.foundation();
        Time time = foundation.time();
        CacheBook book = policy.explainedMisses() == 0 ? null : new CacheBook(policy.explainedMisses());
        if (book != null) {
            fitting.listener(book);
        }
        SharedAnswers shared = policy.secondLevel()
                .map(second ->
                        new SharedAnswers(second, policy, time.clock(), foundation.sideCalls(), foundation.targets()))
                .orElse(null);
        Answers answers = new Answers(policy, time, shared, book);
        fitting.onClose(answers::close);
        SimilarAnswers similar = policy.semantic()
                .map(semantic -> new SimilarAnswers(semantic, answers, time, foundation.sideCalls()))
                .orElse(null);
        SharedAnswerPool pool = new SharedAnswerPool(answers, foundation.targets(), similar, foundation::check, time);
        fitting.stage(Order.OfStage.SHARE, new ShareStage(pool, foundation.arrivals(), time));
        fitting.cache(answers);
        fitting.flows(new CacheFlows(policy));
        if (shared != null) {
            fitting.subjectStore(new SecondLevelErasure(answers, shared));
        }
        fitting.subjectStore(new CacheErasure(answers, similar, book));
        if (foundation.meters() != null) {
            install(foundation.meters(), answers, shared, similar);
        }
    }

    private static void install(
            RouterMeters meters, Answers answers, @Nullable SharedAnswers shared, @Nullable SimilarAnswers similar) {
        CaffeineCacheMetrics.monitor(meters.registry(), answers.caffeine(), CACHE_NAME, List.of(meters.router()));
        if (shared != null) {
            SecondLevelMeters.register(meters, shared.tally());
        }
        if (similar != null) {
            SimilarMeters.register(meters, similar);
        }
    }
}
