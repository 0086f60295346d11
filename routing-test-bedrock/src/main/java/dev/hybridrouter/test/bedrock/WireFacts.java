package dev.hybridrouter.test.bedrock;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What an answer needs to know of a request body.
 *
 * @param inputTokens the words of the system text and the messages
 * @param input how they are billed
 * @param maxTokens the limit of the answer, {@link Integer#MAX_VALUE} for none
 * @param echoedFields what the answer repeats
 */
record WireFacts(int inputTokens, ReplyUsage input, int maxTokens, Map<String, Object> echoedFields) {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

    static WireFacts of(RecordedRequest request) {
        JsonNode whole = WireJson.parse(request.body()).orElseGet(JsonNode::emptyObjectNode);
        JsonNode body = request.operation() == Operation.COUNT_TOKENS ? counted(whole) : whole;
        int input = words(body, "system") + words(body, "messages");
        return new WireFacts(input, ReplyUsage.of(input, 0), maxTokens(body), echoed(body));
    }

    WireFacts billed(ReplyUsage other) {
        return new WireFacts(inputTokens, other, maxTokens, echoedFields);
    }

    private static JsonNode counted(JsonNode body) {
        return body.field("input").flatMap(input -> input.field("converse")).orElseGet(JsonNode::emptyObjectNode);
    }

    private static int maxTokens(JsonNode body) {
        return body.field("inferenceConfig")
                .flatMap(config -> config.field("maxTokens"))
                .filter(JsonNode::isNumber)
                .map(limit -> new BigDecimal(limit.asNumber()).min(LARGEST).intValue())
                .orElse(Integer.MAX_VALUE);
    }

    private static Map<String, Object> echoed(JsonNode body) {
        Map<String, Object> fields = new LinkedHashMap<>();
        body.field("performanceConfig").ifPresent(value -> fields.put("performanceConfig", value));
        body.field("serviceTier").ifPresent(value -> fields.put("serviceTier", value));
        return fields;
    }

    private static int words(JsonNode body, String field) {
        return body.field(field).map(WireFacts::words).orElse(0);
    }

    static int words(JsonNode node) {
        if (node.isArray()) {
            return node.asArray().stream().mapToInt(WireFacts::words).sum();
        }
        if (!node.isObject()) {
            return 0;
        }
        return node.asObject().entrySet().stream()
                .mapToInt(member ->
                        member.getKey().equals("text") && member.getValue().isString()
                                ? Words.count(member.getValue().asString())
                                : words(member.getValue()))
                .sum();
    }
}
