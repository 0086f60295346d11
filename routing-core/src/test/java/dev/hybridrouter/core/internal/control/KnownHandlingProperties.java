package dev.hybridrouter.core.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever is found of a target, in whatever order, nothing counts that is wider than what somebody vouched for. */
class KnownHandlingProperties {
    private static final int CASES = 100_000;
    private static final long SEED = 20261201;
    private static final LocalDate DAY = LocalDate.of(2026, 12, 1);
    private static final List<String> REGIONS = List.of("eu-central-1", "eu-west-1", "us-east-1");
    private static final List<Sharing> SHARINGS = List.of(Sharing.values());

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Residency rules = new Residency(ManualClock.create());
    private int admitted;
    private int doubted;

    @Test
    void whatCounts_isNoWiderThanWhatWasFoundOrVouchedFor() {
        for (int number = 0; number < CASES; number++) {
            KnownHandling known = KnownHandling.declared(handling());
            Handling widest = known.now();
            for (int step = 0; step < 3; step++) {
                Handling found = handling();
                known = known.renewed(found);
                judge("seed " + SEED + ", case " + number + ", step " + step, widest, known, found);
                if (random.nextInt(4) == 0) {
                    known = known.confirmed();
                    widest = known.now();
                    assertThat(widest).isEqualTo(found);
                }
            }
        }
        assertThat(admitted).isGreaterThan(CASES / 20);
        assertThat(doubted).isGreaterThan(CASES / 2);
    }

    private void judge(String at, Handling widest, KnownHandling known, Handling found) {
        Handling now = known.now();
        RequestContext request = request();
        if (rules.refusal(request, now) == null) {
            admitted++;
            assertThat(rules.refusal(request, found))
                    .as("%s: admitted %s by %s, though %s was found", at, request, now, found)
                    .isNull();
        }
        doubted += known.isDoubted() ? 1 : 0;
        assertThat(now.destinations().map(Destinations::regions).orElse(Set.of()))
                .as(at)
                .isSubsetOf(widest.destinations().map(Destinations::regions).orElse(Set.of()));
        Optional<Duration> kept = now.retention();
        assertThat(kept.isEmpty() || kept.get().compareTo(widest.retention().orElseThrow()) <= 0)
                .as(at)
                .isTrue();
        assertThat(now.sharing() == Sharing.UNKNOWN
                        || (widest.sharing() != Sharing.UNKNOWN && now.sharing().compareTo(widest.sharing()) <= 0))
                .as(at)
                .isTrue();
        assertThat(widest.sharedIn()).as(at).containsAll(now.sharedIn());
        assertThat(widest.operators()).as(at).containsAll(now.operators());
    }

    private Handling handling() {
        Handling.Builder handling = Handling.builder().evidence(DAY, "the test");
        if (random.nextInt(4) > 0) {
            handling.destinations(new Destinations(some(), DAY, "the test"));
        }
        if (random.nextInt(4) > 0) {
            handling.retention(Duration.ofDays(random.nextInt(3)));
        }
        if (random.nextInt(4) > 0) {
            handling.operators(some().toArray(String[]::new));
        }
        Sharing sharing = SHARINGS.get(random.nextInt(SHARINGS.size()));
        handling.sharing(sharing);
        if (sharing != Sharing.NONE && sharing != Sharing.UNKNOWN && random.nextBoolean()) {
            handling.sharedIn(some().toArray(String[]::new));
        }
        return handling.build();
    }

    private RequestContext request() {
        RequestContext.Builder request =
                RequestContext.builder().maxSharing(SHARINGS.get(random.nextInt(SHARINGS.size())));
        if (random.nextBoolean()) {
            request.residency(new ResidencyRequirement(some()));
        }
        if (random.nextBoolean()) {
            request.maxRetention(Duration.ofDays(random.nextInt(3)));
        }
        return request.build();
    }

    private Set<String> some() {
        int which = 1 + random.nextInt((1 << REGIONS.size()) - 1);
        return REGIONS.stream()
                .filter(region -> (which >> REGIONS.indexOf(region) & 1) == 1)
                .collect(Collectors.toSet());
    }
}
