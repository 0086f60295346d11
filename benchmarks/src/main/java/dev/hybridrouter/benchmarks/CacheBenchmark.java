package dev.hybridrouter.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.internal.cache.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the cache cost? A hit and a miss on a prompt of 4 KiB through the whole router, meters on, beside a bare
 * Caffeine lookup by the same key and a router without a cache. Each request is new, as those of a host are: nobody has
 * hashed its text before. What it costs to make one is shown by itself.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CacheBenchmark {
    private static final int PROMPT_BYTES = 4_096;
    private static final CachePolicy POLICY = CachePolicy.defaults();

    private final byte[] known = prompt();
    private final byte[] unknown = prompt();
    private final Cache<CacheKey, ModelResponse> bare =
            Caffeine.newBuilder().maximumSize(10_000).recordStats().build();
    private final HybridRouter cached =
            Fixture.builder(new InstantAdapter()).cache(POLICY).build();
    private final HybridRouter uncached = Fixture.router(new InstantAdapter());
    private final CacheKey readyKey = key(request(known));
    private long asked;

    private static byte[] prompt() {
        byte[] text = new byte[PROMPT_BYTES];
        Arrays.fill(text, (byte) 'x');
        return text;
    }

    private static RouteRequest request(byte[] text) {
        return RouteRequest.builder()
                .system("You are a polite assistant.")
                .user(new String(text, StandardCharsets.ISO_8859_1))
                .maxTokens(256)
                .build();
    }

    private static CacheKey key(RouteRequest request) {
        return CacheKey.of(request, POLICY);
    }

    /** A prompt that nobody has asked before. */
    private RouteRequest next() {
        long number = asked++;
        for (int i = 0; i < Long.BYTES * 2; i++) {
            unknown[i] = (byte) ('a' + ((number >>> (4 * i)) & 0xf));
        }
        return request(unknown);
    }

    /** Fails the run if hits are none, or misses are hits. */
    @Setup
    public void check() {
        bare.put(key(request(known)), Fixture.RESPONSE);
        cached.route(request(known));
        expect(CacheUse.Kind.HIT, cached.route(request(known)));
        expect(CacheUse.Kind.MISSED, cached.route(next()));
        expect(CacheUse.Kind.MISSED, cached.route(next()));
        expect(CacheUse.Kind.NONE, uncached.route(next()));
        if (bareLookup() == null || !readyKey.equals(key(request(known)))) {
            throw new IllegalStateException("the bare cache knows no answer");
        }
    }

    private static void expect(CacheUse.Kind kind, RouteResult result) {
        if (result.decision().cache().kind() != kind) {
            throw new IllegalStateException(
                    "expected " + kind + ", got " + result.decision().cache());
        }
    }

    /** Ends the routers' threads. */
    @TearDown
    public void close() {
        cached.close();
        uncached.close();
    }

    /** Making the request. */
    @Benchmark
    public RouteRequest request() {
        return request(known);
    }

    /** Making the request and its key. */
    @Benchmark
    public CacheKey key() {
        return key(request(known));
    }

    /** A bare lookup, its request and key included. */
    @Benchmark
    public @Nullable ModelResponse bareLookup() {
        return bare.getIfPresent(key(request(known)));
    }

    /** A bare lookup with a key that is there already. */
    @Benchmark
    public @Nullable ModelResponse bareLookupReadyKey() {
        return bare.getIfPresent(readyKey);
    }

    /** A hit through the router. */
    @Benchmark
    public RouteResult hit() {
        return cached.route(request(known));
    }

    /** A miss through the router: key, lookup, call, and remembering the answer. */
    @Benchmark
    public RouteResult miss() {
        return cached.route(next());
    }

    /** The same request through a router without a cache. */
    @Benchmark
    public RouteResult uncached() {
        return uncached.route(next());
    }
}
