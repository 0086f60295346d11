package dev.hybridrouter.test.bedrock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page on the emulator ends with the table of its rules. To renew the table, run the test with
 * {@code -Drules.accept=true} and commit the page.
 */
class ServiceRulesPageTest {
    private static final String HEAD = "| rule | what the service demands | source |\n| --- | --- | --- |\n";
    private static final Path PAGE = Path.of("..", "docs", "bedrock-emulator.md");

    @Test
    void table_hasAllRules() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(HEAD);
        String rest = start < 0 ? page : page.substring(0, start);
        if (Boolean.getBoolean("rules.accept")) {
            page = rest + table();
            Files.writeString(PAGE, page);
        }

        assertThat(page)
                .as("the table of rules (renew it with -Drules.accept=true)")
                .isEqualTo(rest + table());
    }

    private static String table() {
        return ServiceRules.all().stream()
                .map(rule -> "| `" + rule.id() + "` | " + rule.statement() + " | " + rule.source() + " |\n")
                .collect(Collectors.joining("", HEAD, ""));
    }
}
