package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No level of the logs holds text of prompt, answer, tool or tenant, not even where an exception quotes it. */
@ExtendWith(HybridRouterExtension.class)
class LogSecrecyTest {
    private static final String SECRET = "s3cr3t";
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .system("system " + SECRET)
            .user("prompt " + SECRET)
            .context(RequestContext.builder()
                    .tenant("tenant-" + SECRET)
                    .tags(Map.of("tag", SECRET))
                    .build())
            .build();
    private static final Content[] ANSWER = {
        new Content.Reasoning("reasoning " + SECRET, "signature"),
        new Content.Text("answer " + SECRET),
        new Content.ToolUse("id", "tool", Json.object("{\"input\": \"" + SECRET + "\"}"))
    };
    private final LogTap logs = LogTap.open();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    LogSecrecyTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    @AfterEach
    void closeLogs() {
        logs.close();
    }

    private HybridRouterBuilder builder() {
        return Routers.over(clock, provider, "a", "b");
    }

    private RouteResult route(Modes mode, HybridRouter router) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(Duration.ofMinutes(1));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    private void assertLoggedWithoutSecret() {
        assertThat(logs.events()).isNotEmpty();
        assertThat(logs.everything()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void answer_isNotLogged(Modes mode) {
        provider.on("a").content(ANSWER);

        assertThat(route(mode, builder().build())).servedBy("a");

        assertLoggedWithoutSecret();
    }

    @ParameterizedTest
    @EnumSource
    void failure_whenItsCauseQuotesTheRequest_isLoggedWithoutTheQuote(Modes mode) {
        Throwable cause = new IllegalStateException("400 for " + SECRET);
        for (FailureKind kind : FailureKind.values()) {
            provider.onAny()
                    .fail(ProviderFailure.builder(kind, "scripted").cause(cause).build());
            route(mode, builder().build());
        }

        assertLoggedWithoutSecret();
    }

    @ParameterizedTest
    @EnumSource
    void adapter_whenItsBugQuotesTheRequest_isLoggedWithoutTheQuote(Modes mode) {
        provider.on("a").raise(new IllegalStateException("cannot map " + SECRET));
        provider.on("b").failWith(new IllegalStateException("cannot read " + SECRET));

        assertThat(route(mode, builder().build())).failedWith(FailureKind.OTHER);

        assertLoggedWithoutSecret();
    }

    @Test
    void stream_whenItBreaksAfterContent_isLoggedWithoutTheContent() {
        provider.on("a").content(ANSWER).failAfter(2, FailureKind.STREAM_BROKEN);

        assertThat(route(Modes.STREAM, builder().build())).failedWith(FailureKind.STREAM_BROKEN);

        assertLoggedWithoutSecret();
    }

    @Test
    void stream_whenCancelled_isLoggedWithoutTheContent() {
        provider.on("a").content(ANSWER).hangAfter(2);
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        builder().build().stream(REQUEST).subscribe(probe);

        probe.cancel();

        assertLoggedWithoutSecret();
    }

    @ParameterizedTest
    @EnumSource
    void constraint_whenItsExceptionQuotesTheTenant_isLoggedWithoutTheQuote(Modes mode) {
        Constraint broken = (request, view) -> {
            throw new IllegalStateException(
                    "unknown tenant",
                    new IllegalStateException(request.context().tenant()));
        };

        route(mode, builder().constraint(broken).build());

        assertLoggedWithoutSecret();
        assertThat(logs.everything())
                .contains("HR-706 Constraint failed", getClass().getName());
    }

    @ParameterizedTest
    @EnumSource
    void strategy_whenItsExceptionQuotesTheTenant_isLoggedWithoutTheQuote(Modes mode) {
        provider.on("a").content(ANSWER);
        RoutingStrategy broken = RoutingStrategy.named("broken", (request, view, chance) -> {
            throw new IllegalStateException("unknown " + request.context().tenant());
        });

        route(mode, builder().strategies(broken).build());

        assertLoggedWithoutSecret();
        assertThat(logs.everything())
                .contains("HR-705 Strategy failed", getClass().getName());
    }

    @ParameterizedTest
    @EnumSource
    void listener_whenItsExceptionQuotesTheAnswer_isLoggedWithoutTheQuote(Modes mode) {
        provider.on("a").content(ANSWER);
        RouterListener broken = Events.on(RequestEnded.class, event -> {
            throw new IllegalStateException(
                    "cannot store " + event.result().orElseThrow().text());
        });

        route(mode, builder().listener(broken).build());

        assertLoggedWithoutSecret();
        assertThat(logs.everything())
                .contains("HR-701 Listener failed", getClass().getName());
    }

    @Test
    void subscriber_whenItsExceptionQuotesTheAnswer_isLoggedWithoutTheQuote() {
        provider.on("a").content(ANSWER);

        builder().build().stream(REQUEST).subscribe(new Quoting());

        assertLoggedWithoutSecret();
        assertThat(logs.everything()).contains("HR-703 Subscriber failed", Quoting.class.getName());
    }

    /** Throws an exception that quotes what it was sent. */
    private static final class Quoting implements Flow.Subscriber<StreamEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(StreamEvent event) {
            if (event instanceof StreamEvent.Content) {
                throw new IllegalStateException("cannot parse " + SECRET);
            }
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }
}
