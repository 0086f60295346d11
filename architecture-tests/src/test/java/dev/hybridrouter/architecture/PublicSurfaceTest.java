package dev.hybridrouter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public surface of the published modules is committed as text, so each change of it shows in the diff. To accept a change,
 * run the test with {@code -Dsurface.accept=true} and commit the files.
 */
class PublicSurfaceTest {
    private static final boolean ACCEPT = Boolean.getBoolean("surface.accept");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routing-api",
                "routing-core",
                "routing-bedrock",
                "routing-mcp",
                "routing-guard",
                "routing-audit",
                "routing-jackson",
                "routing-journal",
                "routing-test",
                "routing-test-bedrock"
            })
    void surface_isAsCommitted(String module) throws IOException {
        Path committed = Library.root().resolve("docs/surface").resolve(module + ".txt");
        String surface = PublicSurface.of(Library.root().resolve(module));
        if (ACCEPT) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, surface);
        }

        assertThat(surface)
                .as("the public surface of %s (accept a change with -Dsurface.accept=true)", module)
                .isEqualTo(Files.readString(committed));
    }
}
