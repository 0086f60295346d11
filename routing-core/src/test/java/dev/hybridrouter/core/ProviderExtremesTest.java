package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing a provider sends, however absurd, leaves a caller without an end. */
@ExtendWith(HybridRouterExtension.class)
class ProviderExtremesTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final TokenUsage ABSURD =
            TokenUsage.builder().input(Long.MAX_VALUE).output(Long.MAX_VALUE).build();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    ProviderExtremesTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter pricedRouter() {
        Target priced =
                provider.target("a").price(TokenPrice.perMillion("3", "15")).build();
        return Routers.over(clock, provider).target(priced).build();
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void answer_whenItsTokensAreBeyondAnyPrice_isAnAnswerOfUnknownCost(Modes mode) {
        provider.on("a").reply("hello").usage(ABSURD);

        RouteResult result = ended(mode.begin(pricedRouter(), REQUEST));

        assertThat(result).servedBy("a");
        assertThat(result.decision().cost()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void emptyAnswer_whenItsTokensAreBeyondAnyPrice_isAFailureOfUnknownCost(Modes mode) {
        provider.on("a").content().usage(ABSURD);

        RouteResult result = ended(mode.begin(pricedRouter(), REQUEST));

        assertThat(result).failedWith(FailureKind.EMPTY);
        assertThat(result.decision().cost()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void cachedTokens_whenTheirSumOverflows_stillMakeTheCostUnknown(Modes mode) {
        provider.on("a")
                .reply("hello")
                .usage(TokenUsage.builder()
                        .input(1)
                        .output(1)
                        .cacheRead(Long.MAX_VALUE)
                        .cacheWrite(Long.MAX_VALUE)
                        .build());

        assertThat(ended(mode.begin(pricedRouter(), REQUEST)).decision().cost()).isEmpty();
    }

    @Test
    void stream_whenTheAdapterSendsNull_fallsBackAsAfterAnyBug() {
        provider.on("b").reply("hello");
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new NullSender())
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(Target.builder("a", NullSender.ID, "model").build())
                .target(provider.target("b").build())
                .build();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();

        router.stream(REQUEST).subscribe(probe);

        assertThat(Modes.closed(probe.events()).orElseThrow()).servedBy("b").attempted("a", "b");
        assertThat(probe.assertRulesKept().isComplete()).isTrue();
    }

    /** An adapter whose streams send null, which the rules of Flow forbid. */
    private static final class NullSender implements ProviderAdapter {
        static final String ID = "null-sender";

        @Override
        public String id() {
            return ID;
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.allOf(Capability.class);
        }

        @Override
        public void check(Target target) {}

        @Override
        public CompletableFuture<ModelResponse> call(ProviderCall call) {
            throw new UnsupportedOperationException("for streams only");
        }

        @Override
        @SuppressWarnings("NullAway") // the bug it plays
        public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
            return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    subscriber.onNext(null);
                }

                @Override
                public void cancel() {}
            });
        }

        @Override
        public void close() {}
    }
}
