package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Bodies of InvokeModel in the forms of embedding models. */
final class EmbeddingRules {
    private static final int TEXTS = 96;
    private static final Map<String, Set<String>> KEYS = Map.of(
            "amazon.titan-embed-text-v1", Set.of("inputText"),
            "amazon.titan-embed-text-v2", Set.of("inputText", "dimensions", "normalize", "embeddingTypes"),
            "cohere.embed-english-v3", Set.of("texts", "images", "input_type", "truncate", "embedding_types"),
            "cohere.embed-multilingual-v3", Set.of("texts", "images", "input_type", "truncate", "embedding_types"));

    private static final String TITAN =
            "https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html";
    private static final String COHERE =
            "https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v3.html";

    static final ServiceRule KNOWN_KEYS = new ServiceRule(
            "embed.keys",
            "The body of an embedding model has no members that the model does not know.",
            Docs.reports("aws-samples/serverless-pdf-chat/issues/35", "BerriAI/litellm/issues/30314"));
    static final ServiceRule TEXT = new ServiceRule(
            "embed.text", "Titan embeds one text that is not empty (inputText), of 50,000 characters at most.", TITAN);
    static final ServiceRule DIMENSIONS =
            new ServiceRule("embed.dimensions", "Titan V2 gives 256, 512 or 1,024 dimensions.", TITAN);
    static final ServiceRule MANY_TEXTS = new ServiceRule(
            "embed.texts", "Cohere embeds at most 96 texts (texts), each of at most 2,048 characters.", COHERE);
    static final ServiceRule INPUT_TYPE = new ServiceRule(
            "embed.input-type",
            "Cohere is told what texts are for (input_type): search_document, search_query, classification or clustering.",
            COHERE);

    private EmbeddingRules() {}

    static List<ServiceRule> all() {
        return List.of(KNOWN_KEYS, TEXT, DIMENSIONS, MANY_TEXTS, INPUT_TYPE);
    }

    static Optional<Refusal> refusal(String modelId, JsonNode body) {
        Optional<Refusal> unknown = unknownKey(modelId, body);
        if (unknown.isPresent()) {
            return unknown;
        }
        if (modelId.contains("amazon.titan-embed-text")) {
            return titan(modelId, body);
        }
        return modelId.contains("cohere.embed")
                        && body.field("images").isEmpty()
                        && body.field("inputs").isEmpty()
                ? cohere(body)
                : Optional.empty();
    }

    private static Optional<Refusal> unknownKey(String modelId, JsonNode body) {
        return KEYS.entrySet().stream()
                .filter(model -> modelId.contains(model.getKey()))
                .flatMap(model -> body.asObject().keySet().stream()
                        .filter(key -> !model.getValue().contains(key)))
                .map(key -> malformed(KNOWN_KEYS, "#: extraneous key [" + key + "] is not permitted"))
                .findFirst();
    }

    private static Optional<Refusal> titan(String modelId, JsonNode body) {
        String text = JsonMembers.text(body, "inputText");
        if (text.isEmpty() || text.length() > 50_000) {
            return Optional.of(malformed(TEXT, "#/inputText: expected a text of 1 to 50000 characters"));
        }
        boolean known = JsonMembers.at(body, "dimensions")
                .map(count -> count.isNumber() && Set.of("256", "512", "1024").contains(count.asNumber()))
                .orElse(true);
        return known || !modelId.contains("v2")
                ? Optional.empty()
                : Optional.of(malformed(DIMENSIONS, "#/dimensions: not a valid enum value"));
    }

    private static Optional<Refusal> cohere(JsonNode body) {
        List<JsonNode> texts = JsonMembers.items(body, "texts");
        boolean right = JsonMembers.at(body, "texts").filter(JsonNode::isArray).isPresent()
                && texts.size() <= TEXTS
                && texts.stream()
                        .allMatch(text -> text.isString() && text.asString().length() <= 2_048);
        if (!right) {
            return Optional.of(malformed(MANY_TEXTS, "#/texts: expected at most 96 texts of at most 2048 characters"));
        }
        return Set.of("search_document", "search_query", "classification", "clustering")
                        .contains(JsonMembers.text(body, "input_type"))
                ? Optional.empty()
                : Optional.of(malformed(INPUT_TYPE, "#/input_type: not a valid enum value"));
    }

    private static Refusal malformed(ServiceRule rule, String what) {
        return Refusal.validation(
                rule.id(), "Malformed input request: " + what + ", please reformat your input and try again.");
    }
}
