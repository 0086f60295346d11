package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The vector of a text, in the form of the model that is asked: that of Amazon Titan where the body has an {@code inputText},
 * that of Cohere where it has {@code texts}. Immutable. Tokens are counted as words.
 */
public final class EmbeddingReply implements EmulatedAnswer {
    private static final int DIMENSIONS = 1_024;
    private static final String TOKEN_HEADER = "x-amzn-bedrock-input-token-count";

    private final List<Float> vector;

    private EmbeddingReply(List<Float> vector) {
        this.vector = List.copyOf(vector);
    }

    /** Returns a reply with this vector, whatever the text. */
    public static EmbeddingReply of(float... vector) {
        List<Float> parts = new ArrayList<>();
        for (float part : requireNonNull(vector, "vector")) {
            parts.add(part);
        }
        return new EmbeddingReply(parts);
    }

    /** A vector that follows from the text, as long as the request wants it. */
    static EmbeddingReply to(RecordedRequest request) {
        JsonNode body = body(request);
        int dimensions = body.field("dimensions")
                .map(count -> Integer.parseInt(count.asNumber()))
                .orElse(DIMENSIONS);
        Random random = new Random(text(body).hashCode());
        List<Float> parts = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            parts.add((float) random.nextGaussian());
        }
        return new EmbeddingReply(parts);
    }

    WirePlan plan(RecordedRequest request) {
        JsonNode body = body(request);
        int tokens = Words.count(text(body));
        Map<String, Object> json = new LinkedHashMap<>();
        if (body.field("texts").isPresent()) {
            json.put("id", "emulated");
            json.put("response_type", "embeddings_floats");
            json.put("embeddings", List.of(vector));
        } else {
            json.put("embedding", vector);
            json.put("inputTextTokenCount", tokens);
        }
        return WirePlan.json(Operation.INVOKE_MODEL, json, Reply.of()).header(TOKEN_HEADER, Integer.toString(tokens));
    }

    private static JsonNode body(RecordedRequest request) {
        return WireJson.parse(request.body()).orElseGet(JsonNode::emptyObjectNode);
    }

    private static String text(JsonNode body) {
        return body.field("inputText")
                .or(() -> body.field("texts").flatMap(texts -> texts.index(0)))
                .map(JsonNode::asString)
                .orElse("");
    }
}
