package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.Claim;
import dev.hybridrouter.core.internal.quota.QuotaRefusal;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The places of one request's ranking whose quota had no room when they were asked. Not thread-safe. */
final class Shortage {
    private final List<Lack> places = new ArrayList<>();

    private record Lack(int place, Claim claim, QuotaRefusal refusal) {}

    void add(int place, Claim claim, QuotaRefusal refusal) {
        places.add(new Lack(place, claim, refusal));
    }

    /** Whether one of them may have room within so long. */
    boolean mayEndWithin(long nanos) {
        return places.stream().anyMatch(lack -> lack.claim.mayFitWithin(nanos, lack.refusal));
    }

    /** A ticket for the first of them that has room. */
    WaitingLine.Ticket ticket(Consumer<Allowance> granted) {
        return new WaitingLine.Ticket(places.stream().map(Lack::claim).toList(), granted);
    }

    /** Forgets the shortage, since time has passed; returns the place of a target. */
    int end(int target, Trail trail) {
        int found = -1;
        for (Lack lack : places) {
            trail.reopen(lack.place);
            found = lack.claim.target() == target ? lack.place : found;
        }
        places.clear();
        return found;
    }

    List<Rejection> rejections() {
        return places.stream().map(lack -> lack.claim.rejection(lack.refusal)).toList();
    }
}
