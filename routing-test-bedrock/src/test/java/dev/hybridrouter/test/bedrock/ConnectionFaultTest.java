package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/** Trouble on the way to the service, and what clients do to it. */
class ConnectionFaultTest extends EmulatorFixture {
    private static final Reply REPLY = Reply.text("one two three");

    @Test
    void resetBeforeHeaders_onEveryOperationAndProtocol_isAnIoFailure() {
        reply(Fault.resetBeforeHeaders());

        Sdk.Stream stream = Sdk.stream(async);

        assertIoFailure(stream.failure());
        assertThat(stream.events()).isEmpty();
        assertIoFailure(Sdk.failure(async.converse(Sdk.request())));
        assertIoFailure(catchThrowable(() -> sync.converse(Sdk.request())));
    }

    @Test
    void resetAfter_whenDeltasWereSent_isAnIoFailureAfterThem() {
        reply(Fault.resetAfter(2).spoiling(REPLY));

        Sdk.Stream stream = Sdk.stream(async);

        assertIoFailure(stream.failure());
        assertThat(stream.text()).isEqualTo("one two ");
        assertIoFailure(Sdk.failure(async.converse(Sdk.request())));
        assertThat(catchThrowable(() -> sync.converse(Sdk.request()))).isInstanceOf(SdkClientException.class);
        assertThat(emulator.cancelledStreams()).as("no client left").isZero();
    }

    @Test
    void streamOnly_beforeHeaders_isAnIoFailureAndKeepsTheConnection() {
        assertThat(Sdk.success(async.converse(Sdk.request())).stopReasonAsString())
                .isEqualTo("end_turn");
        int connections = emulator.openConnections();
        reply(Fault.resetBeforeHeaders().streamOnly());

        assertIoFailure(Sdk.failure(async.converse(Sdk.request())));
        assertIoFailure(Sdk.stream(async).failure());
        assertThat(emulator.openConnections()).isEqualTo(connections);
    }

    @Test
    void streamOnly_inMidStream_looksLikeTheEndOfTheStream() {
        reply(Fault.resetAfter(2).streamOnly().spoiling(REPLY));

        assertThat(Sdk.stream(async).completed().text()).isEqualTo("one two ");
    }

    @Test
    void hang_whenTheClientGivesUp_countsACancelledStream() throws Exception {
        reply(Fault.hang());
        CompletableFuture<ConverseResponse> call = async.converse(Sdk.request());
        Sdk.Stream stream = Sdk.stream(async);
        assertThat(emulator.awaitRequests(2, Sdk.PATIENCE)).isTrue();
        assertThat(emulator.inFlight()).isEqualTo(2);

        call.cancel(true);
        stream.future().cancel(true);

        assertThat(emulator.awaitIdle(Sdk.PATIENCE)).isTrue();
        assertThat(emulator.cancelledStreams()).isEqualTo(2);
    }

    @Test
    void stallAfter_whenTheClientGivesUp_hasSentTheDeltasOnly() throws Exception {
        reply(Fault.stallAfter(2).spoiling(REPLY));
        DemandSubscriber subscriber = new DemandSubscriber(Long.MAX_VALUE, 3);
        CompletableFuture<Void> call = async.converseStream(Sdk.streamRequest(), subscriber.handler());
        Sdk.success(subscriber.enough);

        call.cancel(true);

        assertThat(emulator.awaitIdle(Sdk.PATIENCE)).isTrue();
        assertThat(emulator.cancelledStreams()).isEqualTo(1);
        assertThat(emulator.tokensServed()).isEqualTo(2);
    }

    @Test
    void longStream_whenTheClientDoesNotRead_isHeldBack() throws Exception {
        int words = 60_000;
        reply(Reply.text("word ".repeat(words)));
        DemandSubscriber subscriber = new DemandSubscriber(1, 1);
        CompletableFuture<Void> call = async.converseStream(Sdk.streamRequest(), subscriber.handler());
        Sdk.success(subscriber.enough);

        assertThat(emulator.inFlight()).isEqualTo(1);
        call.cancel(true);

        assertThat(emulator.awaitIdle(Sdk.PATIENCE)).isTrue();
        assertThat(emulator.cancelledStreams()).isEqualTo(1);
        assertThat(emulator.tokensServed()).isLessThan(words);
    }

    @Test
    void longStream_whenTheClientReads_arrivesWhole() {
        String text = "word ".repeat(20_000);
        reply(Reply.text(text).chunkSize(3));

        assertThat(Sdk.stream(async).completed().text()).isEqualTo(text);
    }

    @Test
    void down_whenCallsAreOpen_resetsThemAndRefusesOthersUntilUp() throws Exception {
        reply(Fault.hang());
        CompletableFuture<ConverseResponse> call = async.converse(Sdk.request());
        assertThat(emulator.awaitRequests(1, Sdk.PATIENCE)).isTrue();

        emulator.down();
        emulator.down();

        assertIoFailure(Sdk.failure(call));
        assertThat(emulator.openConnections()).isZero();
        assertThat(catchThrowable(() -> sync.converse(Sdk.request()))).hasRootCauseInstanceOf(ConnectException.class);
        assertThat(Sdk.failure(async.converse(Sdk.request()))).hasRootCauseInstanceOf(ConnectException.class);

        emulator.up();
        emulator.up();
        emulator.reset();

        assertThat(sync.converse(Sdk.request()).stopReasonAsString()).isEqualTo("end_turn");
        assertThat(Sdk.stream(async).completed().types()).endsWith("metadata");
    }

    @Test
    void close_whenDoneTwice_releasesThePort() {
        BedrockEmulator first = BedrockEmulator.start();
        int port = first.endpoint().getPort();
        assertThatThrownBy(() -> BedrockEmulator.start(port)).isInstanceOf(IllegalStateException.class);

        first.close();
        first.close();

        assertThatThrownBy(first::up).isInstanceOf(IllegalStateException.class);
        try (BedrockEmulator second = BedrockEmulator.start(port)) {
            assertThat(second.endpoint().getPort()).isEqualTo(port);
        }
    }

    private static void assertIoFailure(Throwable thrown) {
        assertThat(thrown).isExactlyInstanceOf(SdkClientException.class).hasCauseInstanceOf(IOException.class);
    }

    /** Asks for so many events and tells when enough have come. */
    private static final class DemandSubscriber implements Subscriber<ConverseStreamOutput> {
        final CompletableFuture<Boolean> enough = new CompletableFuture<>();
        private final long demand;
        private long missing;

        DemandSubscriber(long demand, long enough) {
            this.demand = demand;
            this.missing = enough;
        }

        ConverseStreamResponseHandler handler() {
            return ConverseStreamResponseHandler.builder()
                    .onEventStream(publisher -> publisher.subscribe(this))
                    .build();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(demand);
        }

        @Override
        public void onNext(ConverseStreamOutput event) {
            if (--missing == 0) {
                enough.complete(true);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            enough.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            enough.complete(false);
        }
    }
}
