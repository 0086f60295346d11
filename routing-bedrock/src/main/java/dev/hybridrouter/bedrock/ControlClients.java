package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;

/** Clients of the control plane by the region they call. */
final class ControlClients {
    private ControlClients() {}

    /**
     * Returns the clients by region.
     *
     * @throws IllegalArgumentException if there is none, or two for a region
     */
    static Map<String, BedrockAsyncClient> byRegion(BedrockAsyncClient[] clients, String field) {
        Map<String, BedrockAsyncClient> byRegion = new HashMap<>();
        for (BedrockAsyncClient client : Check.notNull(clients, field)) {
            String region = client.serviceClientConfiguration().region().id();
            if (byRegion.putIfAbsent(region, client) != null) {
                throw Check.invalid(field, region, "one client for each region");
            }
        }
        if (byRegion.isEmpty()) {
            throw Check.invalid(field, "none", "at least one client");
        }
        return Map.copyOf(byRegion);
    }
}
