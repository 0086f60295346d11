package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What the emulator refuses, and how that arrives. */
class StrictnessTest extends EmulatorFixture {
    private static final String CONVERSE = "/model/" + Sdk.MODEL + "/converse";
    private static final Message ANSWER = Message.builder()
            .role(ConversationRole.ASSISTANT)
            .content(ContentBlock.fromText("hello"))
            .build();

    @Test
    void converse_whenARuleIsBroken_isAValidationExceptionThatNamesTheMember() {
        reply(Reply.text("never seen"));

        assertThatThrownBy(() ->
                        sync.converse(request -> request.modelId(Sdk.MODEL).messages(ANSWER)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("messages.0");
        assertThat(emulator.requestCount()).isEqualTo(1);
        assertThat(emulator.tokensServed()).isZero();
    }

    @Test
    void stream_whenARuleIsBroken_isRefusedBeforeItBegins() {
        Sdk.Stream stream = Sdk.stream(
                async, Sdk.streamRequest().toBuilder().messages(ANSWER).build());

        assertThat(stream.failure()).isInstanceOf(ValidationException.class).hasMessageContaining("messages.0");
        assertThat(stream.events()).isEmpty();
    }

    @Test
    void refusedRequest_takesNoTurnOfASequence() {
        emulator.on(Sdk.MODEL).sequence(Reply.text("first"), Reply.text("second"));

        assertThatThrownBy(() ->
                        sync.converse(request -> request.modelId(Sdk.MODEL).messages(ANSWER)))
                .isInstanceOf(ValidationException.class);
        assertThat(sync.converse(Sdk.request())
                        .output()
                        .message()
                        .content()
                        .get(0)
                        .text())
                .isEqualTo("first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json             | application/json | 400 | SerializationException",
                "[]                   | application/json | 400 | SerializationException",
                "{\"messages\":7}     | application/json | 400 | SerializationException",
                "``                   | application/json | 400 | ValidationException",
                "{}                   | application/json | 400 | ValidationException",
                "{\"messages\":[]}    | application/json | 400 | ValidationException",
                "{}                   | text/plain       | 415 | UnsupportedMediaTypeException"
            })
    void body_whenItIsNone_isRefusedByItsType(String body, String contentType, int status, String type)
            throws Exception {
        HttpResponse<String> response = Http.post(emulator.endpoint(), CONVERSE, body, "content-type", contentType);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-errortype")).hasValue(type);
        assertThat(Http.json(response).field("message")).isPresent();
    }

    @Test
    void lenientEmulator_answersEverything() throws Exception {
        try (BedrockEmulator lenient = BedrockEmulator.builder().lenient().start();
                BedrockRuntimeClient client = Sdk.sync(lenient)) {
            String arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a+b";
            lenient.on(arn).reply(Reply.text("taken"));

            assertThat(client.converse(Sdk.request(arn))
                            .output()
                            .message()
                            .content()
                            .get(0)
                            .text())
                    .isEqualTo("taken");
            for (String body : new String[] {
                "",
                "not json",
                "{\"messages\":7,\"system\":{},\"toolConfig\":[]}",
                "{\"inferenceConfig\":{\"maxTokens\":2.5}}"
            }) {
                assertThat(Http.post(lenient.endpoint(), CONVERSE, body).statusCode())
                        .as(body)
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/model/model-a/converse/",
        "/model/model-a/converse?x=1",
        "/model/model-a/converse/?a=/b/",
        "/model/model-a/converse"
    })
    void path_mayHaveAQueryAndSlashesAtItsEnd(String path) throws Exception {
        HttpResponse<String> response = Http.post(
                emulator.endpoint(),
                path,
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}]}",
                "content-type",
                "application/json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(emulator.requests())
                .singleElement()
                .extracting(RecordedRequest::modelId)
                .isEqualTo("model-a");
    }
}
