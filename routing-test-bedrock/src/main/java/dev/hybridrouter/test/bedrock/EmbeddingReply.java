package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The vector of each text of a request, in the form of the model that is asked: Amazon Titan or Cohere. Immutable. Tokens are
 * counted as words.
 */
public final class EmbeddingReply implements EmulatedAnswer {
    private static final EmbeddingReply FROM_TEXT = new EmbeddingReply(null);
    private static final String TOKEN_HEADER = "x-amzn-bedrock-input-token-count";
    private static final WirePlan UNKNOWN_FORM = Fault.validation(
                    "Malformed input request: #: required key [inputText] or"
                            + " [texts] not found. Of InvokeModel the emulator serves models that embed text.")
            .plan(Operation.INVOKE_MODEL, Reply.of());

    private final @Nullable List<Float> vector;

    private EmbeddingReply(@Nullable List<Float> vector) {
        this.vector = vector;
    }

    /**
     * Returns a reply with this vector for each text, whatever the text.
     *
     * @throws IllegalArgumentException if a part is infinite or not a number
     */
    public static EmbeddingReply of(float... vector) {
        List<Float> parts = new ArrayList<>();
        for (float part : requireNonNull(vector, "vector")) {
            if (!Float.isFinite(part)) {
                throw new IllegalArgumentException("vector: " + part + " (expected: a finite number)");
            }
            parts.add(part);
        }
        return new EmbeddingReply(List.copyOf(parts));
    }

    /** Returns a reply with vectors of length one that follow from the texts, as long as the request wants them. */
    static EmbeddingReply fromText() {
        return FROM_TEXT;
    }

    WirePlan plan(RecordedRequest request) {
        return EmbeddingRequest.of(request).map(this::plan).orElse(UNKNOWN_FORM);
    }

    private WirePlan plan(EmbeddingRequest request) {
        List<List<Float>> vectors = request.texts().stream()
                .map(text -> vector != null ? vector : vectorOf(text, request.dimensions()))
                .toList();
        return WirePlan.json(Operation.INVOKE_MODEL, body(request, vectors), Reply.of())
                .header(TOKEN_HEADER, Integer.toString(request.tokens()));
    }

    private static Map<String, Object> body(EmbeddingRequest request, List<List<Float>> vectors) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (request.form() == EmbeddingRequest.Form.COHERE) {
            json.put("id", "emulated");
            json.put("response_type", request.byType() ? "embeddings_by_type" : "embeddings_floats");
            json.put("embeddings", request.byType() ? Map.of("float", vectors) : vectors);
            json.put("texts", request.texts());
            return json;
        }
        json.put("embedding", vectors.get(0));
        if (request.form() == EmbeddingRequest.Form.TITAN) {
            json.put("embeddingsByType", Map.of("float", vectors.get(0)));
        }
        json.put("inputTextTokenCount", request.tokens());
        return json;
    }

    private static List<Float> vectorOf(String text, int dimensions) {
        Random random = new Random(text.hashCode());
        double[] parts = random.doubles(dimensions, -1, 1).toArray();
        double length = 0;
        for (double part : parts) {
            length = Math.hypot(length, part);
        }
        List<Float> vector = new ArrayList<>();
        for (double part : parts) {
            vector.add((float) (part / length));
        }
        return List.copyOf(vector);
    }
}
