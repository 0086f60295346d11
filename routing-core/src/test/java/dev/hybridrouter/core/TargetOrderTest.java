package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a router logs when it is built. */
class TargetOrderTest {
    private static List<String> logged(Path... paths) {
        ScriptedProvider provider = ScriptedProvider.create(ManualClock.create());
        HybridRouterBuilder builder = HybridRouterBuilder.create().adapter(provider);
        for (Path path : paths) {
            builder.target(
                    Target.builder("by-" + path, provider.id(), "m").path(path).build());
        }
        try (LogTap log = LogTap.open();
                HybridRouter router = builder.build()) {
            assertThat(router).isNotNull();
            return log.events().stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(line -> line.contains("Order of targets"))
                    .toList();
        }
    }

    @Test
    void targetsOnTwoPaths_areToldInTheOrderInWhichTheyAreAsked() {
        assertThat(logged(Path.DIRECT, Path.MCP)).singleElement().satisfies(line -> assertThat(line)
                .contains("STANDARD: by-MCP (MCP), by-DIRECT (DIRECT)")
                .contains("INFRASTRUCTURE: by-DIRECT (DIRECT), by-MCP (MCP)")
                .contains("EMERGENCY: by-DIRECT (DIRECT);"));
    }

    @Test
    void targetsOnOnePath_areNoNews() {
        assertThat(logged(Path.DIRECT)).isEmpty();
        assertThat(logged(Path.MCP)).isEmpty();
    }
}
