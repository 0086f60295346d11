package dev.hybridrouter.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.fixture.SeesLibraries;
import dev.hybridrouter.architecture.fixture.ring.left.Left;
import dev.hybridrouter.architecture.fixture.ring.right.Right;
import dev.hybridrouter.audit.AuditLog;
import dev.hybridrouter.audit.fixture.SeesLedger;
import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.bedrock.fixture.SeesCore;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.fixture.SeesAdapter;
import dev.hybridrouter.core.fixture.TouchesDisk;
import dev.hybridrouter.core.internal.plan.fixture.Impure;
import dev.hybridrouter.guard.PiiGuard;
import dev.hybridrouter.guard.fixture.SeesRouterAndSdk;
import dev.hybridrouter.jackson.RoutingJackson2Module;
import dev.hybridrouter.jackson.fixture.SeesSpi;
import dev.hybridrouter.journal.JournaledLedger;
import dev.hybridrouter.journal.fixture.SeesBuilder;
import dev.hybridrouter.log.LockedFolder;
import dev.hybridrouter.log.fixture.SeesApi;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.fixture.SeesRouter;
import org.junit.jupiter.api.Test;

/** Who may see whom. */
class ModuleRulesTest {
    private static final String[] API = {"dev.hybridrouter.api..", "dev.hybridrouter.spi.."};

    @Test
    void theRulesSeeEveryModule() {
        for (Class<?> type : new Class<?>[] {
            HybridRouter.class,
            ProviderAdapter.class,
            HybridRouterBuilder.class,
            BedrockAdapter.class,
            PiiGuard.class,
            RoutingJackson2Module.class,
            JournaledLedger.class,
            AuditLog.class,
            LockedFolder.class,
            ManualClock.class,
            BedrockEmulator.class
        }) {
            assertThat(Library.CLASSES.contain(type)).as(type.getName()).isTrue();
        }
        assertThat(Library.CLASSES.contain(SeesCore.class)).isFalse();
    }

    @Test
    void apiDependsOnNothingButAnnotations() {
        var rule = classes()
                .that()
                .resideInAnyPackage(API)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", API[0], API[1]);

        Rules.check(rule, 4, SeesLibraries.class);
    }

    @Test
    void adaptersSeeOnlyTheApi() {
        var rule = classes()
                .that()
                .resideInAPackage("dev.hybridrouter.bedrock..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..", // both parts of java.base: a keyed hash, and the name of a failed handshake
                        "javax.net.ssl..",
                        "org.jspecify..",
                        "dev.hybridrouter.diagnostics..",
                        "software.amazon.awssdk..",
                        "org.reactivestreams..", // the AWS SDK's streams are written in its terms
                        "io.netty..", // the AWS SDK's HTTP client, whose connections the adapter watches
                        "dev.hybridrouter.bedrock..",
                        API[0],
                        API[1]);

        Rules.check(rule, 2, SeesCore.class);
    }

    @Test
    void guardsSeeOnlyTheApi() {
        var rule = classes()
                .that()
                .resideInAPackage("dev.hybridrouter.guard..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.hybridrouter.guard..", API[0], API[1]);

        Rules.check(rule, 2, SeesRouterAndSdk.class);
    }

    @Test
    void coreSeesNoAdapter() {
        var rule = noClasses()
                .that()
                .resideInAPackage("dev.hybridrouter.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.hybridrouter.bedrock..",
                        "dev.hybridrouter.guard..",
                        "dev.hybridrouter.journal..",
                        "dev.hybridrouter.log..",
                        "dev.hybridrouter.test..",
                        "software.amazon..");

        Rules.check(rule, 3, SeesAdapter.class);
    }

    @Test
    void coreTouchesNoDisk() {
        var rule = noClasses()
                .that()
                .resideInAPackage("dev.hybridrouter.core..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.nio\\.file\\..*|java\\.nio\\.channels\\..*|java\\.io\\.(Random)?(Access)?File.*");

        Rules.check(rule, 3, TouchesDisk.class);
    }

    @Test
    void jacksonModulesSeeOnlyTheApi() {
        var rule = classes()
                .that()
                .resideInAPackage("dev.hybridrouter.jackson..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "tools.jackson..",
                        "dev.hybridrouter.jackson..",
                        API[0]);

        Rules.check(rule, 1, SeesSpi.class);
    }

    @Test
    void journalSeesTheApiAndTheLedger() {
        var rule = classes()
                .that()
                .resideInAPackage("dev.hybridrouter.journal..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..", // a part of java.base: keyed hashes
                        "org.jspecify..",
                        "dev.hybridrouter.diagnostics..",
                        "dev.hybridrouter.journal..",
                        "dev.hybridrouter.core.ledger",
                        "dev.hybridrouter.log..",
                        API[0],
                        API[1]);

        Rules.check(rule, 2, SeesBuilder.class);
    }

    @Test
    void auditSeesTheApiAndTheLog() {
        var rule = classes()
                .that()
                .resideInAPackage("dev.hybridrouter.audit..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..", // a part of java.base: keyed hashes
                        "com.fasterxml.jackson.core..",
                        "org.jspecify..",
                        "dev.hybridrouter.diagnostics..",
                        "dev.hybridrouter.audit..",
                        "dev.hybridrouter.log..",
                        API[0],
                        API[1]);

        Rules.check(rule, 2, SeesLedger.class);
    }

    @Test
    void logSeesNothingOfTheRouter() {
        var rule = classes()
                .that()
                .resideInAPackage("dev.hybridrouter.log..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify..", "dev.hybridrouter.diagnostics..", "dev.hybridrouter.log..");

        Rules.check(rule, 2, SeesApi.class);
    }

    @Test
    void testKitSeesNeitherCoreNorAdapters() {
        var rule = noClasses()
                .that()
                .resideInAPackage("dev.hybridrouter.test..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.hybridrouter.core..", "dev.hybridrouter.bedrock..", "dev.hybridrouter.guard..");

        Rules.check(rule, 2, SeesRouter.class);
    }

    @Test
    void planningIsPure() {
        var rule = noClasses()
                .that()
                .resideInAPackage("dev.hybridrouter.core.internal.plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.hybridrouter.core.internal.engine..",
                        "dev.hybridrouter.core.internal.run..",
                        "dev.hybridrouter.core.internal.health..",
                        "dev.hybridrouter.core.internal.observe..",
                        "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "dev\\.hybridrouter\\.spi\\.(RouterClock|TaskScheduler)|java\\.time\\.(Clock|InstantSource|Instant)|java\\.lang\\.(Thread|System)");

        Rules.check(rule, 8, Impure.class);
    }

    @Test
    void packagesFormNoCycles() {
        var rule = slices().matching("dev.hybridrouter.(**)").should().beFreeOfCycles();

        Rules.check(rule, 1, Left.class, Right.class);
    }
}
