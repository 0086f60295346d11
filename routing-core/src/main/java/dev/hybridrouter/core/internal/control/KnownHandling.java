package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how one target handles data. What is found to be as narrow as what somebody vouched for, or narrower, counts
 * at once and is the measure from then on. What is wider, or was not known before, is unknown until somebody vouches for it.
 * Immutable.
 *
 * @param vouched the measure, fact by fact
 * @param now what counts
 * @param found what was found last
 */
public record KnownHandling(Handling vouched, Handling now, Handling found) {
    /** Returns what a target declares, which its host vouches for. */
    public static KnownHandling declared(Handling handling) {
        return new KnownHandling(handling, handling, handling);
    }

    /** Returns whether something of what was found is unknown until somebody vouches for it. */
    public boolean isDoubted() {
        return !now.equals(found);
    }

    /** Returns what is known once this was found. */
    public KnownHandling renewed(Handling fresh) {
        Handling.Builder counts = fresh.toBuilder();
        Handling.Builder measure = fresh.toBuilder();
        Set<String> operators = fresh.operators();
        if (operators.isEmpty() || !vouched.operators().containsAll(operators)) {
            counts.operators();
            measure.operators(vouched.operators().toArray(String[]::new));
        }
        if (!isPlaceKnown(fresh.destinations().orElse(null))) {
            counts.unknownDestinations();
            vouched.destinations().ifPresentOrElse(measure::destinations, measure::unknownDestinations);
        }
        if (!isTimeKnown(fresh.retention().orElse(null))) {
            counts.unknownRetention();
            vouched.retention().ifPresentOrElse(measure::retention, measure::unknownRetention);
        }
        if (!isSharingKnown(fresh)) {
            counts.sharing(Sharing.UNKNOWN);
            if (mayLeave(fresh) || mayLeave(vouched)) { // else what is unknown would be allowed more than what is known
                counts.unknownDestinations();
            }
            measure.sharing(vouched.sharing()).sharedIn(vouched.sharedIn().toArray(String[]::new));
        }
        return new KnownHandling(measure.build(), counts.build(), fresh);
    }

    private boolean isPlaceKnown(@Nullable Destinations fresh) {
        Destinations before = vouched.destinations().orElse(null);
        return fresh != null && before != null && before.regions().containsAll(fresh.regions());
    }

    private boolean isTimeKnown(@Nullable Duration fresh) {
        Duration before = vouched.retention().orElse(null);
        return fresh != null && before != null && fresh.compareTo(before) <= 0;
    }

    /** Whether copies may be elsewhere than where data are processed. */
    private static boolean mayLeave(Handling handling) {
        return handling.sharing() == Sharing.MODEL_PROVIDER
                || !handling.sharedIn().isEmpty();
    }

    /** Where the copies are counts too: to know of a place for them is to allow more than not to know of any. */
    private boolean isSharingKnown(Handling fresh) {
        return fresh.sharing() != Sharing.UNKNOWN
                && vouched.sharing() != Sharing.UNKNOWN
                && fresh.sharing().isWithin(vouched.sharing())
                && vouched.sharedIn().containsAll(fresh.sharedIn());
    }

    /** Returns what is known once somebody has vouched for what was found. */
    public KnownHandling confirmed() {
        return declared(found);
    }
}
