package dev.hybridrouter.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.hybridrouter.architecture.fixture.HiddenExecutors;
import dev.hybridrouter.architecture.fixture.HiddenTime;
import dev.hybridrouter.architecture.fixture.MachineDefaults;
import dev.hybridrouter.architecture.fixture.MutableStatics;
import dev.hybridrouter.architecture.fixture.OpenBase;
import dev.hybridrouter.architecture.fixture.OpenClass;
import dev.hybridrouter.architecture.fixture.OptionalHolder;
import dev.hybridrouter.architecture.fixture.OwnLogger;
import dev.hybridrouter.architecture.fixture.Printer;
import dev.hybridrouter.architecture.fixture.SynchronizedMethods;
import dev.hybridrouter.architecture.fixture.unmarked.Unmarked;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.test.bedrock.BedrockEmulatorMain;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** How the code of the library is written. */
class HouseRulesTest {
    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    @Test
    void timeComesFromTheRouterClock() {
        var rule = noClasses()
                .that()
                .doNotHaveFullyQualifiedName(RouterClock.class.getName() + "$SystemClock")
                // The kit runs adapters that have no clock of ours, so it waits in real time.
                .and()
                .doNotHaveFullyQualifiedName("dev.hybridrouter.test.Patience")
                // Waits for entries, and paces a disk, which no clock of ours can move; nothing is decided by it.
                .and()
                .doNotHaveFullyQualifiedName("dev.hybridrouter.log.LogThread")
                // Waits for threads that are in adapters; no clock that a test stops may keep the kill switch from
                // acting.
                .and()
                .doNotHaveFullyQualifiedName("dev.hybridrouter.core.internal.control.DispatchGate")
                .should()
                .accessTargetWhere(Accesses.ofHiddenTime());

        Rules.check(rule, 9, HiddenTime.class);
    }

    @Test
    void nothingDependsOnTheMachinesLocaleZoneOrCharset() {
        var rule = noClasses().should().accessTargetWhere(Accesses.ofMachineDefaults());

        Rules.check(rule, 9, MachineDefaults.class);
    }

    @Test
    void workRunsOnExecutorsThatWereHandedIn() {
        var rule = noClasses().should().accessTargetWhere(Accesses.ofHiddenExecutors());

        Rules.check(rule, 7, HiddenExecutors.class);
    }

    @Test
    void staticFieldsAreFinal() {
        var rule = fields().that().areStatic().should().beFinal();

        Rules.check(rule, 1, MutableStatics.class);
    }

    @Test
    void optionalIsForReturnValues() {
        Rules.check(
                noFields().should().haveRawType(describe("an Optional", HouseRulesTest::isOptional)),
                1,
                OptionalHolder.class);
        Rules.check(
                noCodeUnits()
                        .that(DescribedPredicate.not(are(written())))
                        .should()
                        .haveRawParameterTypes(describe(
                                "with an Optional", types -> types.stream().anyMatch(HouseRulesTest::isOptional))),
                2,
                OptionalHolder.class);
    }

    private static boolean isOptional(JavaClass type) {
        return OPTIONALS.stream().anyMatch(type::isEquivalentTo);
    }

    /** What the compiler wrote: the bodies of lambdas may well take an Optional. */
    private static DescribedPredicate<HasModifiers> written() {
        return HasModifiers.Predicates.modifier(JavaModifier.SYNTHETIC).as("written by the compiler");
    }

    @Test
    void packagesAreNullMarked() {
        var rule = classes().should(resideInANullMarkedPackage());

        Rules.check(rule, 1, Unmarked.class);
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getName() + " is not null-marked"));
            }
        };
    }

    @Test
    void publicClassesAreClosed() {
        var rule = classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums() // those with constants that have bodies are not final
                .and()
                // What waits in an inbox holds its own place there, or each entry would take memory twice. No host sees
                // it.
                .doNotHaveFullyQualifiedName("dev.hybridrouter.log.Inbox$Entry")
                .should(be(describe("final, sealed or a kit to extend", HouseRulesTest::isClosed)));

        Rules.check(rule, 2, OpenClass.class, OpenBase.class);
    }

    private static boolean isClosed(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.FINAL)
                || type.reflect().isSealed()
                || type.getSimpleName().endsWith("CompatibilityKit");
    }

    /** A line that is not in the catalogue has no code, and perhaps no subject, cause or advice. */
    @Test
    void linesAreLoggedFromTheCatalogueOnly() {
        Rules.check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.hybridrouter.diagnostics..")
                        .should()
                        .dependOnClassesThat()
                        .haveNameMatching("org\\.slf4j\\.(Logger.*|event\\..*|spi\\..*)"),
                2,
                OwnLogger.class);
    }

    @Test
    void loggingGoesThroughSlf4j() {
        Rules.check(
                noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."), 1, Printer.class);
        Rules.check(
                noClasses()
                        .that()
                        // Programs: their output is their answer.
                        .areNotAssignableTo(BedrockEmulatorMain.class)
                        .and()
                        .doNotHaveFullyQualifiedName("dev.hybridrouter.audit.Verify")
                        .should()
                        .accessTargetWhere(Accesses.ofStandardStreams()),
                3,
                Printer.class);
    }

    @Test
    void methodsAreNotSynchronized() {
        var rule = noMethods()
                .that()
                .areDeclaredInClassesThat()
                // What runs in tests only never holds up a host's virtual threads.
                .resideOutsideOfPackage("dev.hybridrouter.test..")
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED);

        Rules.check(rule, 2, SynchronizedMethods.class);
    }
}
