package dev.hybridrouter.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    @Test
    void quickstart_showsEveryScene() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Backend backend = new EmulatedBedrock(List.of("eu-central-1", "eu-west-1"))) {
            Quickstart.run(backend, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        }

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .containsSubsequence(
                        "== A plain request",
                        "This is what eu.anthropic",
                        "PRIMARY claude-eu-central-1",
                        "== A stream",
                        "claude-eu-central-1: Once upon a time",
                        "quietly asked the other.",
                        "== A tool round trip",
                        "It is 18 degrees in Paris",
                        "== A region is down",
                        "PRIMARY claude-eu-central-1",
                        "UNAVAILABLE",
                        "FALLBACK claude-eu-west-1",
                        "answered",
                        "== The first target is throttled",
                        "PRIMARY claude-eu-central-1",
                        "THROTTLED: ThrottlingException (HTTP 429) (retry after 60000 ms)",
                        "FALLBACK claude-eu-west-1",
                        "answered",
                        "== The deadline is too short",
                        "failed: TIMEOUT",
                        "== Summary",
                        "7 calls, 6 answered");
    }
}
