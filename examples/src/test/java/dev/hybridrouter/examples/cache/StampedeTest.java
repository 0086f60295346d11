package dev.hybridrouter.examples.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StampedeTest {
    @Test
    void identicalStreams_areOneCallForEachTenant() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        boolean asPromised = Stampede.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(asPromised).as(text).isTrue();
        assertThat(text).contains("The provider was called 2 times for 202 streams.");
    }
}
