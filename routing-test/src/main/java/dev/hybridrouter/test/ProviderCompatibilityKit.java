package dev.hybridrouter.test;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every provider adapter has to do, as tests. An adapter's test class extends it and says how to set up the adapter
 * with a backend; the display names are the specification. A situation that cannot occur with a kind of backend is
 * reported as skipped. Each test has a provider of its own.
 *
 * <pre>{@code
 * class AcmeCompatibilityTest extends ProviderCompatibilityKit {
 *     @Override
 *     protected ProviderUnderTest newProvider() {
 *         return new AcmeUnderTest();
 *     }
 * }
 * }</pre>
 */
@DisplayName("A provider adapter")
public abstract class ProviderCompatibilityKit {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Creates the kit. */
    protected ProviderCompatibilityKit() {}

    /** Returns a new adapter with a new backend. */
    protected abstract ProviderUnderTest newProvider();

    /** How long to wait for what should happen; ten seconds unless overridden. */
    protected Duration patience() {
        return PATIENCE;
    }

    @TestFactory
    @DisplayName("understands answers")
    final Stream<DynamicTest> answers() {
        return tests(AnswerSpecs.all());
    }

    @TestFactory
    @DisplayName("classifies failures and does not retry")
    final Stream<DynamicTest> failures() {
        return tests(FailureSpecs.all());
    }

    @TestFactory
    @DisplayName("keeps the rules of streams")
    final Stream<DynamicTest> streams() {
        return tests(StreamSpecs.all());
    }

    @TestFactory
    @DisplayName("begins, cancels, runs side by side and ends")
    final Stream<DynamicTest> lifecycle() {
        return tests(LifecycleSpecs.all());
    }

    @TestFactory
    @DisplayName("keeps prompts and answers to itself")
    final Stream<DynamicTest> secrecy() {
        return tests(SecrecySpecs.all());
    }

    private Stream<DynamicTest> tests(Stream<Spec> specs) {
        return specs.map(spec -> spec.toTest(this::newProvider, patience()));
    }
}
