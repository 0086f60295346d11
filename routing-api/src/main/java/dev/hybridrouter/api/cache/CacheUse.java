package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.target.Money;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a router's cache did for one request. Immutable. */
public final class CacheUse implements JsonWritable {
    private static final CacheUse NONE = new CacheUse(Kind.NONE, Duration.ZERO, null, Double.NaN);
    private static final CacheUse MISSED = new CacheUse(Kind.MISSED, Duration.ZERO, null, Double.NaN);

    private final Kind kind;
    private final Duration age;
    private final @Nullable Money saved;
    private final double similarity;

    private CacheUse(Kind kind, Duration age, @Nullable Money saved, double similarity) {
        this.kind = kind;
        this.age = age;
        this.saved = saved;
        this.similarity = similarity;
    }

    /** What it did. */
    public enum Kind {
        /** It was not asked: there is none, or the request may not use it. */
        NONE,
        /** It knew no answer. */
        MISSED,
        /** It gave the answer. */
        HIT,
        /** It gave an answer past its time, while a new one is fetched. */
        STALE,
        /** It gave an answer past its time, because no target answered. */
        STALE_IF_ERROR,
        /** The answer is that of an identical request which was in progress. */
        JOINED,
        /** It gave the answer to a similar request. */
        SIMILAR
    }

    /** Returns that the cache was not asked. */
    public static CacheUse none() {
        return NONE;
    }

    /** Returns that the cache knew no answer. */
    public static CacheUse missed() {
        return MISSED;
    }

    /**
     * Returns that the cache gave an answer.
     *
     * @param kind how
     * @param age how long ago the answer was given first
     * @param saved what the answer cost then; null if that is unknown
     */
    public static CacheUse answered(Kind kind, Duration age, @Nullable Money saved) {
        return new CacheUse(Check.notNull(kind, "cache.kind"), Check.notNegative(age, "cache.age"), saved, Double.NaN);
    }

    /**
     * Returns that the cache gave the answer to a similar request.
     *
     * @param similarity of the two requests, 0 to 1
     * @param age how long ago the answer was given first
     * @param saved what the answer cost then; null if that is unknown
     */
    public static CacheUse similar(double similarity, Duration age, @Nullable Money saved) {
        Check.between(0, 1, similarity, "cache.similarity");
        return new CacheUse(Kind.SIMILAR, Check.notNegative(age, "cache.age"), saved, similarity);
    }

    /** What it did. */
    public Kind kind() {
        return kind;
    }

    /** Whether the answer, where there is one, is not from a target that this request called. */
    public boolean shared() {
        return kind != Kind.NONE && kind != Kind.MISSED;
    }

    /** How long ago the answer was given first; zero if it is none of the cache's. */
    public Duration age() {
        return age;
    }

    /** What the answer cost when it was given first; empty if it is none of the cache's, or that is unknown. */
    public Optional<Money> saved() {
        return Optional.ofNullable(saved);
    }

    /** How similar the request was whose answer this is; empty unless that is so. */
    public OptionalDouble similarity() {
        return Double.isNaN(similarity) ? OptionalDouble.empty() : OptionalDouble.of(similarity);
    }

    /**
     * Returns the use as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; what does not apply or is unknown is left out.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject().text("kind", kind.name());
        if (shared()) {
            json.number("age_ms", age.toMillis());
        }
        saved().ifPresent(amount -> json.number("saved_nano_usd", amount.nanoUsd()));
        similarity().ifPresent(value -> json.decimal("similarity", value));
        return json.end();
    }

    @Override
    public String toString() {
        return kind
                + (shared() ? " " + age.toMillis() + " ms old" : "")
                + (Double.isNaN(similarity) ? "" : ", similarity " + similarity);
    }
}
