package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileRequest;

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
    private final ControlCall control;
    private final RouterClock clock;

    private ProfileResolver(Map<String, BedrockAsyncClient> clients, ControlCall control, RouterClock clock) {
        this.clients = clients;
        this.control = control;
        this.clock = clock;
    }

    /** Returns a resolver with a client for each region, which gives an answer five seconds; retries of the client included. */
    public static ProfileResolver of(BedrockAsyncClient... clients) {
        return new ProfileResolver(
                ControlClients.byRegion(clients, "profileResolver.clients"),
                new ControlCall(LIMIT, new CallTimer()),
                RouterClock.system());
    }

    /** Returns a resolver that gives an answer so long. */
    public ProfileResolver within(Duration time) {
        Duration limit = Check.positive(time, "profileResolver.limit");
        return new ProfileResolver(clients, new ControlCall(limit, control.timer()), clock);
    }

    /** Returns a resolver that dates its evidence by this clock, in UTC. */
    public ProfileResolver datedBy(RouterClock time) {
        return new ProfileResolver(clients, control, Check.notNull(time, "profileResolver.clock"));
    }

    /** Returns a resolver whose time limit this timer keeps. Default: a thread for each call, which ends with it. */
    public ProfileResolver timedBy(TaskScheduler timer) {
        Check.notNull(timer, "profileResolver.timer");
        return new ProfileResolver(clients, new ControlCall(control.limit(), timer), clock);
    }

    /**
     * Returns the target with the destinations that Bedrock names, in place of those it had.
     *
     * <p>An answer is taken only if all of it agrees: the id and the ARN are those asked about, the status is {@code ACTIVE},
     * the type fits the ARN, and every model is a foundation model, the same one, in a region of the same partition. What is
     * called global, by id, ARN, or name, is refused.
     *
     * <p>The future fails with {@link ProviderException}: {@code MODEL_NOT_FOUND} for what is no known profile,
     * {@code MALFORMED_RESPONSE} for an answer that is not taken, {@code TIMEOUT} when the time is over, whether or not the
     * client notices, {@code AUTH} and others as calls do. A target that could not be resolved has unknown destinations: leave
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
        GetInferenceProfileRequest request = GetInferenceProfileRequest.builder()
                .inferenceProfileIdentifier(target.model())
                .build();
        return control.ask(() -> client.getInferenceProfile(request), profile -> target.toBuilder()
                .destinations(destinations(new ProfileAnswer(target.model(), region, profile)))
                .build());
    }

    private Destinations destinations(ProfileAnswer answer) {
        Set<String> regions = new HashSet<>(answer.regions());
        regions.add(answer.region());
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return new Destinations(regions, today, "GetInferenceProfile in " + answer.region());
    }
}
