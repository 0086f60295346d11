package dev.hybridrouter.test.bedrock;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long an account lets prompts and answers be kept, in one region: what GetAccountDataRetention answers. A region that was
 * not configured inherits, as new accounts do.
 */
final class DataRetention {
    static final String INHERIT = "inherit";

    private DataRetention() {}

    static WirePlan plan(String mode) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mode", mode);
        body.put("updatedAt", "2026-11-30T12:00:00Z");
        return WirePlan.document(Frame.raw(WireJson.bytes(body), 0), Reply.of());
    }
}
