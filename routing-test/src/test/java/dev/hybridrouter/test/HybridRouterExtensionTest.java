package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class HybridRouterExtensionTest {
    private static final Instant NOW = Instant.parse("2026-05-05T05:05:05Z");

    @Test
    void afterEach_whenNothingIsLeft_passes() {
        Events tests = run(Tidy.class);

        tests.assertStatistics(stats -> stats.started(3).succeeded(3));
    }

    @Test
    void afterEach_whenSomethingIsLeft_failsAndSaysWhat() {
        Events tests = run(Untidy.class);

        tests.assertStatistics(stats -> stats.started(3).failed(3));
        assertFails(tests, "callInFlight", text -> text.contains("a call in flight: ScriptedCall[PRIMARY, CALL, eu"));
        assertFails(tests, "pendingTask", text -> text.contains("1 tasks waiting in the clock, the next in 5000 ms"));
        assertFails(
                tests,
                "unmatchedCall",
                text -> text.contains("a call without script: PRIMARY to Target[eu") && !text.contains("secret"));
    }

    @Test
    void afterEach_whenLeftoversAreAllowed_passesButForTheOthers() {
        Events tests = run(Allowed.class);

        tests.assertStatistics(stats -> stats.started(3).succeeded(2).failed(1));
        assertFails(
                tests,
                "allowsOneLeavesTwo",
                text -> text.contains("in flight") && !text.contains("waiting in the clock"));
    }

    @Test
    void configuration_whenRegistered_isUsedForEachTestAnew() {
        run(Configured.class).assertStatistics(stats -> stats.started(2).succeeded(2));
    }

    private static Events run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute()
                .testEvents();
    }

    private static void assertFails(Events tests, String name, Predicate<String> text) {
        assertThat(tests.list())
                .haveExactly(
                        1, event(test(name), finishedWithFailure(instanceOf(AssertionError.class), message(text))));
    }

    @ExtendWith(HybridRouterExtension.class)
    static class Tidy {
        private final ManualClock own;

        Tidy(ManualClock clock) {
            own = clock;
        }

        @Test
        void usesTheSameClockEverywhere(ManualClock clock, ScriptedProvider provider) {
            provider.on("eu").reply("ok").after(Duration.ofSeconds(1));
            CompletableFuture<?> answer = provider.call(Calls.to(provider, "eu"));
            own.advance(Duration.ofSeconds(1));
            assertThat(answer).isCompleted();
            assertThat(clock).isSameAs(own);
        }

        @Test
        void startsAnew(ScriptedProvider provider) {
            assertThat(provider.history()).isEmpty();
            assertThat(provider.id()).isEqualTo("scripted");
        }

        @Test
        void needsNothing() {
            assertThat(own.elapsed()).isZero();
        }
    }

    @ExtendWith(HybridRouterExtension.class)
    static class Untidy {
        @Test
        void callInFlight(ScriptedProvider provider) {
            provider.on("eu").hang();
            assertThat(provider.call(Calls.to(provider, "eu"))).isNotDone();
        }

        @Test
        void pendingTask(ManualClock clock) {
            clock.schedule(() -> {}, Duration.ofSeconds(5).toNanos());
        }

        @Test
        void unmatchedCall(ScriptedProvider provider) {
            assertThat(provider.call(Calls.to(provider, "eu"))).isCompletedExceptionally();
        }
    }

    @ExtendWith(HybridRouterExtension.class)
    static class Allowed {
        @Test
        @AllowLeftovers
        void allowsAll(ManualClock clock) {
            clock.schedule(() -> {}, 1);
        }

        @Test
        @AllowLeftovers(Leftover.PENDING_TASKS)
        void allowsOneLeavesTwo(ManualClock clock, ScriptedProvider provider) {
            provider.on("eu").hang();
            clock.schedule(() -> {}, 1);
            assertThat(provider.call(Calls.to(provider, "eu"))).isNotDone();
        }

        @Nested
        @AllowLeftovers(Leftover.PENDING_TASKS)
        class WholeClass {
            @Nested
            class Inner {
                @Test
                void isAllowedByTheEnclosingClass(ManualClock clock) {
                    clock.schedule(() -> {}, 1);
                }
            }
        }
    }

    static class Configured {
        @RegisterExtension
        static final HybridRouterExtension ROUTER =
                HybridRouterExtension.create().startingAt(NOW).provider("bedrock");

        @Test
        void first(ManualClock clock, ScriptedProvider provider) {
            assertThat(clock.instant()).isEqualTo(NOW);
            assertThat(provider.id()).isEqualTo("bedrock");
            clock.advance(Duration.ofHours(1));
        }

        @Test
        void second(ManualClock clock) {
            assertThat(clock.instant().getEpochSecond() % 3600).isEqualTo(NOW.getEpochSecond() % 3600);
            assertThat(clock.elapsed()).isZero();
        }
    }
}
