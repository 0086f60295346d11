package dev.hybridrouter.core.internal.waiting;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for one pool at one priority: tenants take turns. A tenant that is served goes to the end, and so does one that
 * comes; a tenant with many requests delays the first of another by one request. Guarded by the room's lock.
 */
final class Rotation<H> {
    private final Map<String, TenantLine<H>> tenants =
            new LinkedHashMap<>(); // the next to be served first; none is empty

    void add(Seat<H> seat) {
        tenants.computeIfAbsent(seat.ticket().tenant(), tenant -> new TenantLine<>())
                .add(seat);
    }

    void remove(Seat<H> seat) {
        String tenant = seat.ticket().tenant();
        TenantLine<H> line = tenants.get(tenant);
        if (line != null) {
            line.remove(seat);
            if (line.isEmpty()) {
                tenants.remove(tenant);
            }
        }
    }

    /** Ends a tenant's turn. */
    void turned(String tenant) {
        TenantLine<H> line = tenants.remove(tenant);
        if (line != null) {
            tenants.put(tenant, line);
        }
    }

    /** Returns who is served next; null if nobody waits. */
    @Nullable
    Seat<H> first() {
        return tenants.isEmpty() ? null : tenants.values().iterator().next().first();
    }

    /** Returns the pace of all who wait. */
    long paceNanos() {
        return tenants.values().stream().mapToLong(TenantLine::paceNanos).sum();
    }

    /** Returns the pace of those who are served before a seat that may come. */
    long paceAhead(Seat<H> seat) {
        TenantLine<H> own = tenants.get(seat.ticket().tenant());
        int turns = own == null ? 0 : own.before(seat);
        long sum = 0;
        int theirs = turns + 1; // those whose turn comes before its tenant's have one more
        for (TenantLine<H> line : tenants.values()) {
            theirs = line == own ? turns : theirs;
            sum += line.paceOfFirst(theirs);
        }
        return sum;
    }
}
