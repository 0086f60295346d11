package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a builder refuses names the field and the fix, before anything is sent. */
@ExtendWith(HybridRouterExtension.class)
class HybridRouterBuilderTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;

    HybridRouterBuilderTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static HybridRouterBuilder empty() {
        return HybridRouterBuilder.create();
    }

    @SuppressWarnings("NullAway") // what the builder says of null
    static Stream<Arguments> nulls() {
        return Stream.of(
                missing("adapter", builder -> builder.adapter(null)),
                missing("adapter.id", builder -> builder.adapter(new Adapter(null, Set.of()))),
                missing("target", builder -> builder.target(null)),
                missing("routeMatrix", builder -> builder.routeMatrix(null)),
                missing("ranker", builder -> builder.ranker(null)),
                missing("strategies", builder -> builder.strategies((RoutingStrategy[]) null)),
                missing("strategies[]", builder -> builder.strategies((RoutingStrategy) null)),
                missing("constraint", builder -> builder.constraint(null)),
                missing("retry", builder -> builder.retry(null)),
                missing("breaker", builder -> builder.breaker(null)),
                missing("attemptBudget", builder -> builder.attemptBudget(null)),
                missing("meterRegistry", builder -> builder.meterRegistry(null)),
                missing("listener", builder -> builder.listener(null)),
                missing("clock", builder -> builder.clock(null)),
                missing("scheduler", builder -> builder.scheduler(null)));
    }

    private static Arguments missing(String field, Consumer<HybridRouterBuilder> set) {
        return arguments(field, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void setter_whenNull_namesTheField(String field, Consumer<HybridRouterBuilder> set) {
        assertThatNullPointerException()
                .isThrownBy(() -> set.accept(empty()))
                .withMessage(field + ": null (expected: a value)");
    }

    @Test
    void build_whenThereIsNoTarget_asksForOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().adapter(provider).build())
                .withMessage("targets: empty (expected: at least one element)");
    }

    @Test
    void build_whenThereIsNoAdapter_namesTheTargetThatNeedsIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().target(provider.target("a").build()).build())
                .withMessage("target[a].provider: scripted (expected: the id of an adapter of this router: [])");
    }

    @Test
    void build_whenATargetNamesAnotherAdapter_tellsWhichThereAre() {
        Target target = Target.builder("a", "bedrok", "model").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().adapter(provider).target(target).build())
                .withMessage("target[a].provider: bedrok (expected: the id of an adapter of this router: [scripted])");
    }

    @Test
    void build_whenATargetDeclaresMoreThanItsAdapterCarries_namesWhatIsTooMuch() {
        Adapter adapter = new Adapter("plain", EnumSet.of(Capability.STREAMING));
        Target target = Target.builder("a", "plain", "model")
                .capabilities(EnumSet.of(Capability.STREAMING, Capability.TOOLS))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().adapter(adapter).target(target).build())
                .withMessage("target[a].capabilities: [TOOLS] (expected: only what its adapter carries: [STREAMING])");
    }

    @Test
    void build_whenAnAdapterRefusesATarget_passesItsMessageOn() {
        Target target =
                Target.builder("a", "plain", "unknown").capabilities(Set.of()).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().adapter(new Adapter("plain", Set.of()))
                        .target(target)
                        .build())
                .withMessage("target.model: unknown (expected: a model of this adapter)");
    }

    @Test
    void adapter_whenItsIdIsTaken_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().adapter(provider).adapter(ScriptedProvider.create(clock)))
                .withMessage("adapter.id: scripted (expected: an id no other adapter of this router has)");
    }

    @Test
    void adapter_whenItsIdCannotBeATag_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().adapter(new Adapter("two words", Set.of())))
                .withMessageStartingWith("adapter.id: \"two words\" (expected: 1 to 256 of ");
    }

    @Test
    void target_whenItsIdIsTaken_isRefused() {
        Target first = provider.target("a").build();
        Target second = provider.target("a").region("eu-central-1").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().target(first).target(second))
                .withMessage("target.id: a (expected: an id no other target of this router has)");
    }

    @Test
    void strategies_whenEmpty_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty().strategies())
                .withMessage("strategies: empty (expected: at least one element)");
    }

    @Test
    void build_whenCalledAgain_isRefused() {
        HybridRouterBuilder builder = Routers.over(clock, provider, "a");
        HybridRouter router = builder.build();

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("build: called twice (expected: a new builder for each router)");
        router.close();
    }

    @Test
    void build_afterARefusal_canBeRepairedAndCalledAgain() {
        provider.on("a").reply("hello");
        HybridRouterBuilder builder = empty().adapter(provider).clock(clock).scheduler(clock);
        assertThatIllegalArgumentException().isThrownBy(builder::build);

        HybridRouter router = builder.target(provider.target("a").build()).build();

        assertThat(router.route(RouteRequest.of("hi"))).servedBy("a");
    }

    @Test
    void build_withDefaultsOnly_routes() {
        provider.on("a").reply("hello");
        try (HybridRouter router =
                empty().adapter(provider).target(provider.target("a").build()).build()) {
            assertThat(router.route(RouteRequest.of("hi"))).servedBy("a");
        }
    }

    @Test
    void build_withDefaultsOnly_prefersPathsByTheDefaultMatrix() {
        try (HybridRouter router = empty().adapter(provider)
                .target(provider.target("direct").path(Path.DIRECT).build())
                .target(provider.target("mcp").path(Path.MCP).build())
                .build()) {
            RouteRequest urgent = RouteRequest.of("hi").toBuilder()
                    .context(RequestContext.builder()
                            .operation(OperationType.INFRASTRUCTURE)
                            .build())
                    .build();

            assertThat(router.explain(RouteRequest.of("hi"))).ranked("mcp", "direct");
            assertThat(router.explain(urgent)).ranked("direct", "mcp");
        }
    }

    @Test
    void build_callsNoAdapterMethodThatSends() {
        assertThatCode(() -> empty().adapter(new Adapter("plain", Set.of()))
                        .target(Target.builder("a", "plain", "known")
                                .capabilities(Set.of())
                                .build())
                        .build()
                        .close())
                .doesNotThrowAnyException();
    }

    /** Checks its targets and cannot be called. */
    private record Adapter(String id, Set<Capability> capabilities) implements ProviderAdapter {
        @Override
        public void check(Target target) {
            if (target.model().equals("unknown")) {
                throw Check.invalid("target.model", "unknown", "a model of this adapter");
            }
        }

        @Override
        public CompletableFuture<ModelResponse> call(ProviderCall call) {
            throw new AssertionError("called");
        }

        @Override
        public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
            throw new AssertionError("called");
        }

        @Override
        public void close() {}
    }
}
