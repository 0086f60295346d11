package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which meters a router keeps, with which tags. */
@ExtendWith(HybridRouterExtension.class)
class MetersTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedProvider provider;
    private final HybridRouter router;

    MetersTest(ManualClock clock, ScriptedProvider provider) {
        this.provider = provider;
        router = Routers.over(clock, provider, "a", "b").meterRegistry(registry).build();
    }

    /** The meters of a name as {@code tags: count}, without the tags that only repeat the target. */
    private List<String> meters(String name) {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals(name))
                .map(meter -> tags(meter) + ": " + count(meter))
                .sorted()
                .toList();
    }

    private static String tags(Meter meter) {
        return meter.getId().getTags().stream()
                .filter(tag -> !List.of("provider", "model", "region").contains(tag.getKey()))
                .map(Tag::getValue)
                .collect(Collectors.joining(" "));
    }

    private static long count(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measurement -> measurement.getStatistic() != Statistic.TOTAL_TIME
                        && measurement.getStatistic() != Statistic.MAX)
                .mapToLong(measurement -> (long) measurement.getValue())
                .sum();
    }

    @Test
    void answered_isTimedAndItsTokensAreCounted() {
        provider.on("a").reply("hello").tokens(12, 3).then().reply("again").tokens(5, 2);

        router.route(REQUEST);
        router.route(REQUEST);

        assertThat(meters("hybridrouter.request")).containsExactly("false none STANDARD answered: 2");
        assertThat(meters("hybridrouter.attempt")).containsExactly("none primary a: 2");
        assertThat(meters("hybridrouter.tokens")).containsExactly("a input: 17", "a output: 5");
        assertThat(meters("hybridrouter.request.active")).containsExactly(": 0");
    }

    @Test
    void fellBack_isTimedByTargetKindAndFailure() {
        provider.on("a").throttle(Duration.ofSeconds(30));
        provider.on("b").reply("hello").tokens(12, 3);

        router.route(REQUEST);

        assertThat(meters("hybridrouter.request")).containsExactly("true none STANDARD answered: 1");
        assertThat(meters("hybridrouter.attempt")).containsExactly("none fallback b: 1", "throttled primary a: 1");
        assertThat(meters("hybridrouter.tokens")).containsExactly("b input: 12", "b output: 3");
    }

    @Test
    void streamed_firstContentIsTimed() {
        provider.on("a").reply("hello").tokens(12, 3).then().reply("again");
        StreamProbe<StreamEvent> first = StreamProbe.unbounded();
        StreamProbe<StreamEvent> second = StreamProbe.unbounded();

        router.stream(REQUEST).subscribe(first);
        router.stream(REQUEST).subscribe(second);

        assertThat(meters("hybridrouter.ttfc")).containsExactly("a: 2");
    }
}
