package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;
import software.amazon.awssdk.services.bedrock.model.DataRetentionMode;
import software.amazon.awssdk.services.bedrock.model.GetAccountDataRetentionRequest;
import software.amazon.awssdk.services.bedrock.model.GetAccountDataRetentionResponse;

/**
 * Asks Bedrock's GetAccountDataRetention how long the account lets requests and answers be kept, and with whom they are shared, at
 * start-up and whenever you want to know again. It needs the library {@code software.amazon.awssdk:bedrock}, which is optional, in
 * version 2.57.8 or later, and the permission {@code bedrock:GetAccountDataRetention}. Thread-safe; the clients are yours to close.
 *
 * <pre>{@code
 * RetentionResolver retention = RetentionResolver.of(frankfurt, dublin); // a client for each destination
 * Target sonnet = profiles.resolve(declared).thenCompose(retention::resolve).join();
 * }</pre>
 *
 * <p>The setting belongs to a region, and AWS does not say whose counts where a profile crosses regions. So the call region and each
 * destination are asked, and the weakest answer holds:
 *
 * <table>
 * <caption>What a mode means</caption>
 * <tr><th>mode</th><th>retention</th><th>sharing</th></tr>
 * <tr><td>{@code none}</td><td>zero</td><td>{@code NONE}</td></tr>
 * <tr><td>{@code default}, {@code inherit}, {@code aws_review}</td><td>30 days of models that AWS names; else unknown</td>
 *     <td>{@code OPERATOR}</td></tr>
 * <tr><td>{@code provider_data_share}</td><td>30 days of models that AWS names; else unknown</td>
 *     <td>{@code MODEL_PROVIDER}</td></tr>
 * <tr><td>any other</td><td>unknown</td><td>{@code UNKNOWN}</td></tr>
 * </table>
 *
 * <p>A project of Bedrock can have a setting of its own, which the SDK does not tell; Converse names no project, so that the
 * account's holds. Invocation logs of the account are outside of all this.
 */
public final class RetentionResolver {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<String, BedrockAsyncClient> clients;
    private final ControlCall control;
    private final RouterClock clock;

    private RetentionResolver(Map<String, BedrockAsyncClient> clients, ControlCall control, RouterClock clock) {
        this.clients = clients;
        this.control = control;
        this.clock = clock;
    }

    /**
     * Returns a resolver with a client for each region.
     *
     * @throws IllegalArgumentException if there is no client, or two of a region
     */
    public static RetentionResolver of(BedrockAsyncClient... clients) {
        return new RetentionResolver(
                ControlClients.byRegion(clients, "retentionResolver.clients"),
                new ControlCall(LIMIT, new CallTimer()),
                RouterClock.system());
    }

    /** Returns a resolver that gives each answer so long, retries of the client included. Default: 5 s. */
    public RetentionResolver within(Duration time) {
        Duration limit = Check.positive(time, "retentionResolver.limit");
        return new RetentionResolver(clients, new ControlCall(limit, control.timer()), clock);
    }

    /** Returns a resolver that dates its evidence by this clock, in UTC. Default: the system clock. */
    public RetentionResolver datedBy(RouterClock time) {
        return new RetentionResolver(clients, control, Check.notNull(time, "retentionResolver.clock"));
    }

    /** Returns a resolver whose time limit this timer keeps. Default: a thread for each call, which ends with it. */
    public RetentionResolver timedBy(TaskScheduler timer) {
        Check.notNull(timer, "retentionResolver.timer");
        return new RetentionResolver(clients, new ControlCall(control.limit(), timer), clock);
    }

    /**
     * Returns the target with the retention and the sharing that follow from the account's modes, in place of those it had, and
     * their evidence. All else of its handling stays.
     *
     * <p>The future fails with {@link ProviderException}: {@code TIMEOUT} when the time is over, whether or not the client
     * notices, {@code AUTH} and others as calls do. Cancelling it cancels the calls.
     *
     * @throws IllegalArgumentException if the target's destinations are unknown, or no client is of one of them, or of its region
     */
    public CompletableFuture<Target> resolve(Target target) {
        Map<String, CompletableFuture<DataRetentionMode>> asked = new TreeMap<>();
        places(target).forEach(region -> asked.put(region, mode(region)));
        CompletableFuture<Target> resolved = CompletableFuture.allOf(
                        asked.values().toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        target.toBuilder().handling(handling(target, asked)).build());
        var unused = resolved.whenComplete((done, error) -> asked.values().forEach(one -> one.cancel(true)));
        return resolved;
    }

    private Set<String> places(Target target) {
        String field = "target[" + Check.notNull(target, "target").id() + "]";
        Destinations destinations = target.handling()
                .destinations()
                .orElseThrow(() -> Check.invalid(
                        field + ".destinations", "unknown", "known ones; ask ProfileResolver, or declare them"));
        Set<String> places = new TreeSet<>(destinations.regions());
        places.add(target.region().orElseThrow(() -> Check.invalid(field + ".region", "none", "where it is called")));
        if (!clients.keySet().containsAll(places)) {
            places.removeAll(clients.keySet());
            throw Check.invalid("retentionResolver.clients", clients.keySet(), "also one for each of " + places);
        }
        return places;
    }

    private CompletableFuture<DataRetentionMode> mode(String region) {
        BedrockAsyncClient client = Objects.requireNonNull(clients.get(region));
        return control.ask(
                () -> client.getAccountDataRetention(
                        GetAccountDataRetentionRequest.builder().build()),
                RetentionResolver::mode);
    }

    private static DataRetentionMode mode(GetAccountDataRetentionResponse answer) {
        return answer.mode() == null ? DataRetentionMode.UNKNOWN_TO_SDK_VERSION : answer.mode();
    }

    private Handling handling(Target target, Map<String, CompletableFuture<DataRetentionMode>> asked) {
        Map<String, DataRetentionMode> modes = new TreeMap<>();
        asked.forEach((region, mode) -> modes.put(region, mode.join()));
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        Handling.Builder handling = target.handling().toBuilder();
        RetentionModes.apply(modes.values(), target.model(), handling);
        return handling.evidence(today, "GetAccountDataRetention " + modes).build();
    }
}
