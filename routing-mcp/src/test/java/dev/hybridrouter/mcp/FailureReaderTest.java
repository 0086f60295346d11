package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureReaderTest {
    private static McpResult declaring(String kind) {
        return new McpResult(List.of(), Map.of("error", Map.of("kind", kind)), Map.of(), true, 0);
    }

    @Test
    void whatOnlyTheRouterKnows_isNotBelieved() {
        assertThat(FailureReader.declared(declaring("CANCELLED"))).isEmpty();
        assertThat(FailureReader.declared(declaring("STOPPED"))).isEmpty();
        assertThat(FailureReader.declared(declaring("THROTTLED"))).isPresent();
    }

    @Test
    void aToolThatRanAndFailed_mayHaveCost() {
        assertThat(FailureReader.declared(declaring("SERVER_ERROR"))
                        .orElseThrow()
                        .billing())
                .isEqualTo(Billing.POSSIBLE);
        assertThat(FailureReader.declared(declaring("AUTH")).orElseThrow().billing())
                .isEqualTo(Billing.NONE);
    }

    @Test
    void onlyWhatSpeaksOfThePrompt_isTheCallersFault() {
        assertThat(FailureReader.ofError(-32_600, null).kind()).isEqualTo(FailureKind.OTHER);
        assertThat(FailureReader.ofError(-32_700, null).kind()).isEqualTo(FailureKind.OTHER);
    }
}
