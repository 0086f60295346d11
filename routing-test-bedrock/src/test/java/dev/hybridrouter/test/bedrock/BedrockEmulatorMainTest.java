package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

class BedrockEmulatorMainTest {

    @Test
    void start_whenOptionsAreGiven_printsTheAddressAndFollowsThem() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        String[] options = {"--port=0", "--words=5", "--first-byte-millis=1", "--gap-millis=1", "--chunk-words=2"};
        try (BedrockEmulator emulator =
                        BedrockEmulatorMain.start(options, new PrintStream(printed, true, StandardCharsets.UTF_8));
                BedrockRuntimeClient client = Sdk.sync(emulator)) {
            assertThat(printed.toString(StandardCharsets.UTF_8).strip())
                    .isEqualTo("listening on " + emulator.endpoint());
            assertThat(client.converse(Sdk.request()).usage().outputTokens()).isEqualTo(5);
        }
    }

    @Test
    void start_whenAnOptionIsUnknown_saysWhichThereAre() {
        assertThatThrownBy(() -> BedrockEmulatorMain.start(new String[] {"--speed=9"}, System.out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--speed=9")
                .hasMessageContaining("words");
    }
}
