package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;
import java.util.List;

/**
 * What a cache did for requests since the router was built, and why it did not do more. Kept only where the policy of
 * the cache says so; holds no text of requests, and no tenants.
 *
 * @param operations by operation type, in alphabetical order
 */
public record CacheReport(List<OperationUse> operations) {
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
}
