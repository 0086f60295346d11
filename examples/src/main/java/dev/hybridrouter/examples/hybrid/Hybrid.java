package dev.hybridrouter.examples.hybrid;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.examples.hybrid.Tick.End;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A direct region dies under load, MCP carries on, the region returns; then the kill switch is thrown for the direct path,
 * and for everything. Prints who served what, second by second. Ends with 0 if no request failed and each second was served
 * as it should have been, else with 1.
 */
public final class Hybrid {
    private static final int TICKS = 13;
    private static final int DIES = 3;
    private static final int RETURNS = 6;
    private static final int RETURNED = 8;
    private static final int DIRECT_STOPPED = 9;
    private static final int ALL_STOPPED = 11;
    private static final int LONGEST_RETURN = 50;
    private static final int REQUESTS_PER_TICK = 40;
    private static final String ROW = "%6s %8s %8s %8s %8s  %s%n";
    private static final Map<String, Path> PATHS = Map.of("claude-direct", Path.DIRECT, "claude-mcp", Path.MCP);
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .user("Who serves me?")
            .context(RequestContext.builder()
                    .operation(OperationType.INFRASTRUCTURE) // prefers the direct path, falls back to MCP
                    .deadline(Duration.ofMinutes(1)) // a busy machine is no outage
                    .build())
            .build();

    private final PrintStream out;
    private final Duration tick;

    private Hybrid(PrintStream out, Duration tick) {
        this.out = out;
        this.tick = tick;
    }

    /** Runs the example on the terminal. */
    public static void main(String[] args) {
        System.exit(run(System.out, Duration.ofSeconds(1)) ? 0 : 1);
    }

    /** Returns whether all went as it should. A tick is the time that one line tells of. */
    static boolean run(PrintStream out, Duration tick) {
        return new Hybrid(out, tick).run();
    }

    private boolean run() {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (Region region = new Region();
                HybridRouter router = router(region)) {
            out.printf(Locale.ROOT, ROW, "second", "direct", "mcp", "refused", "failed", "");
            List<Tick> ticks = new ArrayList<>();
            for (int number = 0; number < TICKS; number++) {
                Tick ended = tick(number, happens(number, region, router), router, clock);
                for (int more = 0; number == RETURNED && !ended.isAll(End.DIRECT) && more < LONGEST_RETURN; more++) {
                    ended = tick(number, "", router, clock); // a busy machine sends its probes late
                }
                ticks.add(ended);
            }
            return wentWell(ticks);
        } finally {
            clock.shutdown();
        }
    }

    private Tick tick(int number, String event, HybridRouter router, ScheduledExecutorService clock) {
        Tick ended = Tick.of(load(router, clock), PATHS);
        out.printf(
                Locale.ROOT,
                ROW,
                number,
                ended.count(End.DIRECT),
                ended.count(End.MCP),
                ended.count(End.REFUSED),
                ended.count(End.FAILED),
                event);
        return ended;
    }

    private HybridRouter router(Region region) {
        return HybridRouterBuilder.create()
                .adapter(region.bedrock())
                .adapter(region.mcp())
                .target(region.direct())
                .target(region.byMcp())
                .breaker(BreakerPolicy.builder()
                        .probation(tick.dividedBy(2))
                        .maxProbation(tick)
                        .build())
                .build();
    }

    /** What happens before a tick. */
    private static String happens(int number, Region region, HybridRouter router) {
        return switch (number) {
            case DIES -> {
                region.down();
                yield "<- the direct region dies";
            }
            case RETURNS -> {
                region.up();
                yield "<- the direct region is back";
            }
            case DIRECT_STOPPED -> {
                stop(router, KillScope.path(Path.DIRECT));
                yield "<- kill switch: path DIRECT";
            }
            case ALL_STOPPED -> {
                stop(router, KillScope.everything());
                yield "<- kill switch: everything";
            }
            default -> "";
        };
    }

    private static void stop(HybridRouter router, KillScope scope) {
        router.killSwitch().engage(KillOrder.draining(scope, KillCause.SECURITY, "a drill", "ann"));
    }

    /** Sends requests evenly over a tick, and waits for their ends. */
    private List<RouteResult> load(HybridRouter router, ScheduledExecutorService clock) {
        List<CompletableFuture<RouteResult>> sent = new ArrayList<>();
        for (int i = 0; i < REQUESTS_PER_TICK; i++) {
            CompletableFuture<RouteResult> result = new CompletableFuture<>();
            long delay = tick.multipliedBy(i).dividedBy(REQUESTS_PER_TICK).toNanos();
            var unused = clock.schedule(() -> send(router, result), delay, TimeUnit.NANOSECONDS);
            sent.add(result);
        }
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static void send(HybridRouter router, CompletableFuture<RouteResult> to) {
        var unused = router.routeAsync(REQUEST).whenComplete((result, error) -> {
            if (error == null) {
                to.complete(result);
            } else {
                to.completeExceptionally(error);
            }
        });
    }

    /** The seconds of a return, until the direct path serves all, may be served by both. */
    private static boolean wentWell(List<Tick> ticks) {
        return ticks.stream().allMatch(tick -> tick.count(End.FAILED) == 0)
                && all(ticks, 0, DIES, End.DIRECT)
                && all(ticks, DIES, RETURNS, End.MCP)
                && all(ticks, RETURNED, DIRECT_STOPPED, End.DIRECT)
                && all(ticks, DIRECT_STOPPED, ALL_STOPPED, End.MCP)
                && all(ticks, ALL_STOPPED, TICKS, End.REFUSED);
    }

    private static boolean all(List<Tick> ticks, int from, int to, End end) {
        return ticks.subList(from, to).stream().allMatch(tick -> tick.isAll(end));
    }
}
