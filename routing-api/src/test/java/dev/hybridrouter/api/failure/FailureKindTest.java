package dev.hybridrouter.api.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failure table, once more and by hand, so that changing it takes two changes. */
class FailureKindTest {
    @ParameterizedTest
    @CsvSource({
        "THROTTLED,          AFTER_PAUSE, YES,            LOAD,          NONE",
        "QUOTA_EXCEEDED,     NEVER,       YES,            LOAD,          NONE",
        "TIMEOUT,            NEVER,       YES,            ILLNESS,       POSSIBLE",
        "SERVER_ERROR,       ONCE,        YES,            ILLNESS,       NONE",
        "UNAVAILABLE,        ONCE,        YES,            ILLNESS,       NONE",
        "STREAM_BROKEN,      ONCE,        YES,            ILLNESS,       POSSIBLE",
        "MALFORMED_RESPONSE, ONCE,        YES,            ILLNESS,       POSSIBLE",
        "EMPTY,              NEVER,       YES,            NONE,          CERTAIN",
        "AUTH,               NEVER,       YES,            MISCONFIGURED, NONE",
        "MODEL_NOT_FOUND,    NEVER,       YES,            MISCONFIGURED, NONE",
        "RETENTION_REFUSED,  NEVER,       YES,            MISCONFIGURED, NONE",
        "INVALID_REQUEST,    NEVER,       NO,             NONE,          NONE",
        "CONTEXT_TOO_LONG,   NEVER,       LARGER_CONTEXT, NONE,          NONE",
        "CONTENT_FILTERED,   NEVER,       NO,             NONE,          CERTAIN",
        "GUARDRAIL_BLOCKED,  NEVER,       NO,             NONE,          CERTAIN",
        "CANCELLED,          NEVER,       NO,             NONE,          POSSIBLE",
        "OTHER,              NEVER,       YES,            ILLNESS,       POSSIBLE"
    })
    void kind_meansWhatTheTableSays(
            FailureKind kind, RetryRule retry, FallbackRule fallback, HealthImpact health, Billing billing) {
        assertThat(kind.retry()).isEqualTo(retry);
        assertThat(kind.fallback()).isEqualTo(fallback);
        assertThat(kind.health()).isEqualTo(health);
        assertThat(kind.billing()).isEqualTo(billing);
        assertThat(kind.advice()).isNotBlank();
    }

    @Test
    void table_isComplete() {
        Set<String> rows = Stream.of(FailureKind.values()).map(Enum::name).collect(Collectors.toSet());
        assertThat(rows).hasSize(17);
        assertThat(Arrays.stream(FailureKind.values()).filter(kind -> kind.fallback() == FallbackRule.NO))
                .containsExactlyInAnyOrder(
                        FailureKind.INVALID_REQUEST,
                        FailureKind.CONTENT_FILTERED,
                        FailureKind.GUARDRAIL_BLOCKED,
                        FailureKind.CANCELLED);
    }
}
