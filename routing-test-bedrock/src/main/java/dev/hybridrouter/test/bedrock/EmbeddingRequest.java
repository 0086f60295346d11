package dev.hybridrouter.test.bedrock;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A request for vectors in the form of Amazon Titan or of Cohere. The model says which; where its id is of no known model, the
 * members of the body do.
 *
 * @param form whose form it is
 * @param texts what to embed, one vector each
 * @param dimensions how long a vector is
 * @param byType whether the vectors are asked for by type
 */
record EmbeddingRequest(Form form, List<String> texts, int dimensions, boolean byType) {

    /** How a model is asked and answers. */
    enum Form {
        TITAN_V1,
        TITAN,
        COHERE
    }

    /** Returns the request, or empty if it asks for no vectors. */
    static Optional<EmbeddingRequest> of(RecordedRequest request) {
        JsonNode body = WireJson.parse(request.body()).orElseGet(JsonNode::emptyObjectNode);
        return form(request.modelId(), body).map(form -> of(form, body));
    }

    private static Optional<Form> form(String modelId, JsonNode body) {
        if (modelId.contains("titan-embed-text-v1")) {
            return Optional.of(Form.TITAN_V1);
        } else if (modelId.contains("titan-embed") || body.field("inputText").isPresent()) {
            return Optional.of(Form.TITAN);
        }
        return modelId.contains("cohere.embed") || body.field("texts").isPresent()
                ? Optional.of(Form.COHERE)
                : Optional.empty();
    }

    private static EmbeddingRequest of(Form form, JsonNode body) {
        return switch (form) {
            case TITAN_V1 -> new EmbeddingRequest(form, inputText(body), 1_536, false);
            case TITAN -> new EmbeddingRequest(form, inputText(body), number(body, "dimensions", 1_024), false);
            case COHERE ->
                new EmbeddingRequest(
                        form,
                        WireJson.items(body, "texts").stream()
                                .filter(JsonNode::isString)
                                .map(JsonNode::asString)
                                .toList(),
                        number(body, "output_dimension", 1_024),
                        body.field("embedding_types").isPresent());
        };
    }

    private static List<String> inputText(JsonNode body) {
        return List.of(body.field("inputText")
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElse(""));
    }

    private static int number(JsonNode body, String name, int otherwise) {
        return body.field(name)
                .filter(JsonNode::isNumber)
                .map(count -> Integer.parseInt(count.asNumber()))
                .orElse(otherwise);
    }

    int tokens() {
        return texts.stream().mapToInt(Words::count).sum();
    }
}
