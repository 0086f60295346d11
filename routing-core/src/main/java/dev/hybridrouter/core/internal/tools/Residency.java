package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.decision.Evidence;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a request may be processed, how long it may be kept, and who may get a copy. The same rules for targets and for side
 * calls. What is unknown is refused, and so is what is known from evidence older than the request allows.
 *
 * @param clock tells the day
 */
public record Residency(InstantSource clock) {
    private static final long MILLIS_A_DAY = 86_400_000;
    private static final String DECLARE = "declare it, or use one that keeps to the limit";
    private static final String RENEW = "renew its handling, or allow older evidence";

    /** Why whoever handles data so may not have those of a request; null if it may. */
    public @Nullable Rejection refusal(RequestContext context, Handling handling) {
        Rejection outside = place(context, handling);
        if (outside != null) {
            return outside;
        }
        Rejection kept = retention(context, handling);
        return kept != null ? kept : sharing(context, handling);
    }

    /** Why a request may not be processed there; null if it may. */
    public @Nullable Rejection place(RequestContext context, Handling handling) {
        Optional<ResidencyRequirement> required = context.residency();
        return required.isEmpty() ? null : outside(context, required.get().allowedRegions(), handling);
    }

    private @Nullable Rejection outside(RequestContext context, Set<String> allowed, Handling handling) {
        Destinations destinations = handling.destinations().orElse(null);
        if (destinations == null) {
            return Rejection.of(RejectionReason.RESIDENCY, "its destinations are unknown", "declare its destinations");
        }
        if (isOld(context, destinations.asOf())) {
            return old(RejectionReason.RESIDENCY, "destinations", destinations.evidence(), destinations.asOf());
        }
        String called = handling.callRegion().orElse(null);
        if (called != null && !allowed.contains(called)) {
            return Rejection.of(
                    RejectionReason.RESIDENCY,
                    "is called in [" + called + "]",
                    "allow the region, or use one that is called inside");
        }
        if (!allowed.containsAll(destinations.regions())) {
            return Rejection.of(
                    RejectionReason.RESIDENCY,
                    "may be processed in " + beyond(destinations.regions(), allowed)
                            + from(destinations.evidence(), destinations.asOf()),
                    "allow the regions, or use one inside");
        }
        return copies(context, allowed, handling);
    }

    /** A copy that leaves is a breach of residency too; the statement that there is one counts however old it is. */
    private @Nullable Rejection copies(RequestContext context, Set<String> allowed, Handling handling) {
        Set<String> sharedIn = handling.sharedIn();
        boolean isPlaceUnknown =
                sharedIn.isEmpty() || isOld(context, handling.asOf().orElse(null));
        if (handling.sharing() == Sharing.MODEL_PROVIDER && isPlaceUnknown) {
            return Rejection.of(
                    RejectionReason.RESIDENCY,
                    "may be shared with the provider of the model, whose regions are unknown",
                    "declare where the copies are, or use one that shares nothing");
        }
        return allowed.containsAll(sharedIn)
                ? null
                : Rejection.of(
                        RejectionReason.RESIDENCY,
                        "may be shared with " + handling.sharing() + " in " + beyond(sharedIn, allowed),
                        "allow the regions, or use one that shares nothing");
    }

    /** Why a request may not be kept so long; null if it may. */
    public @Nullable Rejection retention(RequestContext context, Handling handling) {
        Duration most = context.maxRetention().orElse(null);
        if (most == null) {
            return null;
        }
        Duration kept = handling.retention().orElse(null);
        if (kept == null) {
            return Rejection.of(RejectionReason.RETENTION, "its retention is unknown", DECLARE);
        }
        if (kept.compareTo(most) > 0) {
            return Rejection.of(RejectionReason.RETENTION, "may be kept for " + kept + source(handling), DECLARE);
        }
        return isOld(context, handling.asOf().orElse(null))
                ? old(RejectionReason.RETENTION, "retention", handling)
                : null;
    }

    /** Why a request may not be shared so widely; null if it may. */
    public @Nullable Rejection sharing(RequestContext context, Handling handling) {
        Sharing limit = context.maxSharing();
        if (limit == Sharing.UNKNOWN) {
            return null;
        }
        if (!handling.sharing().isWithin(limit)) {
            return Rejection.of(
                    RejectionReason.SHARING,
                    handling.sharing() == Sharing.UNKNOWN
                            ? "its sharing is unknown"
                            : "may be shared with " + handling.sharing() + source(handling),
                    DECLARE);
        }
        return isOld(context, handling.asOf().orElse(null)) ? old(RejectionReason.SHARING, "sharing", handling) : null;
    }

    /** Whether evidence of that day is none: it is too old, or not dated, or dated beyond tomorrow. */
    private boolean isOld(RequestContext context, @Nullable LocalDate asOf) {
        Duration most = context.maxEvidenceAge().orElse(null);
        if (most == null) {
            return false;
        }
        if (asOf == null) {
            return true;
        }
        long days = Math.floorDiv(clock.millis(), MILLIS_A_DAY) - asOf.toEpochDay();
        return days > most.toDays() || days < -1;
    }

    private static Rejection old(RejectionReason reason, String what, Handling handling) {
        return Rejection.of(reason, "its " + what + " is unknown: the evidence is too old" + source(handling), RENEW);
    }

    private static Rejection old(RejectionReason reason, String what, String evidence, LocalDate asOf) {
        return Rejection.of(
                reason, "its " + what + " are unknown: the evidence is too old" + from(evidence, asOf), RENEW);
    }

    private static Set<String> beyond(Set<String> regions, Set<String> allowed) {
        Set<String> outside = new TreeSet<>(regions);
        outside.removeAll(allowed);
        return outside;
    }

    /** What shows that an admitted target keeps to the requirements; empty without requirements. */
    public static List<Evidence> evidence(RequestContext context, Handling handling) {
        boolean sharing = context.maxSharing() != Sharing.UNKNOWN;
        if (context.residency().isEmpty() && context.maxRetention().isEmpty() && !sharing) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>(3);
        Destinations destinations = handling.destinations().orElse(null);
        if (context.residency().isPresent() && destinations != null) {
            evidence.add(new Evidence(
                    RejectionReason.RESIDENCY,
                    "processed in " + new TreeSet<>(destinations.regions())
                            + from(destinations.evidence(), destinations.asOf())));
        }
        Duration kept = handling.retention().orElse(null);
        if (context.maxRetention().isPresent() && kept != null) {
            evidence.add(new Evidence(
                    RejectionReason.RETENTION,
                    "kept for " + kept + " at most" + source(handling) + ", allowed: "
                            + context.maxRetention().get()));
        }
        if (sharing) {
            evidence.add(new Evidence(
                    RejectionReason.SHARING,
                    "shared with " + handling.sharing() + source(handling) + ", allowed: " + context.maxSharing()));
        }
        return evidence;
    }

    private static String source(Handling handling) {
        return handling.asOf()
                .map(day -> from(handling.evidence().orElse("declared"), day))
                .orElse(" (declared without a date)");
    }

    private static String from(String evidence, LocalDate asOf) {
        return " (" + evidence + ", " + asOf + ")";
    }
}
