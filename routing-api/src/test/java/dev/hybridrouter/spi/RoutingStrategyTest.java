package dev.hybridrouter.spi;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.misnamed;
import static dev.hybridrouter.api.internal.BadValue.misnomer;
import static dev.hybridrouter.api.internal.BadValue.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strategies made of a name and a function. */
class RoutingStrategyTest {
    private static final RequestFacts FACTS = RequestFacts.builder(RequestContext.defaults())
            .input(new InputSize(12, 0, 0))
            .build();
    private static final TargetView VIEW = TargetView.builder(
                    Target.builder("fast", "bedrock", "model-1").build(),
                    TargetHealth.builder(TargetHealth.State.UNKNOWN).build())
            .build();

    @ParameterizedTest
    @MethodSource
    void named_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> named_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                misnamed("strategy.name", () -> RoutingStrategy.named(misnomer(), (request, target, chance) -> 0)),
                absent("strategy.name", () -> RoutingStrategy.named(none(), (request, target, chance) -> 0)),
                absent("strategy.scoring", () -> RoutingStrategy.named("mine", none())));
    }

    @Test
    void named_whenAsked_keepsItsName() {
        assertThat(RoutingStrategy.named("mine", (request, target, chance) -> 0).name())
                .isEqualTo("mine");
    }

    @Test
    void score_whenAsked_isThatOfTheFunctionWithTheSameArguments() {
        List<Object> seen = new ArrayList<>();
        RoutingStrategy strategy = RoutingStrategy.named("mine", (request, target, chance) -> {
            seen.addAll(List.of(request, target, chance));
            return 0.75;
        });

        assertThat(strategy.score(FACTS, VIEW, 0.25)).isEqualTo(0.75);
        assertThat(seen).containsExactly(FACTS, VIEW, 0.25);
    }

    @Test
    void score_whenTheFunctionThrows_passesItOnForTheRouterToHandle() {
        RoutingStrategy strategy = RoutingStrategy.named("mine", (request, target, chance) -> {
            throw new IllegalStateException("boom");
        });

        assertThatThrownBy(() -> strategy.score(FACTS, VIEW, 0))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("boom");
    }
}
