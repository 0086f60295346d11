package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.test.kit.BadAdapters;
import dev.hybridrouter.test.kit.ScriptedUnderTest;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each bad adapter breaks one rule; the kit has to notice, by the sentence of that rule. */
class ProviderCompatibilityKitTest {
    @ParameterizedTest
    @EnumSource
    void badAdapter_failsTheSentenceItBreaks(BadAdapters bad) {
        Throwable verdict = catchThrowable(
                () -> sentence(bad.breaks(), bad::wrap).getExecutable().execute());
        Assertions.assertThat(verdict).as(bad + ": " + bad.breaks()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void goodAdapter_keepsTheSameSentence(BadAdapters bad) {
        assertThatCode(() -> sentence(bad.breaks(), UnaryOperator.identity())
                        .getExecutable()
                        .execute())
                .doesNotThrowAnyException();
    }

    private static DynamicTest sentence(String name, UnaryOperator<ProviderAdapter> wrapper) {
        Kit kit = new Kit(wrapper);
        return Stream.of(kit.answers(), kit.failures(), kit.streams(), kit.lifecycle(), kit.secrecy())
                .flatMap(tests -> tests)
                .filter(test -> test.getDisplayName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the kit has no sentence: " + name));
    }

    private static final class Kit extends ProviderCompatibilityKit {
        private final UnaryOperator<ProviderAdapter> wrapper;

        Kit(UnaryOperator<ProviderAdapter> wrapper) {
            this.wrapper = wrapper;
        }

        @Override
        protected ProviderUnderTest newProvider() {
            return new ScriptedUnderTest(wrapper);
        }

        @Override
        protected Duration patience() {
            return Duration.ofMillis(500);
        }
    }
}
