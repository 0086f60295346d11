package dev.hybridrouter.core.internal.similar;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.cache.ErrorLimit;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.TimedCall;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.cache.AnswerComparison.Verdict;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Checks would-be hits against true answers, and says whether enough of them were right for hits to be served. Thread-safe. */
final class Checks {
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_HOLDERS = 10_000;

    private final ErrorLimit limit;
    private final GuardedTimer timer;
    private final Tally tally;
    private final Cache<String, HitEvidence> evidence = Caffeine.newBuilder()
            .maximumSize(MOST_HOLDERS)
            .executor(Runnable::run)
            .build();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    Checks(ErrorLimit limit, GuardedTimer timer, Tally tally) {
        this.limit = limit;
        this.timer = timer;
        this.tally = tally;
    }

    private String holder(RequestContext context) {
        return limit.scope() == ErrorLimit.Scope.TENANT ? context.tenant() : "";
    }

    /** Whether it is shown that few enough hits are wrong. */
    boolean areHitsProven(RequestContext context) {
        HitEvidence known = evidence.getIfPresent(holder(context));
        return known != null && known.isServing();
    }

    /** Whether a hit that could be served is checked instead, given a random number from 0 to 1. */
    boolean isDrawn(double chance) {
        return chance < limit.checked();
    }

    /** Compares answers behind the caller's back; not at all while many comparisons are in progress. */
    void compare(RouteRequest request, ModelResponse similar, ModelResponse real) {
        if (places.tryAcquire()) {
            new TimedCall<>(
                            () -> limit.comparison().compare(request, similar, real),
                            new Comparison(holder(request.context())),
                            timer)
                    .begin(ErrorLimit.COMPARISON_LIMIT.toNanos());
        } else {
            tally.count(Tally.Check.UNDECIDED);
        }
    }

    private final class Comparison implements TimedCall.End<Verdict> {
        private final String holder;

        Comparison(String holder) {
            this.holder = holder;
        }

        @Override
        public void brought(@Nullable Verdict verdict) {
            places.release();
            if (verdict == null || verdict == Verdict.UNDECIDED) {
                tally.count(Tally.Check.UNDECIDED);
                return;
            }
            boolean isWrong = verdict == Verdict.DIFFERENT;
            tally.count(isWrong ? Tally.Check.WRONG : Tally.Check.RIGHT);
            evidence.get(holder, name -> new HitEvidence(limit.share(), limit.window()))
                    .add(isWrong);
        }

        @Override
        public void failed(Throwable thrown) {
            places.release();
            tally.count(Tally.Check.UNDECIDED);
            LogEvent.COMPARISON_FAILED
                    .line()
                    .with("cause", thrown.getClass().getName())
                    .thrown(SafeTrace.of(thrown))
                    .log();
        }

        @Override
        public void late() {
            cancelled();
        }

        @Override
        public void cancelled() {
            places.release();
            tally.count(Tally.Check.UNDECIDED);
        }
    }

    /** Drops what was found out about a tenant's hits. */
    void forget(String tenant) {
        evidence.invalidate(tenant);
    }

    /** The upper bound of the share of wrong hits, of the holder for whom it is largest; NaN without checks. */
    double worstBound() {
        return evidence.asMap().values().stream()
                .mapToDouble(HitEvidence::upperBound)
                .max()
                .orElse(Double.NaN);
    }
}
