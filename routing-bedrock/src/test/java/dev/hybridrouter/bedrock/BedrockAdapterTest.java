package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BedrockAdapterTest {
    private final BedrockEmulator emulator = BedrockEmulator.start();

    @BeforeEach
    void reset() {
        emulator.up();
        emulator.reset();
    }

    @AfterAll
    void close() {
        emulator.close();
    }

    private BedrockRuntimeAsyncClientBuilder client() {
        return BedrockRuntimeAsyncClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP);
    }

    @Test
    void builder_withoutRegion_namesTheFix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BedrockAdapter.builder().build())
                .withMessage("bedrock.region: none (expected: at least one region or client)");
    }

    @Test
    void builder_withARegionTwice_namesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BedrockAdapter.builder().region("eu-west-1").region("eu-west-1"))
                .withMessage("bedrock.region: eu-west-1 twice (expected: each region once)");
    }

    @Test
    void check_ofATargetWithoutRegion_namesTheRegions() {
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            Target target = Target.builder("a", "bedrock", "m").build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adapter.check(target))
                    .withMessage("target[a].region: none (expected: one of [eu-central-1])");
        }
    }

    @Test
    void check_ofATargetInAnotherRegion_namesTheFix() {
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            Target target =
                    Target.builder("a", "bedrock", "m").region("us-east-1").build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adapter.check(target))
                    .withMessage("target[a].region: us-east-1 (expected: one of [eu-central-1]; add it with"
                            + " BedrockAdapter.builder().region(..))");
        }
    }

    @Test
    void check_ofAnArnOfAnotherRegion_namesItsRegion() {
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            Target target = Target.builder("a", "bedrock", "arn:aws:bedrock:eu-west-1:1:inference-profile/x")
                    .region("eu-central-1")
                    .build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adapter.check(target))
                    .withMessage("target[a].region: eu-central-1 (expected: eu-west-1, the region of the model's ARN)");
        }
    }

    @Test
    void ownClient_doesNotRetry() {
        emulator.on(Calls.MODEL).reply(Fault.throttled());
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            assertThat(adapter.retryingRegions()).isEmpty();
            Calls.failure(adapter, Calls.any());
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void hostsClientThatRetries_isReported() {
        try (LogTap log = LogTap.open();
                BedrockAdapter adapter = BedrockAdapter.builder()
                        .client("eu-central-1", client().build())
                        .build()) {
            assertThat(adapter.retryingRegions()).containsExactly("eu-central-1");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("[eu-central-1]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LEGACY", "STANDARD", "ADAPTIVE_V2"})
    void hostsClientWithARetryMode_isReported(String mode) {
        BedrockRuntimeAsyncClient client = client().overrideConfiguration(
                        config -> config.retryStrategy(RetryMode.valueOf(mode)))
                .build();
        try (BedrockAdapter adapter =
                BedrockAdapter.builder().client("eu-central-1", client).build()) {
            assertThat(adapter.retryingRegions()).containsExactly("eu-central-1");
        }
    }

    @Test
    void hostsClientThatDoesNotTell_isReported() {
        BedrockRuntimeAsyncClient silent = new BedrockRuntimeAsyncClient() {
            @Override
            public String serviceName() {
                return "bedrock-runtime";
            }

            @Override
            public void close() {}
        };
        try (BedrockAdapter adapter =
                BedrockAdapter.builder().client("eu-central-1", silent).build()) {
            assertThat(adapter.retryingRegions()).containsExactly("eu-central-1");
        }
    }

    @Test
    @SuppressWarnings("deprecation") // hosts may still use the older retry policy
    void hostsClientWithTheOlderWordForNoRetries_isFine() {
        BedrockRuntimeAsyncClient client = client().overrideConfiguration(
                        config -> config.retryPolicy(RetryPolicy.none()))
                .build();
        emulator.on(Calls.MODEL).reply(Fault.throttled());
        try (BedrockAdapter adapter =
                BedrockAdapter.builder().client("eu-central-1", client).build()) {
            assertThat(adapter.retryingRegions()).isEmpty();
            Calls.failure(adapter, Calls.any());
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void hostsClientWithoutRetries_isFine_andStaysOpenWhenTheAdapterIsClosed() {
        BedrockRuntimeAsyncClient client = client().overrideConfiguration(
                        config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        emulator.on(Calls.MODEL).reply(Reply.text("green"));
        BedrockAdapter first =
                BedrockAdapter.builder().client("eu-central-1", client).build();
        assertThat(first.retryingRegions()).isEmpty();
        first.close();
        BedrockAdapter second =
                BedrockAdapter.builder().client("eu-central-1", client).build();
        assertThat(Calls.answer(second).text()).isEqualTo("green");
    }

    @Test
    void regions_sendToTheirOwnClients() {
        try (BedrockEmulator ireland = BedrockEmulator.start();
                BedrockAdapter adapter = BedrockAdapter.builder()
                        .client("eu-central-1", client().build())
                        .client(
                                "eu-west-1",
                                client().region(Region.EU_WEST_1)
                                        .endpointOverride(ireland.endpoint())
                                        .build())
                        .build()) {
            Target there = Calls.TARGET.toBuilder().region("eu-west-1").build();
            emulator.on(Calls.MODEL).reply(Reply.text("from Frankfurt"));
            ireland.on(Calls.MODEL).reply(Reply.text("from Dublin"));
            assertThat(Calls.answer(adapter).text()).isEqualTo("from Frankfurt");
            assertThat(adapter.call(Calls.of(Calls.any().request(), there))
                            .join()
                            .text())
                    .isEqualTo("from Dublin");
        }
    }

    @Test
    void missingCredentials_areAnAuthFailure() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials");
        };
        try (BedrockAdapter adapter = BedrockAdapter.builder()
                .region("eu-central-1")
                .endpoint(emulator.endpoint())
                .credentials(none)
                .httpClient(Adapters.HTTP)
                .build()) {
            assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(FailureKind.AUTH);
            assertThat(Calls.streamFailure(adapter).kind()).isEqualTo(FailureKind.AUTH);
            assertThat(emulator.requestCount()).isZero();
        }
    }

    /**
     * The endpoint has answered before: until then the SDK (2.54.14) does not know its protocol, and a call that comes
     * just as the first connection is refused can wait for the SDK's acquire time-out of 10 s.
     */
    @Test
    void endpointThatGoesDown_isUnavailable() {
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            emulator.on(Calls.MODEL).reply(Reply.text("green"));
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
            emulator.down();
            assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(Calls.streamFailure(adapter).kind()).isEqualTo(FailureKind.UNAVAILABLE);
            emulator.up();
            emulator.on(Calls.MODEL).reply(Reply.text("green"));
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
        }
    }

    @Test
    void sdksOwnTimeLimit_isATimeout() {
        emulator.on(Calls.MODEL).reply(Fault.hang());
        try (BedrockAdapter adapter = BedrockAdapter.builder()
                .region("eu-central-1")
                .endpoint(emulator.endpoint())
                .credentials(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP)
                .customize(
                        client -> client.overrideConfiguration(config -> config.apiCallTimeout(Duration.ofMillis(50))))
                .build()) {
            assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void streamCancelledInsideOnSubscribe_isNeverSent() throws InterruptedException {
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            adapter.stream(Calls.any()).subscribe(new CancelAtOnce<>());
            emulator.on(Calls.MODEL).reply(Reply.text("green"));
            assertThat(Calls.answer(adapter).text()).isEqualTo("green");
            assertThat(emulator.awaitIdle(Duration.ofMinutes(2))).isTrue();
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void cancelledCall_isAbortedOnTheWire() throws InterruptedException {
        emulator.on(Calls.MODEL).reply(Fault.hang());
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            var call = adapter.call(Calls.any());
            StreamProbe<Object> probe = StreamProbe.unbounded();
            adapter.stream(Calls.any()).subscribe(probe);
            assertThat(emulator.awaitRequests(2, Duration.ofMinutes(2))).isTrue();
            call.cancel(true);
            probe.cancel();
            assertThat(emulator.awaitIdle(Duration.ofMinutes(2))).isTrue();
            assertThat(emulator.cancelledStreams()).isEqualTo(2);
            assertThat(probe.terminals()).isZero();
        }
    }

    @Test
    void options_haveValueEquality() {
        BedrockOptions one = BedrockOptions.builder()
                .requestMetadata(Map.of("a", "b"))
                .effort("low")
                .build();
        BedrockOptions same = BedrockOptions.builder()
                .requestMetadata(Map.of("a", "b"))
                .effort("low")
                .build();
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(BedrockOptions.builder().effort("low").build());
    }
}
