package dev.hybridrouter.api.failure;

import static dev.hybridrouter.api.failure.Billing.CERTAIN;
import static dev.hybridrouter.api.failure.Billing.POSSIBLE;
import static dev.hybridrouter.api.failure.FallbackRule.LARGER_CONTEXT;
import static dev.hybridrouter.api.failure.FallbackRule.NO;
import static dev.hybridrouter.api.failure.FallbackRule.YES;
import static dev.hybridrouter.api.failure.HealthImpact.ILLNESS;
import static dev.hybridrouter.api.failure.HealthImpact.LOAD;
import static dev.hybridrouter.api.failure.HealthImpact.MISCONFIGURED;
import static dev.hybridrouter.api.failure.HealthImpact.NONE;
import static dev.hybridrouter.api.failure.RetryRule.AFTER_PAUSE;
import static dev.hybridrouter.api.failure.RetryRule.NEVER;
import static dev.hybridrouter.api.failure.RetryRule.ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The failure table, written down a second time so that no cell changes by accident. */
class FailureKindTest {
    private static final Billing FREE = Billing.NONE;

    static Stream<Arguments> table() {
        return Stream.of(
                row(FailureKind.THROTTLED, AFTER_PAUSE, YES, LOAD, FREE),
                row(FailureKind.QUOTA_EXCEEDED, NEVER, YES, LOAD, FREE),
                row(FailureKind.TIMEOUT, NEVER, YES, ILLNESS, POSSIBLE),
                row(FailureKind.SERVER_ERROR, ONCE, YES, ILLNESS, FREE),
                row(FailureKind.UNAVAILABLE, ONCE, YES, ILLNESS, FREE),
                row(FailureKind.STREAM_BROKEN, ONCE, YES, ILLNESS, POSSIBLE),
                row(FailureKind.MALFORMED_RESPONSE, ONCE, YES, ILLNESS, POSSIBLE),
                row(FailureKind.EMPTY, NEVER, YES, NONE, CERTAIN),
                row(FailureKind.AUTH, NEVER, YES, ILLNESS, FREE),
                row(FailureKind.MODEL_NOT_FOUND, NEVER, YES, MISCONFIGURED, FREE),
                row(FailureKind.RETENTION_REFUSED, NEVER, YES, MISCONFIGURED, FREE),
                row(FailureKind.INVALID_REQUEST, NEVER, NO, NONE, FREE),
                row(FailureKind.REFUSED, NEVER, YES, NONE, POSSIBLE),
                row(FailureKind.UNSUPPORTED, NEVER, YES, NONE, FREE),
                row(FailureKind.CONTEXT_TOO_LONG, NEVER, LARGER_CONTEXT, NONE, FREE),
                row(FailureKind.CONTENT_FILTERED, NEVER, NO, NONE, CERTAIN),
                row(FailureKind.GUARDRAIL_BLOCKED, NEVER, NO, NONE, CERTAIN),
                row(FailureKind.STOPPED, NEVER, YES, NONE, POSSIBLE),
                row(FailureKind.SUPERSEDED, NEVER, NO, NONE, POSSIBLE),
                row(FailureKind.CANCELLED, NEVER, NO, NONE, POSSIBLE),
                row(FailureKind.OTHER, NEVER, YES, ILLNESS, POSSIBLE));
    }

    private static Arguments row(
            FailureKind kind, RetryRule retry, FallbackRule fallback, HealthImpact health, Billing billing) {
        return Arguments.of(kind, retry, fallback, health, billing);
    }

    @ParameterizedTest
    @MethodSource("table")
    void rules_whenLookedUp_areThoseOfTheTable(
            FailureKind kind, RetryRule retry, FallbackRule fallback, HealthImpact health, Billing billing) {
        assertThat(kind.retry()).as("retry").isEqualTo(retry);
        assertThat(kind.fallback()).as("fallback").isEqualTo(fallback);
        assertThat(kind.health()).as("health").isEqualTo(health);
        assertThat(kind.billing()).as("billing").isEqualTo(billing);
    }

    @Test
    void table_whenKindsAreAdded_holdsEveryKind() {
        assertThat(table().map(row -> row.get()[0])).containsExactly((Object[]) FailureKind.values());
    }

    @ParameterizedTest
    @EnumSource
    void rules_whenAnotherTargetWouldFailToo_neverBlameTheTarget(FailureKind kind) {
        if (kind.fallback() != YES) {
            assertThat(kind.retry()).isEqualTo(NEVER);
            assertThat(kind.health()).isEqualTo(NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void advice_whenShownToACaller_isAFewWordsWithoutAFullStop(FailureKind kind) {
        assertThat(kind.advice()).isNotBlank().hasSizeLessThan(80).doesNotEndWith(".");
    }
}
