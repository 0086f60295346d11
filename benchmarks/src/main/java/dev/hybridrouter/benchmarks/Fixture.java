package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.event.RouterListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** What all benchmarks share: one request, one answer, two targets, and a router over them with every default on. */
final class Fixture {
    static final String ADAPTER = "instant";
    static final RouteRequest REQUEST = RouteRequest.builder()
            .system("You are a polite assistant.")
            .user("say hello to me")
            .maxTokens(256)
            .build();
    static final ModelResponse RESPONSE = ModelResponse.builder(
                    List.of(new Content.Text("hello to you")), StopReason.END_TURN)
            .usage(TokenUsage.of(12, 3))
            .build();
    static final Target FIRST = target("first", "eu-central-1");
    static final Target SECOND = target("second", "eu-west-1");

    private Fixture() {}

    private static Target target(String id, String region) {
        return Target.builder(id, ADAPTER, "model-a")
                .region(region)
                .price(TokenPrice.perMillion("3.00", "15.00"))
                .build();
    }

    /**
     * A router as a host builds it: route matrix, breakers, attempt budget, retries, deadlines with a timer of its own,
     * meters and the logging listener, whose logger is at WARN.
     */
    static HybridRouter router(ProviderAdapter adapter, RouterListener... listeners) {
        HybridRouterBuilder builder = builder(adapter);
        for (RouterListener listener : listeners) {
            builder.listener(listener);
        }
        return builder.build();
    }

    static HybridRouterBuilder builder(ProviderAdapter adapter) {
        return HybridRouterBuilder.create()
                .adapter(adapter)
                .target(FIRST)
                .target(SECOND)
                .meterRegistry(new SimpleMeterRegistry());
    }
}
