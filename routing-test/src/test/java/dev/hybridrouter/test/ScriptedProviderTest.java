package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScriptedProviderTest {
    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);

    @Test
    void call_whenAReplyIsScripted_answersAtOnce() {
        provider.on("eu").reply("hel", "lo").tokens(12, 3);

        ModelResponse response = call("eu").join();

        assertThat(response.text()).isEqualTo("hello");
        assertThat(response.usage()).isEqualTo(TokenUsage.of(12, 3));
        assertThat(response.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(provider.inFlight()).isZero();
    }

    @Test
    void call_whenALatencyIsScripted_answersWhenTheClockGetsThere() {
        provider.on("eu").reply("late").after(Duration.ofMillis(200));
        clock.advance(Duration.ofMillis(50));

        CompletableFuture<ModelResponse> future = call("eu");
        clock.advance(Duration.ofMillis(199));
        assertThat(future).isNotDone();
        assertThat(provider.inFlight()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));

        assertThat(future).isCompleted();
        ScriptedCall call = provider.history().get(0);
        assertThat(call.state()).isEqualTo(ScriptedCall.State.ANSWERED);
        assertThat(call.startedAfter()).isEqualTo(Duration.ofMillis(50));
        assertThat(call.endedAfter()).contains(Duration.ofMillis(250));
        assertThat(call.mode()).isEqualTo(Mode.CALL);
    }

    @Test
    void call_whenStepsAreScripted_takesThemInOrderAndRepeatsTheLast() {
        provider.on("us")
                .throttle(Duration.ofSeconds(2))
                .times(2)
                .then()
                .fail(FailureKind.SERVER_ERROR)
                .then()
                .reply("ok");

        ProviderFailure first = Calls.providerFailureOf(call("us"));
        assertThat(first.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(first.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(Calls.providerFailureOf(call("us")).kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(Calls.providerFailureOf(call("us")).kind()).isEqualTo(FailureKind.SERVER_ERROR);
        assertThat(call("us").join().text()).isEqualTo("ok");
        assertThat(call("us").join().text()).isEqualTo("ok");
    }

    @Test
    void call_whenSeveralRulesMatch_followsTheNewest() {
        provider.onAny().reply("any");
        provider.on("eu").reply("eu");
        provider.when(call -> call.request().messages().size() > 1).reply("long");

        assertThat(call("eu").join().text()).isEqualTo("eu");
        assertThat(call("us").join().text()).isEqualTo("any");
    }

    @Test
    void call_whenNoRuleMatches_failsAndKeepsTheCall() {
        provider.on("eu").reply("ok");

        ProviderFailure failure = Calls.providerFailureOf(call("us"));
        assertThat(failure.kind()).isEqualTo(FailureKind.OTHER);
        assertThat(failure.message())
                .contains("no script for this PRIMARY call of target \"us\"", "provider.on(\"us\").reply(")
                .doesNotContain("secret");
        assertThat(failure.cause()).containsInstanceOf(AssertionError.class);

        assertThat(provider.unmatched()).hasSize(1);
        assertThat(provider.unmatched().get(0).target().id()).isEqualTo(new TargetId("us"));
    }

    @Test
    void call_whenTheRuleHasNoStep_countsAsUnmatched() {
        provider.on("eu");

        assertThat(Calls.providerFailureOf(call("eu")).message()).startsWith("no script");
        assertThat(provider.unmatched()).hasSize(1);
    }

    @Test
    void call_whenCancelled_isCountedAndLeavesNoTask() {
        provider.on("eu").reply("late").after(Duration.ofSeconds(1));

        call("eu").cancel(true);

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void completeNext_whenCallsHang_endsTheOldestThatStillRuns() {
        provider.on("eu").hang();
        CompletableFuture<ModelResponse> cancelled = call("eu");
        CompletableFuture<ModelResponse> second = call("eu");
        CompletableFuture<ModelResponse> third = call("eu");
        cancelled.cancel(true);

        provider.completeNext("second");
        provider.failNext(FailureKind.TIMEOUT);

        assertThat(second.join().text()).isEqualTo("second");
        assertThat(Calls.providerFailureOf(third).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThatIllegalStateException().isThrownBy(() -> provider.completeNext("none"));
    }

    @Test
    void call_whenABugIsScripted_showsIt() {
        provider.on("eu")
                .raise(new IllegalStateException("bug"))
                .then()
                .returnNull()
                .then()
                .failWith(new ArithmeticException("no provider exception"));

        assertThatThrownBy(() -> call("eu")).hasMessage("bug");
        assertThat(call("eu")).isNull();
        assertThat(Calls.failureOf(call("eu"))).isInstanceOf(ArithmeticException.class);
        assertThat(provider.inFlight()).isZero();
        assertThat(provider.history()).extracting(ScriptedCall::state).containsOnly(ScriptedCall.State.FAILED);
    }

    @Test
    void call_whenContentIsScripted_answersIt() {
        Content.ToolUse tool = new Content.ToolUse("t1", "lookup", Json.object("{}"));
        provider.on("eu").content(Content.text("see"), tool);

        ModelResponse response = call("eu").join();

        assertThat(response.content()).containsExactly(Content.text("see"), tool);
        assertThat(response.stopReason()).isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void call_whenTheScriptBreaksOff_fails() {
        provider.on("eu").reply("a", "b").truncateAfter(1);

        assertThat(Calls.providerFailureOf(call("eu")).kind()).isEqualTo(FailureKind.STREAM_BROKEN);
    }

    @Test
    void refine_whenTheStepCannotHaveIt_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> provider.on("eu").returnNull().after(Duration.ofMillis(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.on("eu").reply("a").hangAfter(2));
    }

    @Test
    void reset_whenUsed_forgetsRulesAndCalls() {
        provider.on("eu").reply("ok");
        call("eu").join();
        assertThat(call("us")).isCompletedExceptionally();

        provider.reset();

        assertThat(provider.history()).isEmpty();
        assertThat(provider.unmatched()).isEmpty();
        assertThat(Calls.providerFailureOf(call("eu")).message()).startsWith("no script");
    }

    @Test
    void close_whenClosed_refusesCalls() {
        provider.on("eu").reply("ok");
        provider.close();
        provider.close();

        assertThat(provider.isClosed()).isTrue();
        assertThat(Calls.providerFailureOf(call("eu")).kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(provider.unmatched()).isEmpty();
    }

    @Test
    void check_whenTheTargetIsOfAnotherProvider_isRefused() {
        provider.check(provider.target("eu").build());

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> provider.check(Target.builder("eu", "other", "m").build()))
                .withMessageContaining("scripted");
    }

    @Test
    void call_whenTwoThousandRunAtOnce_answersEach() throws Exception {
        provider.on("eu").reply("ok").after(Latency.uniform(Duration.ofMillis(1), Duration.ofSeconds(1), 42));
        Queue<CompletableFuture<ModelResponse>> futures = new ConcurrentLinkedQueue<>();
        CountDownLatch started = new CountDownLatch(2000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 2000; i++) {
                threads.execute(() -> {
                    futures.add(call("eu"));
                    started.countDown();
                });
            }
            assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdown();
        }
        assertThat(provider.inFlight()).isEqualTo(2000);

        clock.advance(Duration.ofSeconds(1));

        assertThat(futures)
                .hasSize(2000)
                .allMatch(future -> future.join().text().equals("ok"));
        assertThat(provider.inFlight()).isZero();
        assertThat(provider.calls(new TargetId("eu"))).hasSize(2000);
    }

    private CompletableFuture<ModelResponse> call(String target) {
        return provider.call(Calls.to(provider, target));
    }
}
