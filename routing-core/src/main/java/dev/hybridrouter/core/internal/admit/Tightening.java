package dev.hybridrouter.core.internal.admit;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.core.internal.way.Binding.Bound;
import dev.hybridrouter.core.policy.DataRule;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one request as tight as rules require, each of which only takes away. Not thread-safe. */
final class Tightening {
    private static final Rejection NO_CONSENT = Rejection.of(
            RejectionReason.CONSENT,
            "the data policy requires consent, which the request does not state",
            "state it with RequestContext.consented(true), if the persons concerned consented");
    private static final Rejection NO_RESIDENCY = Rejection.of(
            RejectionReason.RESIDENCY,
            "the data policy requires a residency, and the request states none",
            "set RequestContext.residency(..), or a residency in the data policy");
    private static final Rejection NO_CACHE = Rejection.of(
            RejectionReason.NOT_CACHED,
            "the data policy keeps the request out of the cache",
            "send the request with CacheMode.USE, or do without");

    private final RequestContext asked;
    private @Nullable ResidencyRequirement residency;
    private @Nullable Duration maxRetention;
    private Sharing maxSharing;
    private @Nullable Duration maxEvidenceAge;
    private CacheMode cacheMode;
    private boolean residencyRequired;
    private @Nullable Rejection barred; // the first reason

    Tightening(RequestContext asked) {
        this.asked = asked;
        this.residency = asked.residency().orElse(null);
        this.maxRetention = asked.maxRetention().orElse(null);
        this.maxSharing = asked.maxSharing();
        this.maxEvidenceAge = asked.maxEvidenceAge().orElse(null);
        this.cacheMode = asked.cacheMode();
    }

    void by(DataRule rule) {
        within(rule.residency().orElse(null));
        maxRetention = shorter(maxRetention, rule.maxRetention().orElse(null));
        maxEvidenceAge = shorter(maxEvidenceAge, rule.maxEvidenceAge().orElse(null));
        maxSharing = maxSharing.isWithin(rule.maxSharing()) ? maxSharing : rule.maxSharing();
        residencyRequired |= rule.residencyRequired();
        if (rule.cacheForbidden()) {
            withoutCache();
        }
        if (!rule.isPurposeAllowed(asked.purpose().orElse(null))) {
            bar(notFor(rule));
        }
        if (rule.consentRequired() && !asked.consented()) {
            bar(NO_CONSENT);
        }
    }

    private void within(@Nullable ResidencyRequirement rule) {
        ResidencyRequirement before = residency;
        if (rule == null || rule.equals(before)) {
            return;
        }
        if (before == null || before.allowedRegions().containsAll(rule.allowedRegions())) {
            residency = rule;
            return;
        }
        Set<String> both = new HashSet<>(before.allowedRegions());
        both.retainAll(rule.allowedRegions());
        if (both.isEmpty()) {
            bar(Rejection.of(
                    RejectionReason.RESIDENCY,
                    "no region is left: " + new TreeSet<>(before.allowedRegions()) + " and "
                            + new TreeSet<>(rule.allowedRegions()) + " have none in common",
                    "allow a region of the data policy, or change the policy"));
        } else {
            residency = new ResidencyRequirement(both);
        }
    }

    private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    private void withoutCache() {
        if (cacheMode == CacheMode.ONLY_IF_CACHED) {
            bar(NO_CACHE);
        } else {
            cacheMode = CacheMode.BYPASS;
        }
    }

    private Rejection notFor(DataRule rule) {
        return Rejection.of(
                RejectionReason.PURPOSE,
                asked.purpose()
                                .map(stated -> "the data policy does not allow the purpose " + stated)
                                .orElse("the request states no purpose")
                        + "; allowed: " + new TreeSet<>(rule.purposes().orElse(Set.of())),
                "state an allowed purpose with RequestContext.purpose(..), or change the policy");
    }

    private void bar(Rejection why) {
        barred = barred == null ? why : barred;
    }

    Bound bound() {
        if (residencyRequired && residency == null) {
            bar(NO_RESIDENCY);
        }
        RequestContext.Builder tightened =
                asked.toBuilder().maxSharing(maxSharing).cacheMode(cacheMode);
        if (residency != null) {
            tightened.residency(residency);
        }
        if (maxRetention != null) {
            tightened.maxRetention(maxRetention);
        }
        if (maxEvidenceAge != null) {
            tightened.maxEvidenceAge(maxEvidenceAge);
        }
        return new Bound(tightened.build(), barred);
    }
}
