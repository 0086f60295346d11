package dev.hybridrouter.test.bedrock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The inference profiles that the emulator knows. One it does not know is not found, as with the service. */
final class Profiles {
    private static final WirePlan UNKNOWN = Fault.error(
                    404, "ResourceNotFoundException", "The requested inference profile was not found.")
            .plan(Operation.CONVERSE, Reply.of());

    private final Map<String, WirePlan> byId = new ConcurrentHashMap<>();

    void put(String id, List<String> modelArns) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("inferenceProfileId", id);
        body.put("inferenceProfileName", id);
        body.put(
                "models", modelArns.stream().map(arn -> Map.of("modelArn", arn)).toList());
        body.put("status", "ACTIVE");
        body.put("type", id.contains("application-inference-profile") ? "APPLICATION" : "SYSTEM_DEFINED");
        byId.put(id, WirePlan.document(Frame.raw(WireJson.bytes(body), 0), Reply.of()));
    }

    void put(String id, Fault fault) {
        byId.put(id, fault.plan(Operation.CONVERSE, Reply.of()));
    }

    WirePlan plan(String id) {
        return byId.getOrDefault(id, UNKNOWN);
    }

    void clear() {
        byId.clear();
    }
}
