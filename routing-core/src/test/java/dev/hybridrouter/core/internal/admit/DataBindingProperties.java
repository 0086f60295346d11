package dev.hybridrouter.core.internal.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.core.internal.way.Binding;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random policies and requests: what a request is bound to is never looser than what it asked for, nor than any rule that
 * applies, and no tighter than all of them together. What applies is worked out here from the bare rules.
 */
class DataBindingProperties {
    private static final int CASES = 50_000;
    private static final long SEED = 20261201;
    private static final List<String> REGIONS =
            List.of("eu-central-1", "eu-west-1", "eu-west-2", "us-east-1", "us-west-2");
    private static final List<String> TENANTS = List.of("acme", "globex", "default");
    private static final List<OperationType> OPERATIONS =
            List.of(OperationType.STANDARD, OperationType.BACKGROUND, OperationType.EMERGENCY);
    private static final List<Sensitivity> SENSITIVITIES = List.of(Sensitivity.values());
    private static final List<Sharing> SHARINGS = List.of(Sharing.values());
    private static final List<CacheMode> MODES = List.of(CacheMode.values());

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int kept;
    private int tightened;
    private int barred;

    @Test
    void boundRequest_isTheTightestOfItselfAndAllRulesThatApply() {
        for (int number = 0; number < CASES; number++) {
            DataPolicy policy = policy();
            boolean requireResidency = random.nextInt(4) == 0;
            RequestContext asked = request();
            List<DataRule> applying = applying(policy, asked);
            judge(
                    "seed " + SEED + ", case " + number + ": " + policy + " and " + asked,
                    DataBinding.of(policy, requireResidency),
                    asked,
                    applying,
                    requireResidency);
        }
        assertThat(kept).isGreaterThan(CASES / 50);
        assertThat(tightened).isGreaterThan(CASES / 10);
        assertThat(barred).isGreaterThan(CASES / 10);
    }

    private void judge(
            String at, Binding binding, RequestContext asked, List<DataRule> rules, boolean requireResidency) {
        Set<String> regions = regionsOf(asked, rules);
        boolean placeless =
                regions == null && (requireResidency || rules.stream().anyMatch(DataRule::residencyRequired));
        Set<RejectionReason> reasons = reasons(asked, rules);
        if (placeless || (regions != null && regions.isEmpty())) {
            reasons.add(RejectionReason.RESIDENCY);
        }
        if (binding.isKeptBy(asked)) {
            kept++;
            assertThat(reasons).as(at).isEmpty();
            assertThat(facts(asked)).as(at).isEqualTo(tightest(asked, rules, regions));
            return;
        }
        Binding.Bound bound = binding.bind(asked);
        if (!reasons.isEmpty()) {
            barred++;
            assertThat(reasons)
                    .as(at)
                    .contains(Optional.ofNullable(bound.barred())
                            .map(Rejection::reason)
                            .orElseThrow(() -> new AssertionError(at + " is not barred for " + reasons)));
            return;
        }
        tightened++;
        assertThat(bound.barred()).as(at).isNull();
        assertThat(facts(bound.context())).as(at).isEqualTo(tightest(asked, rules, regions));
        assertThat(binding.isKeptBy(bound.context())).as(at).isTrue();
        assertThat(bound.context().tenant()).isEqualTo(asked.tenant());
        assertThat(bound.context().sensitivity()).isEqualTo(asked.sensitivity());
        assertThat(bound.context().purpose()).isEqualTo(asked.purpose());
        assertThat(bound.context().tags()).isEqualTo(asked.tags());
    }

    private static Set<RejectionReason> reasons(RequestContext asked, List<DataRule> rules) {
        Set<RejectionReason> reasons = new HashSet<>();
        for (DataRule rule : rules) {
            Set<String> purposes = rule.purposes().orElse(null);
            if (purposes != null
                    && (asked.purpose().isEmpty()
                            || !purposes.contains(asked.purpose().get()))) {
                reasons.add(RejectionReason.PURPOSE);
            }
            if (rule.consentRequired() && !asked.consented()) {
                reasons.add(RejectionReason.CONSENT);
            }
            if (rule.cacheForbidden() && asked.cacheMode() == CacheMode.ONLY_IF_CACHED) {
                reasons.add(RejectionReason.NOT_CACHED);
            }
        }
        return reasons;
    }

    private static @Nullable Set<String> regionsOf(RequestContext asked, List<DataRule> rules) {
        Set<String> regions = asked.residency().isPresent()
                ? new HashSet<>(asked.residency().get().allowedRegions())
                : new HashSet<>(REGIONS);
        boolean any = asked.residency().isPresent();
        for (DataRule rule : rules) {
            if (rule.residency().isPresent()) {
                regions.retainAll(rule.residency().get().allowedRegions());
                any = true;
            }
        }
        return any ? regions : null;
    }

    private static Map<String, String> tightest(
            RequestContext asked, List<DataRule> rules, @Nullable Set<String> regions) {
        long retention = asked.maxRetention().map(Duration::toDays).orElse(Long.MAX_VALUE);
        long age = asked.maxEvidenceAge().map(Duration::toDays).orElse(Long.MAX_VALUE);
        Sharing sharing = asked.maxSharing();
        boolean cache = true;
        for (DataRule rule : rules) {
            retention = Math.min(
                    retention, rule.maxRetention().map(Duration::toDays).orElse(Long.MAX_VALUE));
            age = Math.min(age, rule.maxEvidenceAge().map(Duration::toDays).orElse(Long.MAX_VALUE));
            sharing = rule.maxSharing().compareTo(sharing) < 0 ? rule.maxSharing() : sharing;
            cache &= !rule.cacheForbidden();
        }
        return Map.of(
                "regions", String.valueOf(regions == null ? null : new TreeSet<>(regions)),
                "retention", String.valueOf(retention),
                "age", String.valueOf(age),
                "sharing", sharing.name(),
                "cache", (cache ? asked.cacheMode() : CacheMode.BYPASS).name());
    }

    private static Map<String, String> facts(RequestContext context) {
        return Map.of(
                "regions",
                String.valueOf(context.residency()
                        .map(residency -> new TreeSet<>(residency.allowedRegions()))
                        .orElse(null)),
                "retention",
                String.valueOf(context.maxRetention().map(Duration::toDays).orElse(Long.MAX_VALUE)),
                "age",
                String.valueOf(context.maxEvidenceAge().map(Duration::toDays).orElse(Long.MAX_VALUE)),
                "sharing",
                context.maxSharing().name(),
                "cache",
                context.cacheMode().name());
    }

    private static List<DataRule> applying(DataPolicy policy, RequestContext asked) {
        List<DataRule> rules = new ArrayList<>();
        policy.everywhere().ifPresent(rules::add);
        Optional.ofNullable(policy.byTenant().get(asked.tenant())).ifPresent(rules::add);
        Optional.ofNullable(policy.byOperation().get(asked.operation())).ifPresent(rules::add);
        policy.bySensitivity().forEach((from, rule) -> {
            if (SENSITIVITIES.indexOf(from) <= SENSITIVITIES.indexOf(asked.sensitivity())) {
                rules.add(rule);
            }
        });
        return rules;
    }

    private DataPolicy policy() {
        DataPolicy.Builder policy = DataPolicy.builder();
        if (random.nextBoolean()) {
            policy.everywhere(rule());
        }
        if (random.nextBoolean()) {
            policy.tenant(pick(TENANTS), rule());
        }
        if (random.nextBoolean()) {
            policy.operation(pick(OPERATIONS), rule());
        }
        if (random.nextBoolean()) {
            policy.sensitivity(pick(SENSITIVITIES), rule());
        }
        return policy.build();
    }

    private DataRule rule() {
        DataRule.Builder rule = DataRule.builder();
        if (random.nextBoolean()) {
            rule.residency(new ResidencyRequirement(some()));
        }
        if (random.nextInt(8) == 0) {
            rule.requireResidency();
        }
        if (random.nextBoolean()) {
            rule.maxRetention(Duration.ofDays(random.nextInt(4)));
        }
        if (random.nextBoolean()) {
            rule.maxSharing(pick(SHARINGS));
        }
        if (random.nextBoolean()) {
            rule.maxEvidenceAge(Duration.ofDays(1 + random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            rule.purposes("support", "billing");
        }
        if (random.nextInt(8) == 0) {
            rule.requireConsent();
        }
        if (random.nextInt(4) == 0) {
            rule.noCache();
        }
        return rule.build();
    }

    private RequestContext request() {
        RequestContext.Builder request = RequestContext.builder()
                .tenant(pick(TENANTS))
                .operation(pick(OPERATIONS))
                .sensitivity(pick(SENSITIVITIES))
                .cacheMode(pick(MODES))
                .maxSharing(pick(SHARINGS))
                .consented(random.nextInt(4) > 0)
                .tags(Map.of("user", "somebody"));
        if (random.nextBoolean()) {
            request.residency(new ResidencyRequirement(some()));
        }
        if (random.nextBoolean()) {
            request.maxRetention(Duration.ofDays(random.nextInt(4)));
        }
        if (random.nextBoolean()) {
            request.maxEvidenceAge(Duration.ofDays(1 + random.nextInt(4)));
        }
        if (random.nextInt(4) > 0) {
            request.purpose(pick(List.of("support", "support", "sales")));
        }
        return request.build();
    }

    private Set<String> some() {
        Set<String> regions = new HashSet<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            regions.add(pick(REGIONS));
        }
        return regions;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
