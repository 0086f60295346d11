package dev.hybridrouter.api.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillScopeTest {
    @Test
    void keysAreReadAsTheyAreWritten() {
        assertThat(List.of(
                        KillScope.everything(),
                        KillScope.path(Path.MCP),
                        KillScope.adapter("bedrock:eu"),
                        KillScope.target("dublin"),
                        KillScope.tenant("acme: one"),
                        KillScope.tenant(""),
                        KillScope.operation(OperationType.EMERGENCY)))
                .allSatisfy(scope -> assertThat(KillScope.ofKey(scope.key())).isEqualTo(scope));
        assertThat(KillScope.target("dublin").key()).isEqualTo("target:dublin");
    }

    @Test
    void onlyKeysNameTenants() {
        assertThat(KillScope.tenant("acme").key()).isEqualTo("tenant:acme");
        assertThat(KillScope.tenant("acme")).hasToString("tenant:*");
        assertThat(KillScope.target("dublin")).hasToString("target:dublin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "everything:", "model:x", "path:", "target:", ":x"})
    void otherKeysAreRefused(String key) {
        assertThatThrownBy(() -> KillScope.ofKey(key)).isInstanceOf(IllegalArgumentException.class);
    }
}
