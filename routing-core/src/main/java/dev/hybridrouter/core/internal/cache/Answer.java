package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is remembered.
 *
 * @param response what was answered
 * @param target who answered
 * @param cost what it cost; null if that is unknown
 * @param askers labels of the requests that asked for it
 * @param life how long it may be given
 */
public record Answer(
        ModelResponse response, Target target, @Nullable Money cost, Askers askers, Life life) {

    /**
     * How long it may be given.
     *
     * @param storedNanos when it was remembered
     * @param freshNanos how long from then it is fresh
     * @param keptNanos how long from then it may be kept, fresh or not; {@link Long#MAX_VALUE} if nobody limits that
     */
    record Life(long storedNanos, long freshNanos, long keptNanos) {}

    /** When it was remembered. */
    public long storedNanos() {
        return life.storedNanos;
    }

    /** How long from then it is fresh. */
    long freshNanos() {
        return life.freshNanos;
    }

    /** How long past its time it is; not above zero if it is fresh. */
    public long staleNanos(long nowNanos) {
        return nowNanos - life.storedNanos - life.freshNanos;
    }

    /** How long it may still be kept; not above zero if it may not. */
    public long leftNanos(long nowNanos) {
        return life.keptNanos == Long.MAX_VALUE ? Long.MAX_VALUE : life.keptNanos - (nowNanos - life.storedNanos);
    }

    /** The same answer, fresh for at most so long, and kept no longer than its request allows. */
    Answer within(long mostFreshNanos, long mostKeptNanos) {
        long kept = Math.min(life.keptNanos, mostKeptNanos);
        long fresh = Math.min(Math.min(life.freshNanos, mostFreshNanos), kept);
        return new Answer(response, target, cost, askers, new Life(life.storedNanos, fresh, kept));
    }

    /** What the record of a request says that is answered by it. */
    public CacheUse use(CacheUse.Kind kind, long nowNanos) {
        return CacheUse.answered(kind, Duration.ofNanos(Math.max(0, nowNanos - life.storedNanos)), cost);
    }
}
