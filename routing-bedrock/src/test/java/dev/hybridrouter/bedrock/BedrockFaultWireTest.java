package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the emulator, through the real SDK, for a call and for a stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BedrockFaultWireTest {
    private static final Reply PACED =
            Reply.text("one two three four").chunkSize(1).chunkGap(Duration.ofMillis(20));

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = Adapters.sharing(emulator);
    private final LogTap log = LogTap.open();

    @BeforeAll
    void connect() {
        emulator.on(Calls.MODEL).reply(Reply.text("ready"));
        assertThat(Calls.answer(adapter).text()).isEqualTo("ready");
    }

    @AfterAll
    void close() {
        adapter.close();
        emulator.close();
        log.close();
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments("429 throttled", Fault.throttled(), FailureKind.THROTTLED),
                arguments("429 model not ready", Fault.modelNotReady(), FailureKind.UNAVAILABLE),
                arguments("408", Fault.modelTimeout(), FailureKind.TIMEOUT),
                arguments("424", Fault.modelError(500, "model-a"), FailureKind.SERVER_ERROR),
                arguments("500", Fault.internalServerError(), FailureKind.SERVER_ERROR),
                arguments("502 as a web page", Fault.htmlBadGateway(), FailureKind.UNAVAILABLE),
                arguments("503", Fault.serviceUnavailable(), FailureKind.UNAVAILABLE),
                arguments("400", Fault.validation("The role is wrong."), FailureKind.INVALID_REQUEST),
                arguments("400 too long", Fault.inputTooLong(), FailureKind.CONTEXT_TOO_LONG),
                arguments("400 quota", Fault.quotaExceeded(), FailureKind.QUOTA_EXCEEDED),
                arguments("403", Fault.accessDenied(), FailureKind.AUTH),
                arguments("403 signature", Fault.error(403, "InvalidSignatureException", "no"), FailureKind.AUTH),
                arguments("404", Fault.resourceNotFound(), FailureKind.MODEL_NOT_FOUND),
                arguments("418 unheard of", Fault.error(418, "TeapotException", "short"), FailureKind.OTHER),
                arguments("reset before headers", Fault.resetBeforeHeaders(), FailureKind.UNAVAILABLE),
                arguments("stream reset", Fault.resetBeforeHeaders().streamOnly(), FailureKind.UNAVAILABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void fault_inACall_hasItsKind(String name, Fault fault, FailureKind kind) {
        emulator.on(Calls.MODEL).reply(fault);
        assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(kind);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void fault_inAStream_hasItsKind(String name, Fault fault, FailureKind kind) {
        emulator.on(Calls.MODEL).reply(fault);
        assertThat(Calls.streamFailure(adapter).kind()).isEqualTo(kind);
    }

    static Stream<Arguments> brokenAnswers() {
        return Stream.of(
                arguments("malformed JSON", Fault.malformedJson(), FailureKind.MALFORMED_RESPONSE),
                arguments("cut JSON", Fault.corruptFrameAfter(1), FailureKind.MALFORMED_RESPONSE),
                arguments("malformed tool input", Fault.malformedToolInput(), FailureKind.MALFORMED_RESPONSE),
                arguments("reset half-way", Fault.resetAfter(1), FailureKind.UNAVAILABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void brokenAnswer_toACall_hasItsKind(String name, Fault fault, FailureKind kind) {
        emulator.on(Calls.MODEL).reply(fault);
        assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(kind);
    }

    static Stream<Arguments> brokenStreams() {
        return Stream.of(
                arguments("reset", Fault.resetAfter(1).spoiling(PACED), FailureKind.STREAM_BROKEN),
                arguments("stream reset", Fault.resetAfter(1).streamOnly().spoiling(PACED), FailureKind.STREAM_BROKEN),
                arguments("end too soon", Fault.endAfter(1).spoiling(PACED), FailureKind.STREAM_BROKEN),
                arguments("truncated frame", Fault.truncatedFrameAfter(1).spoiling(PACED), FailureKind.STREAM_BROKEN),
                arguments("no messageStop", Fault.withoutMessageStop().spoiling(PACED), FailureKind.STREAM_BROKEN),
                arguments("checksum", Fault.corruptFrameAfter(1).spoiling(PACED), FailureKind.MALFORMED_RESPONSE),
                arguments("malformed JSON", Fault.malformedJson().spoiling(PACED), FailureKind.MALFORMED_RESPONSE),
                arguments("throttled", Fault.inStream("throttlingException", 1), FailureKind.THROTTLED),
                arguments("server error", Fault.inStream("internalServerException", 1), FailureKind.SERVER_ERROR),
                arguments("unavailable", Fault.inStream("serviceUnavailableException", 1), FailureKind.UNAVAILABLE),
                arguments("model error", Fault.inStream("modelStreamErrorException", 1), FailureKind.STREAM_BROKEN),
                arguments("validation", Fault.inStream("validationException", 1), FailureKind.UNSUPPORTED),
                arguments("unheard of", Fault.inStream("novelException", 1), FailureKind.SERVER_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenStreams")
    void brokenStream_afterItsFirstPiece_hasItsKind(String name, Fault fault, FailureKind kind) {
        emulator.on(Calls.MODEL).reply(fault);
        assertThat(Calls.streamFailure(adapter).kind()).isEqualTo(kind);
    }

    @Test
    void stream_withItsLastFrameCut_isWholeButUsageIsUnknown() {
        emulator.on(Calls.MODEL).reply(Fault.truncatedFrame().spoiling(PACED));
        var probe = Calls.streamToEnd(adapter);
        assertThat(probe.text()).isEqualTo("one two three four");
        assertThat(Calls.finished(probe).usage().output()).isEmpty();
    }

    @Test
    void stream_withAnUnknownEvent_isUndisturbed() {
        emulator.on(Calls.MODEL).reply(Fault.unknownEventAfter(1).spoiling(PACED));
        assertThat(Calls.streamToEnd(adapter).text()).isEqualTo("one two three four");
    }

    @Test
    void answer_thatComesSlowly_isWhole() {
        emulator.on(Calls.MODEL).reply(Fault.slowDrip(64, Duration.ofMillis(1)).spoiling(Reply.text("slow")));
        assertThat(Calls.answer(adapter).text()).isEqualTo("slow");
        assertThat(Calls.streamToEnd(adapter).text()).isEqualTo("slow");
    }

    @Test
    void connectionThatBreaksBeforeTheAnswer_mayHaveCostMoney() {
        emulator.on(Calls.MODEL).reply(Fault.resetBeforeHeaders());
        assertThat(Calls.failure(adapter, Calls.any()).billing()).isEqualTo(Billing.POSSIBLE);
    }

    /** RFC 9113, 8.7: a refused stream was not processed at all. */
    @Test
    void refusedStream_costsNothing_andSaysNothingAboutTheTarget() {
        emulator.on(Calls.MODEL).reply(Fault.refusedStream());
        try (BedrockAdapter overHttp2 = Adapters.overHttp2(emulator)) {
            for (ProviderFailure failure :
                    List.of(Calls.failure(overHttp2, Calls.any()), Calls.streamFailure(overHttp2))) {
                assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
                assertThat(failure.billing()).isEqualTo(Billing.NONE);
                assertThat(failure.health()).isEqualTo(HealthImpact.NONE);
                assertThat(failure.message()).contains("HTTP/2 stream");
            }
        }
    }

    @Test
    void errorInAStream_mayHaveCostMoney_onceTheModelWasAtWork() {
        emulator.on(Calls.MODEL).reply(Fault.inStream("throttlingException", 1));
        assertThat(Calls.streamFailure(adapter).billing()).isEqualTo(Billing.POSSIBLE);
        emulator.on(Calls.MODEL).reply(Fault.throttled());
        assertThat(Calls.streamFailure(adapter).billing()).isEqualTo(Billing.NONE);
    }

    @Test
    void tokensOfTheDayUsedUp_areAQuota() {
        emulator.on(Calls.MODEL)
                .reply(Fault.error(429, "ThrottlingException", "Too many tokens per day, please wait."));
        assertThat(Calls.failure(adapter, Calls.any()).kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
        assertThat(Calls.streamFailure(adapter).kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
    }

    @Test
    void failure_carriesRetryAfterAndRequestId_butNotTheServicesText() {
        emulator.on(Calls.MODEL)
                .reply(Fault.error(429, "ThrottlingException", "secret").header("retry-after", "7"));
        ProviderFailure failure = Calls.failure(adapter, Calls.any());
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(7));
        assertThat(failure.requestId()).hasValueSatisfying(id -> assertThat(id).isNotBlank());
        assertThat(failure.code()).hasValue("ThrottlingException");
        assertThat(failure.message()).isEqualTo("ThrottlingException (HTTP 429)");
        assertThat(failure.cause())
                .hasValueSatisfying(cause -> assertThat(cause).hasMessageContaining("secret"));
    }

    @Test
    void errorThatIsUnknown_isLoggedAtDebugWithoutItsText() {
        emulator.on(Calls.MODEL).reply(Fault.error(418, "TeapotException", "secret"));
        Calls.failure(adapter, Calls.any());
        assertThat(log.lines())
                .contains(
                        "DEBUG HR-153 Bedrock reported an unknown error: code=TeapotException, HTTP status=418; it counts as"
                                + " OTHER.")
                .noneMatch(line -> line.contains("secret"));
    }
}
