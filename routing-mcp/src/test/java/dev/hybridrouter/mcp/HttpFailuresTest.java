package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import org.junit.jupiter.api.Test;

class HttpFailuresTest {
    @Test
    void whatSpeaksOfThePrompt_isNoFaultOfTheServer_andAnotherTargetMayTakeIt() {
        for (int status : new int[] {400, 422}) {
            assertThat(HttpFailures.of(status, null).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        }
        for (int status : new int[] {405, 406, 409, 415, 421, 426}) {
            assertThat(HttpFailures.of(status, null).kind()).isEqualTo(FailureKind.OTHER);
        }
    }
}
