package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.EmulatorTls;
import dev.hybridrouter.test.bedrock.Reply;
import dev.hybridrouter.test.bedrock.WireProtocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.Protocol;

/** Over real TLS: what keeps the adapter from an endpoint is noticed at once and named, and another target answers. */
class TlsWireTest {
    /** Longer than the SDK waits for a connection: who waits for that, waits for nothing. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Duration SDKS_WAIT_FOR_A_CONNECTION = Duration.ofSeconds(10);

    private static Certificates certificates;

    @BeforeAll
    static void issue(@TempDir Path folder) {
        certificates = new Certificates(folder);
    }

    enum Endpoint {
        DOWN("the endpoint cannot be reached"),
        UNTRUSTED("TLS: the certificate of the endpoint is not trusted"),
        EXPIRED("TLS: the certificate of the endpoint has expired"),
        OF_ANOTHER_HOST("TLS: the certificate of the endpoint is for another host name"),
        CUTTING("TLS: the handshake failed"),
        WITHOUT_TLS("TLS: the endpoint does not speak TLS"),
        WITHOUT_HTTP_2("the endpoint does not speak HTTP/2"),
        WITHOUT_ALPN("the endpoint does not speak HTTP/2");

        private final String reason;

        Endpoint(String reason) {
            this.reason = reason;
        }

        BedrockEmulator start() {
            return switch (this) {
                case DOWN -> down();
                case UNTRUSTED -> BedrockEmulator.builder().tls(tls()).start();
                case WITHOUT_HTTP_2 ->
                    BedrockEmulator.builder().tls(tls().withoutHttp2()).start();
                case WITHOUT_ALPN ->
                    BedrockEmulator.builder().tls(tls().withoutAlpn()).start();
                case CUTTING -> BedrockEmulator.builder().tls(EmulatorTls.cut()).start();
                case WITHOUT_TLS -> BedrockEmulator.start();
                case EXPIRED ->
                    BedrockEmulator.builder()
                            .tls(EmulatorTls.of(certificates.expired(), Certificates.PASSWORD))
                            .start();
                case OF_ANOTHER_HOST ->
                    BedrockEmulator.builder()
                            .tls(EmulatorTls.of(certificates.ofAnotherHost(), Certificates.PASSWORD))
                            .start();
            };
        }

        private static BedrockEmulator down() {
            BedrockEmulator emulator = BedrockEmulator.builder().tls(tls()).start();
            emulator.down();
            return emulator;
        }

        BedrockAdapter.Builder adapter(BedrockEmulator emulator) {
            BedrockAdapter.Builder adapter = TlsWireTest.adapter(emulator);
            if (this == WITHOUT_TLS) {
                adapter.endpoint(
                        URI.create("https://localhost:" + emulator.endpoint().getPort()));
            }
            return this == UNTRUSTED ? adapter : trusting(adapter);
        }
    }

    private static EmulatorTls tls() {
        return EmulatorTls.of(certificates.valid(), Certificates.PASSWORD);
    }

    private static BedrockAdapter.Builder adapter(BedrockEmulator emulator) {
        return BedrockAdapter.builder()
                .region(Adapters.REGION)
                .endpoint(emulator.endpoint())
                .credentials(Adapters.CREDENTIALS);
    }

    private static BedrockAdapter.Builder trusting(BedrockAdapter.Builder adapter) {
        return adapter.customizeHttp(http -> http.tlsTrustManagersProvider(() -> certificates.trust()));
    }

    @ParameterizedTest
    @EnumSource
    void endpointThatCannotBeUsed_isNamed_forCallsAndStreams_andCostsNothing(Endpoint endpoint) {
        try (BedrockEmulator emulator = endpoint.start();
                BedrockAdapter adapter = endpoint.adapter(emulator).build()) {
            assertNotSent(Calls.failure(adapter, Calls.any()), endpoint);
            assertNotSent(Calls.streamFailure(adapter), endpoint);
            assertThat(emulator.requestCount()).isZero();
        }
    }

    private static void assertNotSent(ProviderFailure failure, Endpoint endpoint) {
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.message()).startsWith(endpoint.reason);
        assertThat(failure.billing()).isEqualTo(Billing.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void anotherTargetAnswers_longBeforeTheDeadline(Endpoint endpoint) {
        try (BedrockEmulator broken = endpoint.start();
                BedrockEmulator sound = BedrockEmulator.builder().tls(tls()).start();
                HybridRouter router = HybridRouterBuilder.create()
                        .adapter(endpoint.adapter(broken).id("broken").build())
                        .adapter(trusting(adapter(sound)).id("sound").build())
                        .target(target("broken"))
                        .target(target("sound"))
                        .build()) {
            sound.on(Calls.MODEL).reply(Reply.text("green"));
            RouteResult.Answered answer = router.route(RouteRequest.builder()
                            .user("What colour is grass?")
                            .context(RequestContext.builder().deadline(DEADLINE).build())
                            .build())
                    .orElseThrow();
            assertThat(answer.target().value()).isEqualTo("sound");
            List<Attempt> failed = answer.decision().attempts().stream()
                    .filter(attempt -> attempt.failure().isPresent())
                    .toList();
            assertThat(failed).isNotEmpty().allSatisfy(attempt -> {
                assertNotSent(attempt.failure().orElseThrow(), endpoint);
                assertThat(attempt.duration()).isLessThan(SDKS_WAIT_FOR_A_CONNECTION);
            });
        }
    }

    private static Target target(String adapter) {
        return Target.builder(adapter, adapter, Calls.MODEL)
                .region(Adapters.REGION)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void callsThatComeTogether_allFailAtOnce(Endpoint endpoint) {
        try (BedrockEmulator emulator = endpoint.start();
                BedrockAdapter adapter = endpoint.adapter(emulator).build()) {
            List<CompletableFuture<ModelResponse>> calls =
                    Stream.generate(() -> adapter.call(Calls.any())).limit(50).toList();
            calls.forEach(call -> assertNotSent(Calls.failure(() -> call), endpoint));
        }
    }

    /** The SDK reports here that its connections could not be closed in time. */
    @Test
    void adapterIsClosedQuietly_afterAHandshakeThatFailed() {
        Logger sdk = (Logger) LoggerFactory.getLogger("software.amazon.awssdk");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        sdk.addAppender(log);
        try (BedrockEmulator emulator = Endpoint.UNTRUSTED.start()) {
            try (BedrockAdapter adapter = adapter(emulator).build()) {
                Calls.failure(adapter, Calls.any());
            }
            assertThat(log.list).isEmpty();
        } finally {
            sdk.detachAppender(log);
        }
    }

    @Test
    void trustedEndpoint_isSpokenToOverHttp2() {
        try (BedrockEmulator emulator = BedrockEmulator.builder().tls(tls()).start();
                BedrockAdapter adapter = trusting(adapter(emulator)).build()) {
            emulator.on(Calls.MODEL).reply(Reply.text("green"));
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
            Calls.finished(Calls.streamToEnd(adapter));
            assertThat(emulator.requests())
                    .allSatisfy(request -> assertThat(request.protocol()).isEqualTo(WireProtocol.HTTP_2));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHOUT_HTTP_2", "WITHOUT_ALPN"})
    void endpointWithoutHttp2_isServedOverHttp11_whereAskedFor(Endpoint endpoint) {
        try (BedrockEmulator emulator = endpoint.start();
                BedrockAdapter adapter =
                        endpoint.adapter(emulator).protocol(Protocol.HTTP1_1).build()) {
            emulator.on(Calls.MODEL).reply(Reply.text("green"));
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
            Calls.finished(Calls.streamToEnd(adapter));
        }
    }

    @Test
    void httpClientOfTheHost_isNotChangedByTheAdapter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BedrockAdapter.builder()
                        .region(Adapters.REGION)
                        .httpClient(Adapters.HTTP)
                        .protocol(Protocol.HTTP1_1)
                        .build())
                .withMessage(
                        "bedrock.httpClient: set (expected: unset beside bedrock.protocol and bedrock.customizeHttp)");
    }

    @Test
    void clearText_isServedOverHttp11_whereAskedFor() {
        try (BedrockEmulator emulator = BedrockEmulator.start();
                BedrockAdapter adapter =
                        adapter(emulator).protocol(Protocol.HTTP1_1).build()) {
            emulator.on(Calls.MODEL).reply(Reply.text("green"));
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
            assertThat(emulator.requests().get(0).protocol()).isEqualTo(WireProtocol.HTTP_1_1);
        }
    }
}
