package dev.hybridrouter.core;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetView;

/** The strategies that come with the router. Chain them: the next one decides where the one before finds targets equal. */
public final class Strategies {
    /** Rough size of a token, good enough to weigh input against output. Source: common English tokenizers. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** Output assumed where the request sets no limit. */
    private static final int TYPICAL_OUTPUT_TOKENS = 500;

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

    /** Orders targets by what the request is expected to cost in dollars; unpriced targets come last. */
    public static RoutingStrategy lowestPrice() {
        return RoutingStrategy.named("lowest-price", (request, view, chance) -> view.target()
                .tariff()
                .map(tariff -> expectedUsd(tariff, request, 0))
                .orElse(Double.POSITIVE_INFINITY));
    }

    private static double expectedUsd(Tariff tariff, RequestFacts request, long cachedTokens) {
        long input = request.input().characters() / CHARACTERS_PER_TOKEN;
        long output = request.parameters().maxTokens().orElse(TYPICAL_OUTPUT_TOKENS);
        TokenPrice price = tariff.priceOf(input);
        double whole = price.cost(input, output).toUsd().doubleValue();
        return cachedTokens == 0 ? whole : whole - Math.min(cachedTokens, input) * savedPerTokenUsd(price);
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
            return view.target()
                    .tariff()
                    .map(tariff -> waiting + expectedUsd(tariff, request, view.cachedTokens()))
                    .orElse(Double.POSITIVE_INFINITY);
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
