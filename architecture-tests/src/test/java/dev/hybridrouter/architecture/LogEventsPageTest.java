package dev.hybridrouter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about log events says what the catalogue says; accept a change with {@code -Dlogevents.accept=true}. */
class LogEventsPageTest {
    private static final boolean ACCEPT = Boolean.getBoolean("logevents.accept");

    @Test
    void page_saysWhatTheCatalogueSays() throws IOException {
        Path page = Library.root().resolve("docs/log-events.md");
        if (ACCEPT) {
            Files.writeString(page, LogEventsPage.text());
        }

        assertThat(Files.readString(page)).isEqualTo(LogEventsPage.text());
    }
}
