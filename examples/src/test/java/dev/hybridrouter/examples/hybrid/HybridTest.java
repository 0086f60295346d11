package dev.hybridrouter.examples.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HybridTest {
    @Test
    @Timeout(600)
    void mcpCarriesOn_whileTheDirectRegionIsDown_andTheKillSwitchStopsBoth() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        boolean asPromised = Hybrid.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), Duration.ofMillis(400));

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(asPromised).as(text).isTrue();
        assertThat(text).contains("the direct region dies", "kill switch: everything");
    }
}
