package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.diagnostics.LogEvent;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/** Checks for each client of an adapter that its calls go where its region says, and keeps what is in doubt. Not thread-safe. */
final class ClientPlaces {
    private final Map<String, String> doubts = new LinkedHashMap<>();

    /** Why it is not certain that the calls of a region go there, by region. */
    Map<String, String> doubts() {
        return doubts;
    }

    /** Adds a client of the host: an address that it was given by the host is meant. */
    void addOfHost(String region, BedrockRuntimeAsyncClient client) {
        if (!AwsRegions.isKnown(region)) {
            LogEvent.REGION_UNLISTED.line().with("region", region).log();
        }
        Optional<ClientPlace> told = ClientPlace.of(region, client);
        if (told.isEmpty()) {
            doubts.put(region, "may go anywhere, as the client does not tell its serviceClientConfiguration()");
            return;
        }
        told.get().check("bedrock.client[" + region + "]");
        Optional<URI> redirect = told.get().settings().endpointOverride();
        if (redirect.isPresent() && redirect.equals(ClientPlace.configured(region))) {
            redirected(region, redirect.get());
        }
    }

    /**
     * Adds a client that the adapter made.
     *
     * @param meant the address that the host set; null for the service's own
     */
    void addOwn(String region, BedrockRuntimeAsyncClient client, @Nullable URI meant) {
        ClientPlace place = new ClientPlace(region, client.serviceClientConfiguration());
        Optional<URI> address = place.address();
        boolean asMeant = address.equals(Optional.ofNullable(meant)) && place.isInRegion();
        place.check(asMeant ? "bedrock.endpoint[" + region + "]" : "bedrock.customize");
        if (asMeant) {
            return;
        }
        if (meant != null || !address.equals(ClientPlace.configured(region))) {
            throw Check.invalid(
                    "bedrock.customize", "an address", "none; set it with BedrockAdapter.builder().endpoint(..)");
        }
        redirected(region, address.orElseThrow());
    }

    private void redirected(String region, URI address) {
        doubts.put(
                region,
                "are redirected to " + address.getHost()
                        + " by a setting of the AWS SDK (AWS_ENDPOINT_URL, aws.endpointUrl, or endpoint_url, or the same for"
                        + " bedrock-runtime)");
    }
}
