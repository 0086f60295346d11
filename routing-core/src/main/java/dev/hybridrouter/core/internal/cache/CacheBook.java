package dev.hybridrouter.core.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.api.cache.CacheReport;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.MissCause;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.core.internal.cache.TenantLog.Fate;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps book of what the cache did, and finds out why it did not do more. Bounded in tenants, requests of each, operation
 * types and causes. Thread-safe.
 */
public final class CacheBook implements RouterListener {
    private static final int MOST_TENANTS = 1_000;
    private static final int MOST_OPERATIONS = 100;
    private static final OperationType OTHER = new OperationType("OTHER");

    private final int remembered;
    private final Cache<String, TenantLog> tenants = Caffeine.newBuilder()
            .maximumSize(MOST_TENANTS)
            .executor(Runnable::run)
            .build();
    private final Map<OperationType, OperationTally> operations = new ConcurrentHashMap<>();

    /** Creates an empty book that remembers so many requests of each tenant. */
    public CacheBook(int remembered) {
        this.remembered = remembered;
    }

    private TenantLog log(CacheKey key) {
        return tenants.get(key.tenant(), tenant -> new TenantLog(remembered));
    }

    /** Why a request misses. */
    public MissCause cause(CacheKey key, CacheMode mode, long nowNanos) {
        return mode == CacheMode.REFRESH
                ? MissCause.of(MissCause.Kind.REFRESHED)
                : log(key).cause(Fingerprint.of(key), nowNanos);
    }

    /** An answer is remembered. */
    void stored(CacheKey key, Answer answer) {
        log(key).put(Fingerprint.of(key), Fate.remembered(answer));
    }

    /** An answer had to make room. */
    void evicted(CacheKey key, Answer answer) {
        log(key).evicted(Fingerprint.of(key), Fate.remembered(answer));
    }

    /** A request had no answer that may be remembered. */
    public void notStored(CacheKey key, String why) {
        log(key).put(Fingerprint.of(key), new Fate(new MissCause(MissCause.Kind.NOT_STORABLE, why), 0));
    }

    /** An answer was thrown away. */
    void invalidated(CacheKey key) {
        log(key).replace(Fingerprint.of(key), new Fate(MissCause.of(MissCause.Kind.INVALIDATED), 0));
    }

    /** Drops all that is known of a tenant's requests; returns whether anything was. */
    public boolean forget(String tenant) {
        return tenants.asMap().remove(tenant) != null;
    }

    /** A request that the cache knew no answer to has ended. */
    public void missed(MissCause cause, Decision decision) {
        if (decision.cache().kind() == CacheUse.Kind.MISSED) {
            tally(decision.operation()).missed(cause, decision.cost().orElse(null));
        }
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof RequestEnded ended) {
            CacheUse use = ended.result().decision().cache();
            tally(ended.facts().context().operation()).used(use.kind());
        }
    }

    private OperationTally tally(OperationType operation) {
        OperationTally known = operations.get(operation);
        if (known != null) {
            return known;
        }
        OperationType name = operations.size() < MOST_OPERATIONS ? operation : OTHER;
        return operations.computeIfAbsent(name, type -> new OperationTally());
    }

    /** What is in it. */
    public CacheReport report() {
        return new CacheReport(operations.entrySet().stream()
                .map(entry -> entry.getValue().toUse(entry.getKey()))
                .sorted(Comparator.comparing(use -> use.operation().name()))
                .toList());
    }
}
