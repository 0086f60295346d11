package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** Answers that go wrong after the response headers, as the SDK shows them on both operations. */
class StreamFaultTest extends EmulatorFixture {
    private static final Reply REPLY = Reply.text("one two three");

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of("throttlingException", ThrottlingException.class, 429),
                Arguments.of("internalServerException", InternalServerException.class, 500),
                Arguments.of("modelStreamErrorException", ModelStreamErrorException.class, 424),
                Arguments.of("validationException", ValidationException.class, 400),
                Arguments.of("serviceUnavailableException", ServiceUnavailableException.class, 503),
                Arguments.of("mysteryException", BedrockRuntimeException.class, 500));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void inStream_whenDeltasWereSent_failsAfterThem(
            String name, Class<? extends AwsServiceException> type, int status) {
        reply(Fault.inStream(name, 2).spoiling(REPLY));

        Sdk.Stream stream = Sdk.stream(async);

        AwsServiceException thrown = (AwsServiceException) stream.failure();
        assertThat(thrown).isExactlyInstanceOf(type);
        assertThat(thrown.statusCode()).isEqualTo(status);
        assertThat(stream.text()).isEqualTo("one two ");
        assertThat(stream.errors()).as("the handler hears of it twice").hasSize(2);
        assertThat(Sdk.failure(async.converse(Sdk.request())))
                .isExactlyInstanceOf(type)
                .extracting(error -> ((AwsServiceException) error).statusCode())
                .isEqualTo(status);
    }

    @Test
    void endAfter_whenStreamHasNoEnd_completesNormally() {
        reply(Fault.endAfter(1).spoiling(REPLY));

        assertThat(Sdk.stream(async).completed().types()).containsExactly("messageStart", "contentBlockDelta");
        assertMalformed(Sdk.failure(async.converse(Sdk.request())));
    }

    @Test
    void truncatedFrame_whenItIsTheLast_completesNormallyWithoutUsage() {
        reply(Fault.truncatedFrame().spoiling(REPLY));

        Sdk.Stream stream = Sdk.stream(async).completed();

        assertThat(stream.types()).endsWith("messageStop");
        assertThat(stream.text()).isEqualTo("one two three");
        assertMalformed(Sdk.failure(async.converse(Sdk.request())));
    }

    @Test
    void truncatedFrameAfter_whenItIsADelta_completesNormallyWithoutIt() {
        reply(Fault.truncatedFrameAfter(2).spoiling(REPLY));

        assertThat(Sdk.stream(async).completed().text()).isEqualTo("one two ");
    }

    @Test
    void corruptFrameAfter_whenFramesCameApart_failsWithAChecksumAfterThem() {
        reply(Fault.corruptFrameAfter(2).spoiling(REPLY.chunkGap(Duration.ofMillis(20))));

        Sdk.Stream stream = Sdk.stream(async);

        assertThat(stream.failure())
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("Message checksum failure");
        assertThat("one two ")
                .as("a frame shares the fate of those read with it")
                .startsWith(stream.text());
        assertMalformed(Sdk.failure(async.converse(Sdk.request())));
    }

    @Test
    void malformedJson_onBothOperations_isAClientException() {
        reply(Fault.malformedJson().spoiling(REPLY));

        assertThat(Sdk.stream(async).failure()).isInstanceOf(SdkClientException.class);
        assertMalformed(Sdk.failure(async.converse(Sdk.request())));
    }

    @Test
    void withoutMessageStop_onBothOperations_looksLikeSuccess() {
        reply(Fault.withoutMessageStop().spoiling(REPLY));

        assertThat(Sdk.stream(async).completed().types()).contains("metadata").doesNotContain("messageStop");
        assertThat(Sdk.success(async.converse(Sdk.request())).stopReasonAsString())
                .isNull();
    }

    @Test
    void withoutMetadata_onBothOperations_looksLikeSuccess() {
        reply(Fault.withoutMetadata().spoiling(REPLY));

        assertThat(Sdk.stream(async).completed().types()).endsWith("messageStop");
        assertThat(Sdk.success(async.converse(Sdk.request())).usage()).isNull();
    }

    @Test
    void emptyAnswer_onBothOperations_looksLikeSuccess() {
        reply(Fault.emptyAnswer());

        assertThat(Sdk.stream(async).completed().types()).containsExactly("messageStart", "messageStop");
        ConverseResponse response = sync.converse(Sdk.request());
        assertThat(response.output().message().content()).isEmpty();
        assertThat(response.usage().outputTokens()).isZero();
    }

    @Test
    void unknownEventAfter_onBothOperations_disturbsNothing() {
        reply(Fault.unknownEventAfter(1).spoiling(REPLY));

        Sdk.Stream stream = Sdk.stream(async).completed();

        assertThat(stream.types()).contains("null").endsWith("messageStop", "metadata");
        assertThat(stream.text()).isEqualTo("one two three");
        assertThat(Sdk.success(async.converse(Sdk.request())).stopReasonAsString())
                .isEqualTo("end_turn");
    }

    @Test
    void malformedToolInput_onBothOperations_leavesTheParsingToTheCaller() {
        reply(Fault.malformedToolInput());

        assertThat(Sdk.stream(async).completed().deltas())
                .extracting(delta -> delta.toolUse().input())
                .containsExactly("{\"city\":", " \"Par");
        ConverseResponse response = sync.converse(Sdk.request());
        assertThat(response.output()
                        .message()
                        .content()
                        .get(0)
                        .toolUse()
                        .input()
                        .isString())
                .isTrue();
    }

    @Test
    void slowDrip_onBothOperations_arrivesWhole() {
        reply(Fault.slowDrip(50, Duration.ofMillis(1)).spoiling(REPLY));

        assertThat(Sdk.stream(async).completed().text()).isEqualTo("one two three");
        assertThat(sync.converse(Sdk.request()).output().message().content()).hasSize(1);
        assertThat(emulator.tokensServed()).isEqualTo(6);
    }

    @Test
    void slowFirstByte_onBothOperations_arrivesWhole() {
        reply(Fault.slowFirstByte(Duration.ofMillis(20)).spoiling(REPLY));

        assertThat(Sdk.stream(async).completed().text()).isEqualTo("one two three");
        assertThat(sync.converse(Sdk.request()).output().message().content()).hasSize(1);
    }

    private static void assertMalformed(Throwable thrown) {
        assertThat(thrown).isExactlyInstanceOf(SdkClientException.class).hasMessageContaining("end-of-input");
    }
}
