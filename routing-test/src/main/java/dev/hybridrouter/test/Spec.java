package dev.hybridrouter.test;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;

/**
 * One sentence of the compatibility kit and its proof.
 *
 * @param sentence what every adapter does; the test's display name
 * @param proof looks whether it does
 */
record Spec(String sentence, Proof proof) {
    /** Looks whether an adapter does what a sentence says. */
    @FunctionalInterface
    interface Proof {
        void check(KitRun run);
    }

    DynamicTest toTest(Supplier<ProviderUnderTest> subjects, Duration patience) {
        return DynamicTest.dynamicTest(sentence, () -> {
            try (KitRun run = new KitRun(subjects.get(), patience)) {
                proof.check(run);
                run.checkNothingIsOpen();
            }
        });
    }
}
