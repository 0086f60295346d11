package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.Protocol;

/** Answers that a peer makes too large, or does not end, through the real SDK. */
class AnswerLimitWireTest {
    private static final int LIMIT = 100_000;

    private static BedrockAdapter.Builder limited(URI endpoint) {
        return BedrockAdapter.builder()
                .region(Adapters.REGION)
                .endpoint(endpoint)
                .credentials(Adapters.CREDENTIALS)
                .maxAnswerBytes(LIMIT)
                .httpClient(Adapters.HTTP);
    }

    private static void assertTooLarge(ProviderFailure failure) {
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.health()).isEqualTo(HealthImpact.NONE);
        assertThat(failure.message())
                .contains("at most " + LIMIT)
                .contains("BedrockAdapter.builder().maxAnswerBytes(..)");
    }

    @Test
    void tooLargeAnswersOfAllKinds_areRefusedByName_andTheNextIsAnswered() {
        try (BedrockEmulator emulator = BedrockEmulator.start();
                BedrockAdapter adapter = limited(emulator.endpoint()).build()) {
            Reply large = Reply.text("x".repeat(LIMIT + 1)).chunkSize(5_000);
            emulator.on(Calls.MODEL)
                    .sequence(
                            large,
                            large,
                            Reply.toolUse("t1", "lookup", "{\"a\":\"" + "x".repeat(LIMIT) + "\"}"),
                            Reply.text("green"));

            assertTooLarge(Calls.failure(adapter, Calls.any()));
            assertTooLarge(Calls.streamFailure(adapter));
            assertTooLarge(Calls.streamFailure(adapter));
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
        }
    }

    @Test
    void tooLargeError_isRefused() {
        try (BedrockEmulator emulator = BedrockEmulator.start();
                BedrockAdapter adapter = limited(emulator.endpoint()).build()) {
            emulator.on(Calls.MODEL).reply(Fault.error(500, "InternalServerException", "x".repeat(LIMIT)));

            assertTooLarge(Calls.streamFailure(adapter));
        }
    }

    @Test
    void compressedAnswer_countsAsWhatItInflatesTo() throws IOException {
        String start = "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"";
        String end = "\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"outputTokens\":1,"
                + "\"totalTokens\":2}}";
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model/bomb", exchange -> answer(exchange, start + "x".repeat(100 * LIMIT) + end));
        server.createContext("/model/" + Calls.MODEL, exchange -> answer(exchange, start + "green" + end));
        server.start();
        URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
        try (BedrockAdapter adapter = limited(endpoint).build()) {
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
            assertTooLarge(Calls.failure(
                    adapter,
                    Calls.of(
                            Calls.any().request(),
                            Target.builder("bomb", "bedrock", "bomb")
                                    .region(Adapters.REGION)
                                    .build())));
        } finally {
            server.stop(0);
        }
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, body.size());
        try (OutputStream out = exchange.getResponseBody()) {
            body.writeTo(out);
        }
    }

    @Test
    void embeddingsAreBoundedToo() {
        try (BedrockEmulator emulator = BedrockEmulator.start();
                BedrockAdapter adapter =
                        limited(emulator.endpoint()).maxAnswerBytes(100).build()) {
            BedrockEmbedder embedder = BedrockEmbedder.builder(adapter, Adapters.REGION, "amazon.titan-embed-text-v2:0")
                    .build();

            ProviderFailure failure = Calls.failure(
                    () -> embedder.embed(new EmbeddingCall("grass", RequestContext.defaults(), Duration.ofMinutes(1))));

            assertThat(failure.message()).contains("at most 100;");
        }
    }

    @Test
    void wholeStreamThatStaysOpen_givesItsConnectionBackAfterTheGrace() {
        ManualClock clock = ManualClock.create();
        try (BedrockEmulator emulator = BedrockEmulator.start();
                BedrockAdapter adapter = BedrockAdapter.builder()
                        .region(Adapters.REGION)
                        .endpoint(emulator.endpoint())
                        .credentials(Adapters.CREDENTIALS)
                        .protocol(Protocol.HTTP1_1)
                        .maxConcurrency(1)
                        .scheduler(clock)
                        .build()) {
            emulator.on(Calls.MODEL).sequence(Fault.withoutEnd(), Reply.text("green"));
            StreamProbe<ProviderEvent> open = Calls.streamToEnd(adapter);
            assertThat(Calls.finished(open).usage().output()).isPresent();

            clock.advance(Duration.ofSeconds(2));

            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
        }
    }
}
