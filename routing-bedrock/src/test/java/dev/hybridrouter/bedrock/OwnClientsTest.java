package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/** The clients that the adapter makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnClientsTest {
    private static final Duration LONGEST_DEFAULT_DEADLINE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BedrockEmulator emulator = BedrockEmulator.start();

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    void close() {
        emulator.close();
    }

    private BedrockAdapter.Builder adapter() {
        return BedrockAdapter.builder()
                .region(Adapters.REGION)
                .endpoint(emulator.endpoint())
                .credentials(Adapters.CREDENTIALS);
    }

    /** The SDK's own limit is 50. */
    @Test
    void manyCalls_areCarriedAtOnce() throws InterruptedException {
        emulator.on(Calls.MODEL).reply(Fault.hang());
        try (BedrockAdapter adapter = adapter().build()) {
            List<CompletableFuture<ModelResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                calls.add(adapter.call(Calls.any()));
            }
            assertThat(emulator.awaitRequests(120, PATIENCE)).isTrue();
            calls.forEach(call -> call.cancel(true));
        }
    }

    @Test
    void concurrency_isLimitedAsAsked() {
        AtomicInteger most = new AtomicInteger();
        emulator.on(Calls.MODEL).answer(request -> {
            most.accumulateAndGet(emulator.inFlight(), Math::max);
            return Reply.text("green").firstByteDelay(Duration.ofMillis(20));
        });
        try (BedrockAdapter adapter = adapter().maxConcurrency(1).build()) {
            Stream.generate(() -> adapter.call(Calls.any())).limit(5).toList().forEach(CompletableFuture::join);
            assertThat(emulator.requestCount()).isEqualTo(5);
            assertThat(most).hasValue(1);
        }
    }

    @Test
    void concurrencyOfNothing_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BedrockAdapter.builder().maxConcurrency(0))
                .withMessage("bedrock.maxConcurrency: 0 (expected: >= 1)");
    }

    @Test
    void silence_isBornLongerThanAnyDeadline() {
        assertThat(RegionClients.Builder.LONGEST_SILENCE).isGreaterThan(LONGEST_DEFAULT_DEADLINE);
        emulator.on(Calls.MODEL).reply(Fault.hang());
        try (SdkAsyncHttpClient http = ownThreads(RegionClients.Builder.http(Duration.ofMillis(100), 1));
                BedrockAdapter adapter = adapter().httpClient(http).build()) {
            assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    private static SdkAsyncHttpClient ownThreads(NettyNioAsyncHttpClient.Builder http) {
        return http.eventLoopGroupBuilder(SdkEventLoopGroup.builder()).build();
    }

    @Test
    void callThatFindsNoFreeConnection_isUnavailable_andCostsNothing() throws InterruptedException {
        emulator.on(Calls.MODEL).reply(Fault.hang());
        try (SdkAsyncHttpClient http = ownThreads(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(1)
                        .connectionAcquisitionTimeout(Duration.ofMillis(100)));
                BedrockAdapter adapter = adapter().httpClient(http).build()) {
            CompletableFuture<ModelResponse> first = hanging(adapter);
            assertNothingSent(Calls.failure(adapter, Calls.any()));
            assertThat(emulator.requestCount()).isEqualTo(1);
            first.cancel(true);
        }
    }

    /** A busy machine may take longer to connect than the time-out of the test allows: then nothing was sent. */
    private CompletableFuture<ModelResponse> hanging(BedrockAdapter adapter) throws InterruptedException {
        for (int attempt = 0; attempt < 40; attempt++) {
            CompletableFuture<ModelResponse> call = adapter.call(Calls.any());
            if (emulator.awaitRequests(1, Duration.ofMillis(500))) {
                return call;
            }
        }
        throw new AssertionError("no connection");
    }

    @Test
    void callThatFindsTheQueueFull_isUnavailable_andCostsNothing() throws InterruptedException {
        emulator.on(Calls.MODEL).reply(Fault.hang());
        try (SdkAsyncHttpClient http = ownThreads(
                        NettyNioAsyncHttpClient.builder().maxConcurrency(1).maxPendingConnectionAcquires(1));
                BedrockAdapter adapter = adapter().httpClient(http).build()) {
            CompletableFuture<ModelResponse> first = adapter.call(Calls.any());
            assertThat(emulator.awaitRequests(1, PATIENCE)).isTrue();
            CompletableFuture<ModelResponse> waiting = adapter.call(Calls.any());
            assertNothingSent(Calls.failure(adapter, Calls.any()));
            waiting.cancel(true);
            first.cancel(true);
        }
    }

    private static void assertNothingSent(ProviderFailure failure) {
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.billing()).isEqualTo(Billing.NONE);
        assertThat(failure.message()).startsWith("no connection could be had");
    }

    @SuppressWarnings("deprecation") // hosts may still use the older retry policy
    static Stream<Consumer<BedrockRuntimeAsyncClientBuilder>> changes() {
        return Stream.of(
                client -> client.overrideConfiguration(config -> config.apiCallTimeout(PATIENCE)),
                client -> client.overrideConfiguration(config -> config.retryStrategy(RetryMode.STANDARD)),
                client -> client.overrideConfiguration(config -> config.retryPolicy(RetryMode.STANDARD)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void customizedClient_stillDoesNotRetry(Consumer<BedrockRuntimeAsyncClientBuilder> change) {
        emulator.on(Calls.MODEL).reply(Fault.throttled());
        try (BedrockAdapter adapter =
                adapter().httpClient(Adapters.HTTP).customize(change).build()) {
            assertThat(adapter.retryingRegions()).isEmpty();
            Calls.failure(adapter, Calls.any());
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void customizedClient_keepsWhatElseWasSet() {
        emulator.on(Calls.MODEL).reply(Fault.hang());
        try (BedrockAdapter adapter = adapter()
                .httpClient(Adapters.HTTP)
                .customize(
                        client -> client.overrideConfiguration(config -> config.apiCallTimeout(Duration.ofMillis(50))))
                .build()) {
            assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void close_closesEach_andThrowsTheFirstFailureWithTheOthers() {
        List<String> closed = new ArrayList<>();
        List<AutoCloseable> resources = List.of(failing("a", closed), () -> closed.add("b"), failing("c", closed));
        assertThatThrownBy(() -> RegionClients.closeAll(resources))
                .hasMessage("a")
                .satisfies(error -> assertThat(error.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("c")));
        assertThat(closed).containsExactly("a", "b", "c");
    }

    private static AutoCloseable failing(String name, List<String> closed) {
        return () -> {
            closed.add(name);
            throw new IllegalStateException(name);
        };
    }
}
