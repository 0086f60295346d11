package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStart;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

/** Streams that the emulator cannot bring about, and subscribers that misbehave. */
class StreamBridgeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LIMIT = 10_000;

    private final CompletableFuture<Void> call = new CompletableFuture<>();
    private final ManualClock clock = ManualClock.create();

    private static ConverseStreamOutput start(ContentBlockStart start) {
        return ConverseStreamOutput.contentBlockStartBuilder()
                .contentBlockIndex(0)
                .start(start)
                .build();
    }

    private static ConverseStreamOutput toolStart() {
        return start(ContentBlockStart.fromToolUse(tool -> tool.toolUseId("t1").name("lookup")));
    }

    private static ConverseStreamOutput delta(ContentBlockDelta delta) {
        return ConverseStreamOutput.contentBlockDeltaBuilder()
                .contentBlockIndex(0)
                .delta(delta)
                .build();
    }

    private static ConverseStreamOutput text(String text) {
        return delta(ContentBlockDelta.fromText(text));
    }

    private static ConverseStreamOutput blockStop() {
        return ConverseStreamOutput.contentBlockStopBuilder()
                .contentBlockIndex(0)
                .build();
    }

    private static ConverseStreamOutput stop(String reason) {
        return ConverseStreamOutput.messageStopBuilder().stopReason(reason).build();
    }

    private static ConverseStreamOutput metadata() {
        return ConverseStreamOutput.metadataBuilder().build();
    }

    private <T extends Flow.Subscriber<? super ProviderEvent>> T sendTo(T subscriber, ConverseStreamOutput... events) {
        new ConverseStream(
                        handler -> {
                            handler.onEventStream(SdkPublisher.fromIterable(List.of(events)));
                            return call;
                        },
                        new AnswerLimit(LIMIT),
                        clock)
                .subscribe(subscriber);
        return subscriber;
    }

    private StreamProbe<ProviderEvent> sent(ConverseStreamOutput... events) {
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        return sendTo(probe, events).await(PATIENCE).assertRulesKept();
    }

    private static void assertMalformed(StreamProbe<ProviderEvent> probe) {
        assertThat(probe.error()).hasValueSatisfying(error -> assertThat(
                        ((ProviderException) error).failure().kind())
                .isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    static Stream<ConverseStreamOutput> malformedEvents() {
        return Stream.of(
                ConverseStreamOutput.contentBlockDeltaBuilder()
                        .delta(ContentBlockDelta.fromText("x"))
                        .build(),
                ConverseStreamOutput.contentBlockStopBuilder().build(),
                start(ContentBlockStart.fromToolUse(tool -> tool.toolUseId("t1"))),
                start(ContentBlockStart.fromToolUse(tool -> tool.name("lookup"))),
                ConverseStreamOutput.contentBlockDeltaBuilder()
                        .contentBlockIndex(-1)
                        .delta(ContentBlockDelta.fromText("x"))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("malformedEvents")
    void eventThatLacksWhatItMustHave_isMalformed(ConverseStreamOutput event) {
        assertMalformed(sent(event, stop("end_turn"), metadata()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_use", "end_turn", "stop_sequence"})
    void toolUseThatIsNeverStopped_isMalformed_whereTheAnswerClaimsToBeWhole(String reason) {
        assertMalformed(sent(toolStart(), stop(reason), metadata()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "guardrail_intervened"})
    void toolUseThatIsNeverStopped_isLeftOut_whereTheAnswerWasCut(String reason) {
        var finished = Calls.finished(sent(toolStart(), stop(reason), metadata()));
        assertThat(finished.stopReason()).isEqualTo(new StopReason(reason));
    }

    @Test
    void image_isGatheredAndSentWhole() {
        var probe = sent(
                start(ContentBlockStart.fromImage(image -> image.format("png"))),
                delta(imageBytes(1, 2)),
                delta(imageBytes(3)),
                blockStop(),
                stop("end_turn"),
                metadata());
        assertThat(probe.events())
                .contains(new ProviderEvent.Piece(new Delta.BlockCompleted(
                        0, new Content.Image("png", MediaSource.bytes(new byte[] {1, 2, 3})))));
        assertThat(((BedrockMetadata) Calls.finished(probe).metadata().orElseThrow()).unmappedBlocks())
                .isZero();
    }

    @Test
    void imageThatTheServiceCouldNotMake_isCountedAsLeftOut() {
        var probe = sent(
                start(ContentBlockStart.fromImage(image -> image.format("png"))),
                delta(ContentBlockDelta.fromImage(image -> image.error(error -> error.message("no")))),
                blockStop(),
                stop("end_turn"),
                metadata());
        assertThat(((BedrockMetadata) Calls.finished(probe).metadata().orElseThrow()).unmappedBlocks())
                .isEqualTo(1);
    }

    private static ContentBlockDelta imageBytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ContentBlockDelta.fromImage(
                image -> image.source(source -> source.bytes(SdkBytes.fromByteArray(bytes))));
    }

    @Test
    void subscriberThatThrows_hearsNothingMore_andTheCallIsAborted() {
        try (LogTap log = LogTap.open()) {
            Recorder recorder = new Recorder() {
                @Override
                void handle(ProviderEvent event) {
                    throw new IllegalStateException("secret");
                }
            };
            sendTo(recorder, text("a"), text("b"), stop("end_turn"), metadata());
            recorder.subscription().request(1);
            assertThat(recorder.heard).hasSize(1);
            assertThat(call).isCancelled();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("IllegalStateException")
                    .doesNotContain("secret");
        }
    }

    @Test
    void subscriberThatCancelsAtTheEnd_isNotToldOfTheEnd() {
        Recorder recorder = new Recorder() {
            @Override
            void handle(ProviderEvent event) {
                if (event instanceof ProviderEvent.Finished) {
                    subscription().cancel();
                }
            }
        };
        sendTo(recorder, text("a"), stop("end_turn"), metadata());
        assertThat(recorder.heard).hasSize(2).noneMatch("complete"::equals);
    }

    /** Notes what it hears. */
    private abstract static class Recorder implements Flow.Subscriber<ProviderEvent> {
        final List<Object> heard = new ArrayList<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        Flow.Subscription subscription() {
            return subscription.join();
        }

        abstract void handle(ProviderEvent event);

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ProviderEvent event) {
            heard.add(event);
            handle(event);
        }

        @Override
        public void onError(Throwable error) {
            heard.add(error);
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }
    }

    /** Sends events one by one, and never says that they are all. */
    private <T extends Flow.Subscriber<? super ProviderEvent>> T sendOpen(
            T subscriber, ConverseStreamOutput... events) {
        OpenEvents source = new OpenEvents(events);
        new ConverseStream(
                        handler -> {
                            handler.onEventStream(SdkPublisher.adapt(source));
                            return call;
                        },
                        new AnswerLimit(LIMIT),
                        clock)
                .subscribe(subscriber);
        return subscriber;
    }

    @Test
    void wholeAnswerThatStaysOpenWithoutMetadata_endsAfterTheGrace() {
        StreamProbe<ProviderEvent> probe = sendOpen(StreamProbe.unbounded(), text("green"), stop("end_turn"));
        clock.advance(Duration.ofNanos(StreamBridge.GRACE_NANOS - 1));
        assertThat(probe.terminals()).isZero();

        clock.advance(Duration.ofNanos(1));

        assertThat(Calls.finished(probe.await(PATIENCE).assertRulesKept()).stopReason())
                .isEqualTo(StopReason.END_TURN);
        assertThat(call).isCancelled();
    }

    @Test
    void metadataIsTaken_whenTheSubscriberIsSlow() {
        StreamProbe<ProviderEvent> probe = sendOpen(
                StreamProbe.requesting(1),
                text("green"),
                stop("end_turn"),
                ConverseStreamOutput.metadataBuilder()
                        .usage(usage -> usage.inputTokens(7).outputTokens(3).totalTokens(10))
                        .build());
        clock.advance(Duration.ofNanos(StreamBridge.GRACE_NANOS));
        probe.request(2);

        assertThat(Calls.finished(probe.await(PATIENCE)).usage().output()).hasValue(3);
    }

    @Test
    void whatFollowsTheStopMessage_isNoPartOfTheAnswer() {
        StreamProbe<ProviderEvent> probe = sent(
                text("green"),
                stop("end_turn"),
                text(" and more"),
                toolStart(),
                stop("max_tokens"),
                ConverseStreamOutput.metadataBuilder()
                        .usage(usage -> usage.inputTokens(7).outputTokens(3).totalTokens(10))
                        .build(),
                ConverseStreamOutput.metadataBuilder()
                        .usage(usage ->
                                usage.inputTokens(7_000).outputTokens(3_000).totalTokens(10_000))
                        .build());

        assertThat(probe.events()).hasSize(2);
        assertThat(Calls.finished(probe).stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(Calls.finished(probe).usage().output()).hasValue(3);
    }

    static Stream<ConverseStreamOutput> pieces() {
        String half = "x".repeat(LIMIT / 2);
        return Stream.of(
                text(half),
                delta(ContentBlockDelta.fromToolUse(tool -> tool.input(half))),
                delta(ContentBlockDelta.fromReasoningContent(reasoning -> reasoning.text(half))),
                delta(ContentBlockDelta.fromReasoningContent(reasoning -> reasoning.signature(half))),
                delta(ContentBlockDelta.fromReasoningContent(
                        reasoning -> reasoning.redactedContent(SdkBytes.fromUtf8String(half)))));
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void answerBeyondTheLimit_isRefused(ConverseStreamOutput piece) {
        StreamProbe<ProviderEvent> probe = sent(toolStart(), piece, piece, piece, stop("end_turn"), metadata());

        assertThat(probe.error()).hasValueSatisfying(error -> assertThat(((ProviderException) error).failure())
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED))
                .satisfies(failure -> assertThat(failure.message())
                        .contains("at most " + LIMIT)
                        .contains("maxAnswerBytes")));
        assertThat(call).isCancelled();
    }
}
