package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.cache.Embedding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** How models that embed text are asked, and how they answer. Source: Amazon Bedrock user guide, as of November 2026. */
enum EmbeddingForm {
    /** Amazon Titan Text Embeddings V2. */
    TITAN {
        @Override
        List<Integer> dimensions() {
            return List.of(1_024, 512, 256);
        }

        @Override
        void write(JsonWriter json, String text, int dimensions) {
            json.writeFieldName("inputText").writeValue(text);
            json.writeFieldName("dimensions").writeValue(dimensions);
        }

        @Override
        Optional<JsonNode> vector(JsonNode body) {
            return body.field("embedding");
        }
    },
    /** Cohere Embed 3. Similarity of texts among themselves is what its input type {@code clustering} is for. */
    COHERE {
        @Override
        List<Integer> dimensions() {
            return List.of(1_024);
        }

        @Override
        void write(JsonWriter json, String text, int dimensions) {
            json.writeFieldName("texts").writeStartArray().writeValue(text).writeEndArray();
            json.writeFieldName("input_type").writeValue("clustering");
            json.writeFieldName("truncate").writeValue("NONE");
        }

        @Override
        Optional<JsonNode> vector(JsonNode body) {
            return body.field("embeddings").flatMap(all -> all.index(0));
        }
    };

    private static final String TOKEN_HEADER = "X-Amzn-Bedrock-Input-Token-Count";

    static EmbeddingForm of(String model) {
        if (model.contains("amazon.titan-embed-text-v2")) {
            return TITAN;
        } else if (model.contains("cohere.embed-english-v3") || model.contains("cohere.embed-multilingual-v3")) {
            return COHERE;
        }
        throw Check.invalid(
                "embedder.model",
                model,
                "amazon.titan-embed-text-v2, cohere.embed-english-v3 or"
                        + " cohere.embed-multilingual-v3; implement Embedder for others");
    }

    /** How many numbers a vector may have, the default first. */
    abstract List<Integer> dimensions();

    abstract void write(JsonWriter json, String text, int dimensions);

    abstract Optional<JsonNode> vector(JsonNode body);

    String body(String text, int dimensions) {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        write(json, text, dimensions);
        json.writeEndObject();
        return new String(json.getBytes(), StandardCharsets.UTF_8);
    }

    Embedding read(InvokeModelResponse response) {
        JsonNode body;
        try {
            body = JsonNode.parser().parse(response.body().asByteArrayUnsafe());
        } catch (RuntimeException e) {
            throw malformed();
        }
        List<JsonNode> numbers =
                vector(body).filter(JsonNode::isArray).map(JsonNode::asArray).orElseThrow(EmbeddingForm::malformed);
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!numbers.get(i).isNumber()) {
                throw malformed();
            }
            vector[i] = Float.parseFloat(numbers.get(i).asNumber());
        }
        OptionalLong tokens = tokens(response);
        return tokens.isPresent() ? Embedding.of(vector, tokens.getAsLong()) : Embedding.of(vector);
    }

    private static OptionalLong tokens(InvokeModelResponse response) {
        return response.sdkHttpResponse()
                .firstMatchingHeader(TOKEN_HEADER)
                .filter(count -> count.matches("[0-9]{1,9}"))
                .map(count -> OptionalLong.of(Long.parseLong(count)))
                .orElse(OptionalLong.empty());
    }

    private static ProviderException malformed() {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, "the model's answer is no vector");
    }
}
