package dev.hybridrouter.api.failure;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One failure as an adapter classified it. */
class ProviderFailureTest {
    private static ProviderFailure.Builder throttled() {
        return ProviderFailure.builder(FailureKind.THROTTLED, "HTTP 429");
    }

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("failure.kind", () -> ProviderFailure.of(none(), "HTTP 429")),
                absent("failure.message", () -> ProviderFailure.of(FailureKind.OTHER, none())),
                absent("failure.billing", () -> throttled().billing(none())),
                absent("failure.retryAfter", () -> throttled().retryAfter(none())),
                refused(
                        "failure.retryAfter is negative",
                        () -> throttled().retryAfter(Duration.ofSeconds(-2)),
                        "failure.retryAfter: PT-2S (expected: zero or longer)"),
                blank("failure.requestId", () -> throttled().requestId("")),
                absent("failure.requestId", () -> throttled().requestId(none())),
                absent("failure.cause", () -> throttled().cause(none())),
                absent("failure", () -> new ProviderException(none())));
    }

    @ParameterizedTest
    @EnumSource
    void of_whenOnlyTheKindIsKnown_takesItsBillingAndNothingElse(FailureKind kind) {
        ProviderFailure failure = ProviderFailure.of(kind, "why");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).isEqualTo("why");
        assertThat(failure.billing()).isEqualTo(kind.billing());
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure.requestId()).isEmpty();
        assertThat(failure.cause()).isEmpty();
        assertThat(failure).hasToString(kind + ": why");
    }

    @Test
    void build_whenAllIsKnown_keepsIt() {
        Throwable cause = new IllegalStateException("boom");
        ProviderFailure failure = throttled()
                .billing(Billing.CERTAIN)
                .retryAfter(Duration.ofMillis(1_500))
                .requestId("r-1")
                .cause(cause)
                .build();

        assertThat(failure.billing()).isEqualTo(Billing.CERTAIN);
        assertThat(failure.retryAfter()).contains(Duration.ofMillis(1_500));
        assertThat(failure.requestId()).contains("r-1");
        assertThat(failure.cause()).containsSame(cause);
        assertThat(failure).hasToString("THROTTLED: HTTP 429 (retry after 1500 ms) (request id r-1)");
    }

    @Test
    void health_unlessSet_isThatOfTheKind() {
        assertThat(throttled().build().health()).isEqualTo(FailureKind.THROTTLED.health());
        assertThat(throttled().health(HealthImpact.NONE).build().health()).isEqualTo(HealthImpact.NONE);
    }

    @Test
    void code_isToldOnce() {
        ProviderFailure.Builder expired = ProviderFailure.builder(FailureKind.AUTH, "expired (HTTP 403)");
        assertThat(expired.build().code()).isEmpty();
        assertThat(expired.code("ExpiredToken").build().code()).contains("ExpiredToken");
        assertThat(expired.build()).hasToString("AUTH ExpiredToken: expired (HTTP 403)");
        assertThat(ProviderFailure.builder(FailureKind.AUTH, "ExpiredToken (HTTP 403)")
                        .code("ExpiredToken")
                        .build())
                .hasToString("AUTH: ExpiredToken (HTTP 403)");
    }

    @Test
    void code_thatIsNoName_isRefused_andNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> throttled().code("the prompt was: hi"))
                .withMessage("failure.code: 18 characters (expected: at most 80 of A-Z a-z 0-9 . _ - : /)");
    }

    @Test
    void retryAfter_whenTheProviderSaysNow_isZeroNotUnset() {
        assertThat(throttled().retryAfter(Duration.ZERO).build().retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void retryAfter_whenTheProviderNamesAnAbsurdTime_isCutSoThatItCanBeCounted() {
        ProviderFailure failure =
                throttled().retryAfter(ChronoUnit.FOREVER.getDuration()).build();

        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(new ProviderException(failure)).hasMessage("THROTTLED: HTTP 429 (retry after 3600000 ms)");
    }

    @Test
    void exception_whenThrown_carriesFailureAndCauseButNoStackTrace() {
        Throwable cause = new IllegalStateException("boom");
        ProviderFailure failure = throttled().cause(cause).build();
        ProviderException exception = new ProviderException(failure);

        assertThat(exception.failure()).isSameAs(failure);
        assertThat(exception).hasMessage("THROTTLED: HTTP 429").hasCause(cause);
        assertThat(exception.getStackTrace()).isEmpty();
    }

    @Test
    void exception_whenMadeOfKindAndMessage_hasNoCause() {
        ProviderException exception = new ProviderException(FailureKind.AUTH, "no access");

        assertThat(exception.failure().kind()).isEqualTo(FailureKind.AUTH);
        assertThat(exception).hasMessage("AUTH: no access").hasNoCause();
    }
}
