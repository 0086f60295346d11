package dev.hybridrouter.api.erasure;

import dev.hybridrouter.api.internal.Check;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a router removed of a subject, what is left and until when. Immutable. Names no subject, so that keeping it keeps no
 * personal data.
 *
 * @param at when the erasure was asked for
 * @param places one entry for each place that keeps something of tenants or users, in a fixed order
 */
public record ErasureReceipt(Instant at, List<ErasedPlace> places) {
    /** Copies the list. */
    public ErasureReceipt {
        Check.notNull(at, "erasureReceipt.at");
        places = Check.copy(places, "erasureReceipt.places");
    }

    /** Returns whether every place says that nothing is left. */
    public boolean isComplete() {
        return places.stream().allMatch(place -> place.remainder() == ErasedPlace.Remainder.NOTHING);
    }

    /** Returns the receipt as text, one line for each place. */
    public String describe() {
        return places.stream().map(ErasedPlace::toString).collect(Collectors.joining("\n"));
    }
}
