package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.core.policy.DataRule;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy, as the oracle sees it.
 *
 * @param regions null for everywhere
 * @param kept seconds; null for any time
 * @param shared the widest sharing
 * @param age of evidence in days; null for any
 * @param purpose the only one allowed; null for any
 */
record Rule(
        @Nullable Set<String> regions,
        @Nullable Long kept,
        int shared,
        @Nullable Integer age,
        @Nullable String purpose,
        boolean consent,
        boolean cacheless,
        boolean placed) {
    DataRule rule() {
        DataRule.Builder rule = DataRule.builder().maxSharing(Facts.SHARINGS.get(shared));
        if (regions != null) {
            rule.residency(new ResidencyRequirement(regions));
        }
        if (kept != null) {
            rule.maxRetention(Duration.ofSeconds(kept));
        }
        if (age != null) {
            rule.maxEvidenceAge(Duration.ofDays(age));
        }
        if (purpose != null) {
            rule.purposes(purpose);
        }
        if (consent) {
            rule.requireConsent();
        }
        if (cacheless) {
            rule.noCache();
        }
        if (placed) {
            rule.requireResidency();
        }
        return rule.build();
    }
}
