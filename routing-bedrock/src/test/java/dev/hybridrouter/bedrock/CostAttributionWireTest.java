package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What reaches the service of a cost attribution. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostAttributionWireTest {
    private static final CostAttribution ATTRIBUTION =
            CostAttribution.builder(new byte[32]).tags("team").build();
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .user("hi")
            .context(RequestContext.builder()
                    .tenant("acme")
                    .operation(OperationType.INFRASTRUCTURE)
                    .tags(Map.of("team", "search", "unlisted", "secret"))
                    .build())
            .options(BedrockOptions.builder()
                    .requestMetadata(Map.of("ticket", "T-1"))
                    .build())
            .build();

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = BedrockAdapter.builder()
            .region(Adapters.REGION)
            .endpoint(emulator.endpoint())
            .credentials(Adapters.CREDENTIALS)
            .httpClient(Adapters.HTTP)
            .costAttribution(ATTRIBUTION)
            .build();

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    void close() {
        adapter.close();
        emulator.close();
    }

    private void assertAttributed() {
        assertThat(emulator.requests()).hasSize(1);
        String body = emulator.requests().get(0).body();
        assertThat(body).doesNotContain("acme").doesNotContain("secret");
        Optional<JsonNode> expected =
                Optional.of(JsonNode.parser().parse("""
                {"tenant":"%s","operation":"INFRASTRUCTURE","attempt":"primary","ticket":"T-1","team":"search"}""".formatted(ATTRIBUTION.pseudonym("acme"))));
        assertThat(JsonNode.parser().parse(body).field("requestMetadata")).isEqualTo(expected);
    }

    @Test
    void call_carriesTheAttribution() {
        adapter.call(Calls.of(REQUEST)).join();
        assertAttributed();
    }

    @Test
    void stream_carriesTheAttribution() {
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        adapter.stream(Calls.of(REQUEST)).subscribe(probe);
        probe.await(Duration.ofMinutes(2));
        assertAttributed();
    }

    @Test
    void adapterWithoutAttribution_sendsNothingOfItsOwn() {
        try (BedrockAdapter plain = Adapters.sharing(emulator)) {
            plain.call(Calls.any()).join();
            assertThat(emulator.requests().get(0).body()).doesNotContain("requestMetadata");
        }
    }
}
