package dev.hybridrouter.test;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.RouteFailedException;
import dev.hybridrouter.api.RouteRejectedException;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import org.junit.jupiter.api.Test;

class RouteResultsTest {
    @Test
    void answered_hasADecisionThatFits() {
        RouteResult.Answered result = RouteResults.answered("hello");

        assertThat(result.orElseThrow().text()).isEqualTo("hello");
        assertThat(result).isAnswered().servedBy("scripted").ranked("scripted").attemptKinds(AttemptKind.PRIMARY);
        assertThat(result.decision().degraded()).isFalse();
    }

    @Test
    void answeredBy_namesTheTarget() {
        assertThat(RouteResults.answeredBy("frankfurt", "hello"))
                .servedBy("frankfurt")
                .attempted("frankfurt");
    }

    @Test
    void rejected_isRejectedForItsReason() {
        RouteResult result = RouteResults.rejected(RejectionReason.KILL_SWITCH);

        assertThat(result).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThatThrownBy(result::orElseThrow).isInstanceOf(RouteRejectedException.class);
    }

    @Test
    void failed_failsWithItsKind() {
        RouteResult result = RouteResults.failed(FailureKind.THROTTLED);

        assertThat(result).failedWith(FailureKind.THROTTLED).attempted("scripted");
        assertThatThrownBy(result::orElseThrow).isInstanceOf(RouteFailedException.class);
    }
}
