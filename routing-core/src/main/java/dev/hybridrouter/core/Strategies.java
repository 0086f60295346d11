package dev.hybridrouter.core;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TargetView;

/** The strategies that come with the router. Chain them: the next one decides where the one before finds targets equal. */
public final class Strategies {
    /** Rough size of a token, good enough to weigh input against output. Source: common English tokenizers. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** Output assumed where the request sets no limit. */
    private static final int TYPICAL_OUTPUT_TOKENS = 500;

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
                .map(tariff -> expectedUsd(tariff, request))
                .orElse(Double.POSITIVE_INFINITY));
    }

    private static double expectedUsd(Tariff tariff, RequestFacts request) {
        long input = request.input().characters() / CHARACTERS_PER_TOKEN;
        long output = request.parameters().maxTokens().orElse(TYPICAL_OUTPUT_TOKENS);
        return tariff.priceOf(input).cost(input, output).toUsd().doubleValue();
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
