package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import java.util.List;
import java.util.Map;

/**
 * What a cache did for the requests of one operation type.
 *
 * @param operation the operation type; {@code OTHER} stands for those beyond the first hundred
 * @param uses number of requests by what it did; what it never did may be absent
 * @param causes why it knew no answer, the most frequent first. Requests that ended before anything was tried for them
 *     alone are missing here, so that the sum may be less than {@link #misses()}
 */
public record OperationUse(OperationType operation, Map<CacheUse.Kind, Long> uses, List<MissCount> causes) {
    /** Copies the collections. */
    public OperationUse {
        Check.notNull(operation, "operationUse.operation");
        uses = Check.copy(uses, "operationUse.uses");
        causes = Check.copy(causes, "operationUse.causes");
    }

    /** Requests that asked the cache. */
    public long requests() {
        return answered() + misses();
    }

    /** Requests that were answered without a call of their own. */
    public long answered() {
        return hits() + joins() + stale();
    }

    /** Requests that got a remembered answer in its time. */
    public long hits() {
        return count(CacheUse.Kind.HIT) + count(CacheUse.Kind.SIMILAR);
    }

    /** Requests that shared the answer of one in progress. */
    public long joins() {
        return count(CacheUse.Kind.JOINED);
    }

    /** Requests that got an answer past its time. */
    public long stale() {
        return count(CacheUse.Kind.STALE) + count(CacheUse.Kind.STALE_IF_ERROR);
    }

    /** Requests for which it knew no answer. */
    public long misses() {
        return count(CacheUse.Kind.MISSED);
    }

    /** Requests that did not ask it. */
    public long unasked() {
        return count(CacheUse.Kind.NONE);
    }

    private long count(CacheUse.Kind kind) {
        return uses.getOrDefault(kind, 0L);
    }
}
