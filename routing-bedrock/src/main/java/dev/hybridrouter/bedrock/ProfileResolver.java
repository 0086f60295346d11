package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.FailureMapper.Arrived;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RouterClock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileRequest;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileResponse;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileModel;

/**
 * Asks Bedrock's GetInferenceProfile in which regions a target may be processed, at start-up and whenever the host wants to
 * know again. It needs the library {@code software.amazon.awssdk:bedrock}, which is optional, and the permission
 * {@code bedrock:GetInferenceProfile}. Thread-safe; the clients are the host's to close.
 *
 * <pre>{@code
 * ProfileResolver resolver = ProfileResolver.of(BedrockAsyncClient.builder().region(Region.EU_CENTRAL_1).build());
 * Target sonnet = resolver.resolve(declared).join();
 * }</pre>
 *
 * <p>The destinations depend on the region that is asked, so a target is asked about where it is called, which counts as a
 * destination too. A model id that is no profile is not found: that it stays in its region is for the host to declare.
 */
public final class ProfileResolver {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<String, BedrockAsyncClient> clients;
    private final Duration limit;
    private final RouterClock clock;

    private ProfileResolver(Map<String, BedrockAsyncClient> clients, Duration limit, RouterClock clock) {
        this.clients = clients;
        this.limit = limit;
        this.clock = clock;
    }

    /** Returns a resolver with a client for each region, which gives an answer five seconds; retries of the client included. */
    public static ProfileResolver of(BedrockAsyncClient... clients) {
        Map<String, BedrockAsyncClient> byRegion = new HashMap<>();
        for (BedrockAsyncClient client : Check.notNull(clients, "profileResolver.clients")) {
            String region = client.serviceClientConfiguration().region().id();
            if (byRegion.putIfAbsent(region, client) != null) {
                throw Check.invalid("profileResolver.clients", region, "one client for each region");
            }
        }
        if (byRegion.isEmpty()) {
            throw Check.invalid("profileResolver.clients", "none", "at least one client");
        }
        return new ProfileResolver(Map.copyOf(byRegion), LIMIT, RouterClock.system());
    }

    /** Returns a resolver that gives an answer so long. */
    public ProfileResolver within(Duration time) {
        return new ProfileResolver(clients, Check.positive(time, "profileResolver.limit"), clock);
    }

    /** Returns a resolver that dates its evidence by this clock, in UTC. */
    public ProfileResolver datedBy(RouterClock time) {
        return new ProfileResolver(clients, limit, Check.notNull(time, "profileResolver.clock"));
    }

    /**
     * Returns the target with the destinations that Bedrock names, in place of those it had.
     *
     * <p>The future fails with {@link ProviderException}: {@code MODEL_NOT_FOUND} for what is no known profile,
     * {@code MALFORMED_RESPONSE} where a profile names no model or a model without its region (as global profiles do),
     * {@code TIMEOUT}, {@code AUTH} and others as calls do. A target that could not be resolved has unknown destinations: leave
     * them unset, and it is rejected wherever residency is required.
     *
     * @throws IllegalArgumentException if no client is of the target's region
     */
    public CompletableFuture<Target> resolve(Target target) {
        String region = Check.notNull(target, "target").region().orElse("none");
        BedrockAsyncClient client = clients.get(region);
        if (client == null) {
            throw Check.invalid("target[" + target.id() + "].region", region, "one of " + clients.keySet());
        }
        CompletableFuture<GetInferenceProfileResponse> sent =
                client.getInferenceProfile(GetInferenceProfileRequest.builder()
                        .inferenceProfileIdentifier(target.model())
                        .overrideConfiguration(call -> call.apiCallTimeout(limit))
                        .build());
        CompletableFuture<Target> resolved = sent.handle((profile, error) -> {
            if (error != null) {
                throw FailureMapper.toException(error, Arrived.NOTHING);
            }
            return target.toBuilder()
                    .destinations(destinations(region, profile))
                    .build();
        });
        var unused = resolved.whenComplete((answer, error) -> {
            if (error instanceof CancellationException) {
                sent.cancel(true);
            }
        });
        return resolved;
    }

    private Destinations destinations(String region, GetInferenceProfileResponse profile) {
        if (profile.inferenceProfileId() != null && profile.inferenceProfileId().startsWith("global.")) {
            throw unreadable("a global profile may use any region, whatever it lists");
        }
        List<InferenceProfileModel> models = profile.models();
        if (models.isEmpty()) {
            throw unreadable("the profile names no model");
        }
        Set<String> regions = new HashSet<>(Set.of(region));
        for (InferenceProfileModel model : models) {
            String arn = model.modelArn() == null ? "" : model.modelArn();
            regions.add(
                    ModelArn.region(arn).orElseThrow(() -> unreadable("the profile names a model without its region")));
        }
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return new Destinations(regions, today, "GetInferenceProfile in " + region);
    }

    private static ProviderException unreadable(String why) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, why);
    }
}
