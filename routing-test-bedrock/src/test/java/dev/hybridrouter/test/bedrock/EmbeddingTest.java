package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Vectors of InvokeModel. */
class EmbeddingTest extends EmulatorFixture {
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String COHERE = "cohere.embed-multilingual-v3";

    private JsonNode invoke(String model, String body) throws Exception {
        return Http.json(post(model, body));
    }

    private HttpResponse<String> post(String model, String body) throws Exception {
        return Http.post(emulator.endpoint(), "/model/" + model + "/invoke", body, "content-type", "application/json");
    }

    private static List<String> numbers(JsonNode body, String member) {
        return body.field(member).orElseThrow().asArray().stream()
                .map(JsonNode::asNumber)
                .toList();
    }

    @Test
    void titan_whenScripted_keepsFractions() throws Exception {
        emulator.on(TITAN).reply(EmbeddingReply.of(0.5f, -0.25f, 1.75f));

        JsonNode body = invoke(TITAN, "{\"inputText\":\"two words\"}");

        assertThat(numbers(body, "embedding")).containsExactly("0.5", "-0.25", "1.75");
        assertThat(numbers(body.field("embeddingsByType").orElseThrow(), "float"))
                .containsExactly("0.5", "-0.25", "1.75");
        assertThat(body.field("inputTextTokenCount").orElseThrow().asNumber()).isEqualTo("2");
    }

    @Test
    void titan_whenOfTheFirstVersion_hasVectorsOfItsLength() throws Exception {
        assertThat(numbers(invoke("amazon.titan-embed-text-v1", "{\"inputText\":\"a cat\"}"), "embedding"))
                .hasSize(1_536);
        assertThat(numbers(invoke(TITAN, "{\"inputText\":\"a cat\",\"dimensions\":256}"), "embedding"))
                .hasSize(256);
    }

    @Test
    void cohere_whenSeveralTextsAreSent_hasAVectorForEach() throws Exception {
        String texts = "{\"texts\":[\"a\",\"b\",\"a\"],\"input_type\":\"clustering\"}";

        List<JsonNode> vectors =
                invoke(COHERE, texts).field("embeddings").orElseThrow().asArray();

        assertThat(vectors).hasSize(3);
        assertThat(vectors.get(2)).isEqualTo(vectors.get(0)).isNotEqualTo(vectors.get(1));
        assertThat(vectors.get(0).asArray()).hasSize(1_024);
    }

    @Test
    void cohere_whenTypesAreAskedFor_answersByType() throws Exception {
        String texts = "{\"texts\":[\"a\"],\"input_type\":\"clustering\",\"embedding_types\":[\"float\"]}";

        JsonNode body = invoke(COHERE, texts);

        assertThat(body.field("response_type").orElseThrow().asString()).isEqualTo("embeddings_by_type");
        assertThat(body.field("embeddings")
                        .flatMap(types -> types.field("float"))
                        .orElseThrow()
                        .asArray())
                .hasSize(1);
    }

    @Test
    void model_ofNoKnownName_isAnsweredInTheFormOfTheBody() throws Exception {
        assertThat(invoke("my-profile", "{\"inputText\":\"a\"}").field("embedding"))
                .isPresent();
        assertThat(invoke("my-profile", "{\"texts\":[\"a\"]}").field("embeddings"))
                .isPresent();
    }

    @Test
    void bodyOfAnotherKindOfModel_isRefused() throws Exception {
        HttpResponse<String> response = post("anthropic.claude-3-haiku-20240307-v1:0", "{\"messages\":[]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("inputText");
    }

    @Test
    void vector_whenAPartIsNoNumber_isRefused() {
        assertThatThrownBy(() -> EmbeddingReply.of(1, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector: NaN (expected: a finite number)");
    }
}
