package dev.hybridrouter.core.internal.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidencyTest {
    private final ManualClock clock = ManualClock.create();
    private final LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    private final Residency rules = new Residency(clock);

    private static RequestContext.Builder inEurope() {
        return RequestContext.builder().residency(ResidencyRequirement.within("eu-central-1", "eu-west-1"));
    }

    private Handling.Builder inFrankfurt() {
        return Handling.builder().destinations(Destinations.declared(today, "the test", "eu-central-1"));
    }

    private @Nullable RejectionReason verdict(RequestContext.Builder request, Handling.Builder handling) {
        Rejection why = rules.refusal(request.build(), handling.build());
        return why == null ? null : why.reason();
    }

    @Test
    void callRegion_countsAsADestination() {
        assertThat(verdict(inEurope(), inFrankfurt().callRegion("eu-west-1"))).isNull();
        assertThat(verdict(inEurope(), inFrankfurt().callRegion("us-east-1"))).isEqualTo(RejectionReason.RESIDENCY);
    }

    @Test
    void copyForTheProviderOfTheModel_mustBeInsideToo() {
        assertThat(verdict(inEurope(), inFrankfurt().sharing(Sharing.OPERATOR))).isNull();
        assertThat(verdict(inEurope(), inFrankfurt().sharing(Sharing.MODEL_PROVIDER)))
                .isEqualTo(RejectionReason.RESIDENCY);
        assertThat(verdict(
                        inEurope(),
                        inFrankfurt().sharing(Sharing.MODEL_PROVIDER).sharedIn("eu-west-1")))
                .isNull();
        assertThat(verdict(
                        inEurope(),
                        inFrankfurt().sharing(Sharing.MODEL_PROVIDER).sharedIn("eu-west-1", "us-east-1")))
                .isEqualTo(RejectionReason.RESIDENCY);
        assertThat(verdict(inEurope(), inFrankfurt().sharing(Sharing.OPERATOR).sharedIn("us-east-1")))
                .isEqualTo(RejectionReason.RESIDENCY);
        assertThat(verdict(RequestContext.builder(), inFrankfurt().sharing(Sharing.MODEL_PROVIDER)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, NONE, true",
        "OPERATOR, NONE, false",
        "UNKNOWN, NONE, false",
        "OPERATOR, OPERATOR, true",
        "MODEL_PROVIDER, OPERATOR, false",
        "MODEL_PROVIDER, MODEL_PROVIDER, true",
        "UNKNOWN, MODEL_PROVIDER, false",
        "UNKNOWN, UNKNOWN, true"
    })
    void sharing_isAllowedUpToTheLimit(Sharing declared, Sharing limit, boolean allowed) {
        assertThat(verdict(
                        RequestContext.builder().maxSharing(limit),
                        Handling.builder().sharing(declared)))
                .isEqualTo(allowed ? null : RejectionReason.SHARING);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "30, true", "31, false", "2000, false", "-1, true", "-2, false"})
    void evidence_olderThanAllowed_isNone(int daysAgo, boolean counts) {
        LocalDate day = today.minusDays(daysAgo);
        Duration month = Duration.ofDays(30);
        Handling.Builder kept = Handling.builder().retention(Duration.ZERO).sharing(Sharing.NONE);

        assertThat(verdict(
                        inEurope().maxEvidenceAge(month),
                        Handling.builder().destinations(Destinations.declared(day, "the test", "eu-central-1"))))
                .isEqualTo(counts ? null : RejectionReason.RESIDENCY);
        assertThat(verdict(
                        RequestContext.builder().maxRetention(Duration.ZERO).maxEvidenceAge(month),
                        kept.declared(day, "the test")))
                .isEqualTo(counts ? null : RejectionReason.RETENTION);
        assertThat(verdict(
                        RequestContext.builder().maxSharing(Sharing.NONE).maxEvidenceAge(month),
                        kept.declared(day, "the test")))
                .isEqualTo(counts ? null : RejectionReason.SHARING);
        assertThat(verdict(
                        inEurope().maxEvidenceAge(month),
                        inFrankfurt()
                                .sharing(Sharing.MODEL_PROVIDER)
                                .sharedIn("eu-west-1")
                                .declared(day, "the test")))
                .isEqualTo(counts ? null : RejectionReason.RESIDENCY);
    }

    @Test
    void evidenceWithoutADate_isNoneWhereItsAgeIsLimited() {
        Handling.Builder undated = Handling.builder().retention(Duration.ZERO);
        RequestContext.Builder forgotten = RequestContext.builder().maxRetention(Duration.ZERO);

        assertThat(verdict(forgotten, undated)).isNull();
        assertThat(verdict(forgotten.maxEvidenceAge(Duration.ofDays(9000)), undated))
                .isEqualTo(RejectionReason.RETENTION);
    }

    @Test
    void evidence_agesWhileTheRouterWorks() {
        RequestContext month = inEurope().maxEvidenceAge(Duration.ofDays(30)).build();
        Handling declared = inFrankfurt().build();

        assertThat(rules.refusal(month, declared)).isNull();
        clock.advance(Duration.ofDays(31));

        assertThat(rules.refusal(month, declared))
                .hasToString(
                        "RESIDENCY: its destinations are unknown: the evidence is" + " too old (declared by the test, "
                                + today + ") (renew its handling, or allow older evidence)");
    }
}
