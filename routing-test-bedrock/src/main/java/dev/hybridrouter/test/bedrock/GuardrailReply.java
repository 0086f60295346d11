package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What a guardrail says of the texts of one request, immutable. Unless said otherwise it counts one unit of the content
 * policy for each thousand characters of a text.
 */
public final class GuardrailReply implements EmulatedAnswer {
    private static final int UNIT = 1_000;

    private final String action;
    private final List<String> outputs;
    private final Object assessments;
    private final Map<String, Integer> usage;

    private GuardrailReply(String action, List<String> outputs, Object assessments, Map<String, Integer> usage) {
        this.action = action;
        this.outputs = outputs;
        this.assessments = assessments;
        this.usage = usage;
    }

    /** Returns a reply that finds nothing. */
    public static GuardrailReply passing() {
        return new GuardrailReply("NONE", List.of(), List.of(), Map.of());
    }

    /** Returns an intervention with these texts, one for each that was sent if they are masked. */
    public static GuardrailReply intervened(String... outputs) {
        return new GuardrailReply("GUARDRAIL_INTERVENED", List.of(outputs), List.of(), Map.of());
    }

    /** Returns this reply with assessments, as the text of a JSON array. */
    public GuardrailReply assessments(String json) {
        return new GuardrailReply(action, outputs, WireJson.parseRequired("assessments", json), usage);
    }

    /** Returns this reply with another action, known to the service or not. */
    public GuardrailReply action(String other) {
        return new GuardrailReply(requireNonNull(other, "action"), outputs, assessments, usage);
    }

    /** Returns this reply with units of a policy, named as in the service's usage: {@code contentPolicyUnits}. */
    public GuardrailReply units(String policy, int units) {
        Map<String, Integer> more = new LinkedHashMap<>(usage);
        more.put(requireNonNull(policy, "policy"), units);
        return new GuardrailReply(action, outputs, assessments, Map.copyOf(more));
    }

    Map<String, Object> body(RecordedRequest request) {
        int units = WireJson.parse(request.body())
                .map(body -> WireJson.items(body, "content").stream()
                        .mapToInt(GuardrailReply::units)
                        .sum())
                .orElse(0);
        return body(units);
    }

    private static int units(JsonNode block) {
        int length = block.field("text")
                .flatMap(text -> text.field("text"))
                .filter(JsonNode::isString)
                .map(text -> text.asString().length())
                .orElse(0);
        return (length + UNIT - 1) / UNIT;
    }

    Map<String, Object> body(int units) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (String policy : List.of(
                "topicPolicyUnits",
                "contentPolicyUnits",
                "wordPolicyUnits",
                "sensitiveInformationPolicyUnits",
                "sensitiveInformationPolicyFreeUnits",
                "contextualGroundingPolicyUnits")) {
            counted.put(policy, 0);
        }
        counted.putAll(usage.isEmpty() ? Map.of("contentPolicyUnits", units) : usage);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("usage", counted);
        json.put("action", action);
        json.put("outputs", outputs.stream().map(text -> Map.of("text", text)).toList());
        json.put("assessments", assessments);
        return json;
    }
}
