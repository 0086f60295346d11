package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** Scripts, records and counters. */
class BedrockEmulatorTest extends EmulatorFixture {

    @Test
    void sequence_whenUsedUp_repeatsTheLast() {
        emulator.on(Sdk.MODEL).sequence(Fault.internalServerError(), Reply.text("second"), Reply.text("last"));

        assertThatThrownBy(() -> sync.converse(Sdk.request())).isInstanceOf(BedrockRuntimeException.class);
        assertThat(text(Sdk.MODEL)).isEqualTo("second");
        assertThat(text(Sdk.MODEL)).isEqualTo("last");
        assertThat(text(Sdk.MODEL)).isEqualTo("last");
    }

    @Test
    void answer_whenComputed_seesTheRequest() {
        emulator.on(Sdk.MODEL).answer(request -> Reply.text(request.operation() + " " + request.modelId()));

        assertThat(text(Sdk.MODEL)).isEqualTo("CONVERSE model-a");
        assertThat(Sdk.stream(async).completed().text()).isEqualTo("CONVERSE_STREAM model-a");
    }

    @Test
    void countTokens_whenAsked_tellsTheInputThatTheReplyWouldCount() {
        assertThat(countTokens()).isEqualTo(4);
        emulator.on(Sdk.MODEL)
                .reply(Reply.text("green")
                        .usage(ReplyUsage.of(10, 1).cacheRead(20).cacheWrite("5m", 30)));
        assertThat(countTokens()).isEqualTo(60);
        emulator.on(Sdk.MODEL).reply(Fault.throttled());
        assertThatThrownBy(this::countTokens).isInstanceOf(ThrottlingException.class);
        assertThat(emulator.requests())
                .extracting(RecordedRequest::operation)
                .containsExactly(Operation.COUNT_TOKENS, Operation.COUNT_TOKENS, Operation.COUNT_TOKENS);
        assertThat(emulator.tokensServed()).isZero();
    }

    private int countTokens() {
        return sync.countTokens(count -> count.modelId(Sdk.MODEL)
                        .input(CountTokensInput.fromConverse(
                                converse -> converse.messages(Sdk.request().messages()))))
                .inputTokens();
    }

    @Test
    void answer_whenItThrows_isAServerError() {
        emulator.on(Sdk.MODEL).answer(request -> {
            throw new IllegalStateException("no idea");
        });

        assertThatThrownBy(() -> sync.converse(Sdk.request()))
                .isInstanceOf(BedrockRuntimeException.class)
                .hasMessageContaining("no idea");
    }

    @Test
    void scripts_whenModelsDiffer_areKeptApart() {
        String arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3";
        emulator.on(arn).reply(Reply.text("profile"));
        emulator.onOtherModels().reply(Reply.text("other"));

        assertThat(text(arn)).isEqualTo("profile");
        assertThat(text("us.vendor.model-v1:0")).isEqualTo("other");
        assertThat(emulator.requests())
                .extracting(RecordedRequest::modelId)
                .containsExactly(arn, "us.vendor.model-v1:0");
    }

    @Test
    void requests_whenRecorded_haveHeadersBodyAndTime() {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        try (BedrockEmulator dated = BedrockEmulator.start(0, InstantSource.fixed(noon));
                BedrockRuntimeClient client = Sdk.sync(dated)) {
            assertThat(client.converse(Sdk.request()).stopReasonAsString()).isEqualTo("end_turn");

            RecordedRequest request = dated.requests().get(0);
            assertThat(request.operation()).isEqualTo(Operation.CONVERSE);
            assertThat(request.body()).contains("say hello to me");
            assertThat(request.header("Authorization").orElseThrow()).startsWith("AWS4-HMAC-SHA256");
            assertThat(request.receivedAt()).isEqualTo(noon);
            assertThat(request.toString()).doesNotContain("hello").doesNotContain("AWS4");
        }
    }

    @Test
    void requests_whenMany_keepTheLatest() {
        Journal journal = new Journal();
        for (int i = 0; i <= Journal.CAPACITY; i++) {
            journal.began(numbered(i), 0);
        }

        assertThat(journal.requests()).hasSize(Journal.CAPACITY);
        assertThat(journal.requests().get(0).modelId()).isEqualTo("1");
        assertThat(journal.received()).isEqualTo(Journal.CAPACITY + 1L);
    }

    @Test
    void tokensServed_countsByModelAndOnlyWhereContentWasWritten() {
        emulator.on("one").reply(Reply.text("three words here"));
        emulator.on("two").sequence(Fault.throttled(), Reply.text("fine"));

        text("one");
        text("one");
        assertThatThrownBy(() -> text("two")).isInstanceOf(BedrockRuntimeException.class);
        assertThat(emulator.tokensServed("two")).isEqualTo(new ServedTokens(0, 0));
        text("two");

        ServedTokens two = emulator.tokensServed("two");
        assertThat(two.input()).isPositive();
        assertThat(two.output()).isEqualTo(1);
        assertThat(emulator.tokensServed("one")).isEqualTo(new ServedTokens(2 * two.input(), 6));
        assertThat(emulator.tokensServed()).isEqualTo(7);
        assertThat(emulator.tokensServed("other")).isEqualTo(new ServedTokens(0, 0));
    }

    @Test
    void reset_forgetsScriptsRequestsAndCounts() {
        emulator.on(Sdk.MODEL).reply(Reply.text("scripted"));
        assertThat(text(Sdk.MODEL)).isEqualTo("scripted");

        emulator.reset();

        assertThat(emulator.requests()).isEmpty();
        assertThat(emulator.requestCount()).isZero();
        assertThat(emulator.tokensServed()).isZero();
        assertThat(emulator.tokensServed(Sdk.MODEL)).isEqualTo(new ServedTokens(0, 0));
        assertThat(text(Sdk.MODEL)).startsWith("This is");
    }

    @Test
    void unknownOperation_isNotFoundAndNotRecorded() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(emulator.endpoint() + "/model/m/invent"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-errortype")).hasValue("UnknownOperationException");
        assertThat(emulator.requests()).isEmpty();
        assertThat(emulator.awaitIdle(Sdk.PATIENCE)).isTrue();
    }

    private String text(String model) {
        return sync.converse(Sdk.request(model))
                .output()
                .message()
                .content()
                .get(0)
                .text();
    }

    private static RecordedRequest numbered(int number) {
        return new RecordedRequest(
                Integer.toString(number),
                Operation.CONVERSE,
                "{}",
                Map.of(),
                new Arrival("", WireProtocol.HTTP_2, Instant.EPOCH));
    }
}
