package dev.hybridrouter.benchmarks.affinity;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One replay through a whole router, on its clock. */
final class Replay {
    /** The tag that tells the conversation, for sticky routing. */
    static final String CONVERSATION = "conversation";

    /** The trace tells arrivals in steps of this; within them they are spread evenly. */
    private static final long STEP = TimeUnit.SECONDS.toNanos(3);

    private static final Duration DAY = Duration.ofDays(1);

    /** Prices of Claude Sonnet 4.5 under its global profile. */
    private static final TokenPrice PRICE =
            TokenPrice.perMillion("3.00", "15.00").withCacheRead("0.30").withCacheWrite(Duration.ofMinutes(5), "3.75");

    private static final int BLOCK_CHARACTERS = 4 * Conversations.BLOCK_TOKENS;
    private static final String FILLING = "x".repeat(BLOCK_CHARACTERS);

    private final ManualClock clock = ManualClock.create();
    private final Tally tally = new Tally();
    private final SplittableRandom random;
    private final HybridRouter router;

    private Replay(Scenario scenario, Way way, long seed) {
        this.random = new SplittableRandom(seed);
        HybridRouterBuilder builder =
                HybridRouterBuilder.create().clock(clock).scheduler(clock).seed(seed);
        Map<String, Server> servers = new HashMap<>();
        for (int i = 0; i < way.targets(); i++) {
            servers.put(
                    "t" + i, new Server(clock, random.split(), scenario, 4 * scenario.slots() / way.targets(), tally));
            builder.target(Target.builder("t" + i, "simulated", "model")
                    .region("region-" + i)
                    .capabilities(Set.of(Capability.SYSTEM_TEXT, Capability.PROMPT_CACHING))
                    .price(PRICE)
                    .build());
        }
        way.set(builder, scenario);
        router = builder.adapter(new Servers(servers)).build();
    }

    static Tally run(Conversations trace, Scenario scenario, Way way, long seed) {
        Replay replay = new Replay(scenario, way, seed);
        // Spread first, so that all ways get the same arrivals.
        SplittableRandom arrivals = new SplittableRandom(~seed);
        for (Conversations.Call call : trace.calls()) {
            replay.clock.schedule(() -> replay.send(call), call.arrival() + arrivals.nextLong(STEP));
        }
        replay.clock.advance(DAY);
        replay.router.close();
        return replay.tally;
    }

    private void send(Conversations.Call call) {
        var unused = router.routeAsync(request(call)).thenAccept(tally::ended);
    }

    private static RouteRequest request(Conversations.Call call) {
        List<Content> blocks = new ArrayList<>(call.blocks().length);
        for (int block : call.blocks()) {
            blocks.add(Content.text((block + FILLING).substring(0, BLOCK_CHARACTERS)));
        }
        return RouteRequest.builder()
                .message(new Message(Role.USER, blocks))
                .parameters(
                        InferenceParameters.builder().maxTokens(call.output()).build())
                .context(RequestContext.builder()
                        .tags(Map.of(CONVERSATION, Integer.toString(call.conversation())))
                        .deadline(DAY)
                        .build())
                .options(new Servers.Recorded(call))
                .build();
    }
}
