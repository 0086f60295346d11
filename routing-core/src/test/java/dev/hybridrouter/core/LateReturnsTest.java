package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapters and listeners that block are named once. */
@ExtendWith(HybridRouterExtension.class)
class LateReturnsTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");

    private final ManualClock clock;
    private final ScriptedProvider provider;

    LateReturnsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.on("a").reply("hello").times(10);
    }

    private HybridRouterBuilder router() {
        return HybridRouterBuilder.create().clock(clock).scheduler(clock);
    }

    private static List<String> warnings(HybridRouter router, Modes mode) {
        try (LogTap logs = LogTap.open()) {
            assertThat(mode.begin(router, REQUEST).get()).isPresent();
            assertThat(mode.begin(router, REQUEST).get()).isPresent();
            return logs.atLeast(Level.WARN).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void adapterThatBlocks_isNamedOnce(Modes mode) {
        BlockingAdapter slow = new BlockingAdapter(provider, () -> clock.advance(Duration.ofMillis(300)));
        HybridRouter router =
                router().adapter(slow).target(provider.target("a").build()).build();

        assertThat(warnings(router, mode))
                .singleElement()
                .asString()
                .contains("adapter " + provider.id() + " BLOCKED")
                .contains("300 ms");
    }

    @ParameterizedTest
    @EnumSource
    void listenerThatBlocks_isNamedOnce(Modes mode) {
        HybridRouter router = router().adapter(provider)
                .target(provider.target("a").build())
                .listener(event -> clock.advance(Duration.ofMillis(300)))
                .build();

        assertThat(warnings(router, mode))
                .singleElement()
                .asString()
                .contains("listener " + LateReturnsTest.class.getName())
                .contains("300 ms");
    }

    @Test
    void whoReturnsInTime_isNotNamed() {
        BlockingAdapter brisk = new BlockingAdapter(provider, () -> clock.advance(Duration.ofMillis(200)));
        HybridRouter router =
                router().adapter(brisk).target(provider.target("a").build()).build();

        assertThat(warnings(router, Modes.ASYNC)).isEmpty();
    }
}
