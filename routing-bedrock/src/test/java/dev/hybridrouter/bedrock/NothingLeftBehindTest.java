package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.EmulatedAnswer;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Through router, adapter and SDK: after 1,000 mixed faulty calls no thread, connection, permit or call is left. */
class NothingLeftBehindTest {
    private static final int CALLS = 1_000;
    private static final int AT_ONCE = 50;
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<EmulatedAnswer> ANSWERS = List.of(
            Reply.text("all is well"),
            Fault.throttled(Duration.ofSeconds(1)),
            Fault.modelTimeout(),
            Fault.modelError(500, "m"),
            Fault.internalServerError(),
            Fault.serviceUnavailable(),
            Fault.htmlBadGateway(),
            Fault.slowFirstByte(Duration.ofMillis(5)),
            Fault.slowDrip(200, Duration.ofMillis(1)),
            Fault.hang(),
            Fault.stallAfter(1),
            Fault.resetBeforeHeaders(),
            Fault.resetBeforeHeaders().streamOnly(),
            Fault.resetAfter(1),
            Fault.resetAfter(1).streamOnly(),
            Fault.truncatedFrameAfter(1),
            Fault.corruptFrameAfter(1),
            Fault.malformedJson(),
            Fault.withoutMessageStop(),
            Fault.emptyAnswer(),
            Fault.inStream("throttlingException", 1));

    private final Random random = new Random(20261123);
    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final Map<TargetId, Integer> inFlight = new ConcurrentHashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void afterAThousandFaultyCalls_nothingIsLeft() throws InterruptedException {
        Set<Thread> before = threads();
        emulator.onOtherModels().answer(request -> ANSWERS.get(index(request.body())));
        BedrockAdapter adapter = BedrockAdapter.builder()
                .region("eu-central-1")
                .region("eu-west-1")
                .endpoint(emulator.endpoint())
                .credentials(CREDENTIALS)
                .build();
        HybridRouter router = router(adapter);
        for (int sent = 0; sent < CALLS; sent += AT_ONCE) {
            burst(router);
        }

        assertThat(emulator.awaitIdle(PATIENCE)).as("emulator is idle").isTrue();
        assertThat(meters.get("hybridrouter.request.active").gauge().value()).isZero();
        router.explain(RouteRequest.of("0"));
        assertThat(inFlight).hasSize(4).allSatisfy((target, attempts) -> assertThat(attempts)
                .as("attempts in flight at " + target)
                .isZero());

        router.close();
        while (emulator.openConnections() > 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        assertThat(emulator.openConnections()).as("connections").isZero();

        emulator.close();
        for (Thread thread : threads()) {
            if (!before.contains(thread) && isOurs(thread)) {
                thread.join(PATIENCE.toMillis());
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private HybridRouter router(BedrockAdapter adapter) {
        HybridRouterBuilder builder = HybridRouterBuilder.create()
                .adapter(adapter)
                .breaker(BreakerPolicy.builder()
                        .failures(CALLS)
                        .window(CALLS)
                        .inARow(CALLS)
                        .build())
                .strategies(RoutingStrategy.named("spy", (request, view, chance) -> {
                    inFlight.put(view.target().id(), view.health().inFlight());
                    return chance;
                }))
                .meterRegistry(meters)
                .seed(7);
        for (String region : List.of("eu-central-1", "eu-west-1")) {
            for (String model : List.of("model-a", "model-b")) {
                builder.target(Target.builder(model + "-" + region, "bedrock", model)
                        .region(region)
                        .build());
            }
        }
        return builder.build();
    }

    /** Calls and streams of which some are cancelled, to their ends. */
    private void burst(HybridRouter router) {
        List<CompletableFuture<RouteResult>> calls = new ArrayList<>();
        List<StreamProbe<StreamEvent>> streams = new ArrayList<>();
        for (int i = 0; i < AT_ONCE / 2; i++) {
            calls.add(router.routeAsync(request()));
            StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
            router.stream(request()).subscribe(probe);
            streams.add(probe);
        }
        calls.get(0).cancel(true);
        streams.get(0).cancel();
        calls.stream().skip(1).forEach(CompletableFuture::join);
        streams.stream().skip(1).forEach(probe -> probe.await(PATIENCE).assertRulesKept());
    }

    private RouteRequest request() {
        return RouteRequest.builder()
                .user(Integer.toString(random.nextInt(ANSWERS.size())))
                .context(RequestContext.builder()
                        .deadline(Duration.ofMillis(400))
                        .build())
                .build();
    }

    private static int index(String body) {
        return Integer.parseInt(body.replaceAll("\\D", ""));
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .collect(Collectors.toSet()));
    }

    /** The SDK keeps threads for the whole process, such as its idle-connection reaper and Netty's global executor. */
    private static boolean isOurs(Thread thread) {
        return !thread.getName().startsWith("globalEventExecutor")
                && !thread.getName().startsWith("idle-connection-reaper");
    }
}
