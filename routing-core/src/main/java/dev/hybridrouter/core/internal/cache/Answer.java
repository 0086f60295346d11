package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is remembered.
 *
 * @param response what was answered
 * @param target who answered
 * @param cost what it cost; null if that is unknown
 * @param tags labels of the request
 * @param storedNanos when it was remembered
 * @param freshNanos how long from then it is fresh
 */
public record Answer(
        ModelResponse response,
        Target target,
        @Nullable Money cost,
        Map<String, String> tags,
        long storedNanos,
        long freshNanos) {

    /** How long past its time it is; not above zero if it is fresh. */
    public long staleNanos(long nowNanos) {
        return nowNanos - storedNanos - freshNanos;
    }

    /** The same answer, fresh for at most so long. */
    Answer freshAtMost(long nanos) {
        return nanos >= freshNanos ? this : new Answer(response, target, cost, tags, storedNanos, nanos);
    }

    /** What the record of a request says that is answered by it. */
    public CacheUse use(CacheUse.Kind kind, long nowNanos) {
        return CacheUse.answered(kind, Duration.ofNanos(Math.max(0, nowNanos - storedNanos)), cost);
    }
}
