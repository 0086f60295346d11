package dev.hybridrouter.core.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a host can say about quotas, and what is refused. */
class QuotaLimitsTest {
    private static final QuotaLimits LIMITS =
            QuotaLimits.builder().tokensPerMinute(1_000).build();

    @Test
    void limitsThatAreNotSet_areEmpty_andBurnDownIsOne() {
        QuotaLimits limits = QuotaLimits.builder().requestsPerMinute(10).build();
        assertThat(limits.requestsPerMinute()).hasValue(10);
        assertThat(limits.tokensPerMinute()).isEmpty();
        assertThat(limits.tokensPerDay()).isEmpty();
        assertThat(limits.outputBurnDown()).isOne();
        assertThat(limits)
                .hasToString("QuotaLimits[requestsPerMinute=10, tokensPerMinute=-, tokensPerDay=-, outputBurnDown=1,"
                        + " modelMaxTokens=4096]");
    }

    @Test
    void aDay_holdsAllItsMinutes_unlessTheHostSaysOtherwise() {
        assertThat(LIMITS.tokensPerDay()).hasValue(1_440_000);
        assertThat(QuotaLimits.builder()
                        .tokensPerMinute(1_000)
                        .tokensPerDay(5_000)
                        .build()
                        .tokensPerDay())
                .hasValue(5_000);
    }

    @Test
    void rangesAreChecked() {
        refused(
                () -> QuotaLimits.builder().requestsPerMinute(0),
                "quota.requestsPerMinute: 0 (expected: 1 to 1000000)");
        refused(
                () -> QuotaLimits.builder().tokensPerMinute(1_000_000_001),
                "quota.tokensPerMinute: 1000000001 (expected: 1 to 1000000000)");
        refused(() -> QuotaLimits.builder().tokensPerDay(-1), "quota.tokensPerDay: -1 (expected: 1 to 1440000000000)");
        refused(() -> QuotaLimits.builder().outputBurnDown(0), "quota.outputBurnDown: 0 (expected: 1 to 100)");
        refused(
                () -> QuotaLimits.builder().build(),
                "quota: no limit (expected: one of requestsPerMinute,"
                        + " tokensPerMinute, tokensPerDay, or no bucket)");
        refused(() -> QuotaPolicy.builder().headroom(0), "quota.headroom: 0.0 (expected: 0.01 to 1.0)");
        refused(() -> QuotaPolicy.builder().throttleCut(1.1), "quota.throttleCut: 1.1 (expected: 0.1 to 1.0)");
        refused(
                () -> QuotaPolicy.builder().recovery(Duration.ofHours(25)),
                "quota.recovery: PT25H (expected: at most one day)");
        refused(
                () -> QuotaPolicy.builder().pause(Duration.ofDays(2)),
                "quota.pause: PT48H (expected: at most one day)");
    }

    @Test
    void bucketsAndTargets_areNamedOnce() {
        refused(
                () -> Quotas.builder().bucket("a", LIMITS, "x").bucket("a", LIMITS, "y"),
                "quotas.bucket: a (expected: a name that is used once)");
        refused(
                () -> Quotas.builder().bucket("a", LIMITS, "x").bucket("b", LIMITS, "x"),
                "quotas.targets: x (expected: a target that has no bucket yet)");
        refused(
                () -> Quotas.builder().bucket("a", LIMITS),
                "quotas.targets: none (expected: at least one target of bucket a)");
    }

    @Test
    void quotas_nameABucketAtLeast() {
        refused(() -> Quotas.builder().build(), "quotas: no bucket (expected: at least one bucket, or no quotas)");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
