package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can change the answer to a request. Compared part by part, so that no two requests can be taken for one
 * another; the hash is worked out once.
 */
public final class CacheKey {
    private static final int PRIME = 31;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final RouteRequest request;
    private final Set<Object> options;
    private final String partition;
    private final String version;
    private final int hash;

    private CacheKey(RouteRequest request, String partition, String version) {
        this.request = request;
        this.options = request.options().isEmpty() ? Set.of() : Set.copyOf(request.options());
        this.partition = partition;
        this.version = version;
        this.hash = hash();
    }

    /** Returns the key of a request. */
    public static CacheKey of(RouteRequest request, CachePolicy policy) {
        RouteRequest normalized = policy.normalized(request);
        if (!normalized.context().tenant().equals(request.context().tenant())) {
            throw new IllegalStateException(
                    "cache.normalizer: changed the tenant (expected: the context as it was, tenants never share)");
        }
        RouteRequest asked = normalized.context() == request.context()
                ? normalized
                : normalized.toBuilder().context(request.context()).build();
        return new CacheKey(asked, policy.partition(request.context()), policy.version());
    }

    private int hash() {
        RequestContext context = request.context();
        int result = context.tenant().hashCode();
        result = PRIME * result + ContentHash.of(request.messages());
        result = PRIME * result + ContentHash.ofBlocks(request.system());
        result = PRIME * result + request.parameters().hashCode();
        result = PRIME * result + request.tools().hashCode();
        result = PRIME * result + request.toolChoice().hashCode();
        result = PRIME * result + request.responseFormat().hashCode();
        result = PRIME * result + options.hashCode();
        result = PRIME * result + partition.hashCode();
        return result;
    }

    /** On whose behalf. */
    public String tenant() {
        return request.context().tenant();
    }

    /** How long anything may be kept on its behalf, in nanoseconds; {@link Long#MAX_VALUE} if it sets no limit. */
    public long retentionNanos() {
        Duration most = request.context().maxRetention().orElse(LONGEST);
        return most.compareTo(LONGEST) < 0 ? most.toNanos() : Long.MAX_VALUE;
    }

    Set<Object> options() {
        return options;
    }

    String partition() {
        return partition;
    }

    String version() {
        return version;
    }

    /** What is asked, without what does not matter. */
    public RouteRequest request() {
        return request;
    }

    /** The key of another request of the same context, partition and version. */
    public CacheKey with(RouteRequest other) {
        return new CacheKey(other, partition, version);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheKey that
                && hash == that.hash
                && tenant().equals(that.tenant())
                && partition.equals(that.partition)
                && version.equals(that.version)
                && isAllowedTheSame(request.context(), that.request.context())
                && isAskedTheSame(request, that.request)
                && options.equals(that.options);
    }

    private static boolean isAllowedTheSame(RequestContext one, RequestContext other) {
        return one.residency().equals(other.residency())
                && one.maxRetention().equals(other.maxRetention())
                && one.maxSharing() == other.maxSharing()
                && one.maxEvidenceAge().equals(other.maxEvidenceAge())
                && one.purpose().equals(other.purpose())
                && one.sensitivity() == other.sensitivity();
    }

    private static boolean isAskedTheSame(RouteRequest one, RouteRequest other) {
        return one.messages().equals(other.messages())
                && one.system().equals(other.system())
                && one.parameters().equals(other.parameters())
                && one.tools().equals(other.tools())
                && one.toolChoice().equals(other.toolChoice())
                && one.responseFormat().equals(other.responseFormat());
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "CacheKey[" + Integer.toHexString(hash) + "]";
    }
}
