package dev.hybridrouter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

/** Checks a rule both ways: the library keeps it, and fixtures that break it are caught. */
final class Rules {
    private Rules() {}

    /**
     * Checks that the library keeps a rule, and that it bites.
     *
     * @param violations how often the fixtures break it
     */
    static void check(ArchRule rule, int violations, Class<?>... fixtures) {
        assertThat(rule.evaluate(new ClassFileImporter().importClasses(fixtures))
                        .getFailureReport()
                        .getDetails())
                .as("violations that the fixtures hold on purpose")
                .hasSize(violations);
        rule.check(Library.CLASSES);
    }
}
