package dev.hybridrouter.test.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The inference profiles that the emulator knows. One it does not know is not found, as with the service. */
final class Profiles {
    private static final String ACCOUNT = "123456789012";
    private static final String APPLICATION = "application-inference-profile";
    private static final WirePlan UNKNOWN = Fault.error(
                    404, "ResourceNotFoundException", "The requested inference profile was not found.")
            .plan(Operation.CONVERSE, Reply.of());

    private final Map<String, Function<String, WirePlan>> byId = new ConcurrentHashMap<>();

    void put(String id, List<String> modelArns) {
        byId.put(id, region -> document(WireJson.bytes(body(id, region, modelArns))));
    }

    void put(String id, String json) {
        byId.put(id, region -> document(json.getBytes(StandardCharsets.UTF_8)));
    }

    void put(String id, Fault fault) {
        byId.put(id, region -> fault.plan(Operation.CONVERSE, Reply.of()));
    }

    private static WirePlan document(byte[] body) {
        return WirePlan.document(Frame.raw(body, 0), Reply.of());
    }

    /** All members that the service's model requires. */
    private static Map<String, Object> body(String asked, String region, List<String> modelArns) {
        boolean application = asked.contains(APPLICATION);
        String id = asked.substring(asked.indexOf('/') + 1);
        String arn = "arn:aws:bedrock:" + region + ":" + ACCOUNT + ":"
                + (application ? APPLICATION : "inference-profile") + "/" + id;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("inferenceProfileArn", asked.startsWith("arn:") ? asked : arn);
        body.put("inferenceProfileId", id);
        body.put("inferenceProfileName", id);
        body.put(
                "models",
                modelArns.stream().map(model -> Map.of("modelArn", model)).toList());
        body.put("status", "ACTIVE");
        body.put("type", application ? "APPLICATION" : "SYSTEM_DEFINED");
        return body;
    }

    WirePlan plan(String id, String region) {
        return byId.getOrDefault(id, unknown -> UNKNOWN).apply(region);
    }

    void clear() {
        byId.clear();
    }
}
