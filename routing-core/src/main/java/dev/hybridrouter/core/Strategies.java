package dev.hybridrouter.core;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetView;

/** The strategies that come with the router. Chain them: the next one decides where the one before finds targets equal. */
public final class Strategies {
    private static final double NANOS_PER_USD = 1e9;
    private static final double MILLION = 1e6;

    /** Time to an answer assumed of a target that gave none yet. */
    private static final double FIRST_LATENCY_SECONDS = 5;

    private Strategies() {}

    /** Orders targets by the path preference of the request's operation type. */
    public static RoutingStrategy routeMatrix(RouteMatrix matrix) {
        Check.notNull(matrix, "matrix");
        return RoutingStrategy.named("route-matrix", (request, view, chance) -> {
            int place = matrix.rule(request.context().operation())
                    .paths()
                    .indexOf(view.target().path());
            return place < 0 ? Double.POSITIVE_INFINITY : place;
        });
    }

    /**
     * Spreads traffic in proportion to the targets' weights: each target draws an exponential waiting time with its
     * weight as rate, and the shortest goes first (Efraimidis and Spirakis, 2006), so that fallbacks are spread likewise.
     */
    public static RoutingStrategy weighted() {
        return RoutingStrategy.named("weighted", (request, view, chance) -> {
            double weight = view.target().weight();
            return weight == 0 ? Double.POSITIVE_INFINITY : -Math.log1p(-chance) / weight;
        });
    }

    /**
     * Orders targets by what the request is expected to cost in dollars, at their own tariffs or those of the router's price
     * book ({@link TargetView#expectedCost()}); unpriced targets come last.
     */
    public static RoutingStrategy lowestPrice() {
        return RoutingStrategy.named("lowest-price", (request, view, chance) -> expectedUsd(view));
    }

    private static double expectedUsd(TargetView view) {
        long nanoUsd = view.expectedCostNanoUsd();
        return nanoUsd < 0 ? Double.POSITIVE_INFINITY : nanoUsd / NANOS_PER_USD;
    }

    private static double cachedUsd(TargetView view) {
        Tariff tariff = view.cachedTokens() == 0 ? null : view.tariff().orElse(null);
        long input = view.expectedInputTokens();
        return tariff == null ? 0 : Math.min(view.cachedTokens(), input) * savedPerTokenUsd(tariff.priceOf(input));
    }

    /** A read that has no known price is not taken to be cheaper. */
    private static double savedPerTokenUsd(TokenPrice price) {
        return price.cacheReadPerMillion()
                .map(read -> (price.inputPerMillion().nanoUsd() - read.nanoUsd()) / (NANOS_PER_USD * MILLION))
                .orElse(0.0);
    }

    /**
     * Orders targets by what the request is expected to cost in dollars, what their prompt caches hold of it at the price
     * of a cache read, plus what its waiting is worth: so a conversation stays where its prompt is cached as long as that
     * saves more than a cheaper or less busy target would. Unpriced targets come last. Calls beyond those that a target
     * serves at once are expected to wait for their turn, at its recent latency.
     *
     * <p>What is cached is known only to a router that was given the policy too. Targets that cost the same are equal for
     * it: chain {@link #leastLoaded()} after it.
     */
    public static RoutingStrategy affinity(AffinityPolicy policy) {
        Check.notNull(policy, "policy");
        double usdPerSecond = policy.secondOfWaiting().toUsd().doubleValue();
        return RoutingStrategy.named("affinity", (request, view, chance) -> {
            double waiting = usdPerSecond * expectedWait(view.health(), policy.parallelCalls());
            return waiting + expectedUsd(view) - cachedUsd(view);
        });
    }

    private static double expectedWait(TargetHealth health, int parallelCalls) {
        int ahead = Math.max(0, health.inFlight() + 1 - parallelCalls);
        double latency = health.latencyNanos() < 0 ? FIRST_LATENCY_SECONDS : health.latencyNanos() * 1e-9;
        return latency * ahead / parallelCalls;
    }

    /** Orders targets by the attempts in flight there; equal ones are spread by chance. */
    public static RoutingStrategy leastLoaded() {
        return RoutingStrategy.named(
                "least-loaded", (request, view, chance) -> view.health().inFlight() + chance);
    }

    /**
     * Orders targets by their recent latency times the attempts in flight plus one (peak load as in Finagle's and
     * Linkerd's balancers), in seconds. A target without history is tried at once, but only by one attempt at a time.
     */
    public static RoutingStrategy lowestLatency() {
        return RoutingStrategy.named("lowest-latency", (request, view, chance) -> expectedSeconds(view));
    }

    private static double expectedSeconds(TargetView view) {
        int inFlight = view.health().inFlight();
        long latency = view.health().latencyNanos();
        if (latency < 0) {
            return inFlight == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return latency * 1e-9 * (inFlight + 1.0);
    }
}
