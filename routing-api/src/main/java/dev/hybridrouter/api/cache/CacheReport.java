package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import java.util.List;

/**
 * What a cache did for requests since the router was built, and why it did not do more. Kept only where the policy of
 * the cache says so; holds no text of requests, and no tenants.
 *
 * @param operations by operation type, in alphabetical order
 */
public record CacheReport(List<OperationUse> operations) implements JsonWritable {
    private static final CacheReport NOTHING = new CacheReport(List.of());

    /** Copies the list. */
    public CacheReport {
        operations = Check.copy(operations, "report.operations");
    }

    /** Returns a report of nothing. */
    public static CacheReport nothing() {
        return NOTHING;
    }

    /** The report for people, in lines of plain ASCII text; the ten most frequent causes of each operation type. */
    public String text() {
        return CacheReportText.of(this);
    }

    /**
     * Returns the report as one JSON object: {@code operations}, each with its {@code operation}, {@code uses} by kind, and all
     * {@code causes}. Names and order of the fields are stable, new ones may be added between them.
     */
    @Override
    public String toJson() {
        return new JsonObject()
                .list("operations", operations, CacheReport::toJson)
                .end();
    }

    private static String toJson(OperationUse use) {
        JsonObject uses = new JsonObject();
        for (CacheUse.Kind kind : CacheUse.Kind.values()) {
            uses.number(kind.name(), use.uses().getOrDefault(kind, 0L));
        }
        return new JsonObject()
                .text("operation", use.operation().name())
                .json("uses", uses.end())
                .list("causes", use.causes(), CacheReport::toJson)
                .end();
    }

    private static String toJson(MissCount count) {
        return new JsonObject()
                .text("kind", count.cause().kind().name())
                .text("detail", count.cause().detail())
                .number("misses", count.misses())
                .number("cost_nano_usd", count.cost().nanoUsd())
                .number("unpriced", count.unpriced())
                .end();
    }
}
