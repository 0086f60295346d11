package dev.hybridrouter.test.kit;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.test.ExpectedAnswer;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.Mode;
import dev.hybridrouter.test.ProviderUnderTest;
import dev.hybridrouter.test.Script;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.Situation;
import dev.hybridrouter.test.Step;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A scripted provider as the backend of an adapter that passes on what it says, or of a bad one around it. */
public final class ScriptedUnderTest implements ProviderUnderTest {
    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider backend = ScriptedProvider.create(clock);
    private final ProviderAdapter adapter;

    public ScriptedUnderTest(UnaryOperator<ProviderAdapter> wrapper) {
        adapter = wrapper.apply(backend);
    }

    @Override
    public ProviderAdapter adapter() {
        return adapter;
    }

    @Override
    public Target target() {
        return backend.target("eu").build();
    }

    @Override
    public Support arrange(Situation situation, Mode mode) {
        if (situation == Situation.CORRUPT_FRAME) {
            return Support.NOT_APPLICABLE;
        }
        Script script = backend.onAny();
        if (situation.failures().isEmpty()) {
            answer(script, situation);
        } else {
            fail(script, situation);
        }
        return Support.ARRANGED;
    }

    private static void answer(Script script, Situation situation) {
        switch (situation) {
            case HANG -> script.hang();
            case HANG_MID_STREAM -> text(script).hangAfter(1);
            case EMPTY_ANSWER -> script.content().tokens(12, 0);
            case SLOW_DRIP -> text(script).every(Duration.ofMillis(50));
            case TOOL_USE -> known(script.content(tool()));
            case REASONING ->
                known(script.content(
                        new Content.Reasoning(ExpectedAnswer.REASONING, ExpectedAnswer.REASONING_SIGNATURE),
                        Content.text(ExpectedAnswer.TEXT)));
            case UNKNOWN_STOP_REASON -> text(script).stopReason(new StopReason(ExpectedAnswer.STOP_REASON));
            case USAGE_MISSING -> text(script).usage(TokenUsage.unknown());
            case CACHED_USAGE ->
                text(script)
                        .usage(TokenUsage.builder()
                                .input(ExpectedAnswer.INPUT_TOKENS)
                                .output(ExpectedAnswer.OUTPUT_TOKENS)
                                .cacheRead(ExpectedAnswer.CACHE_READ_TOKENS)
                                .cacheWrite(ExpectedAnswer.CACHE_WRITE_TOKENS)
                                .build());
            default -> text(script);
        }
    }

    private static void fail(Script script, Situation situation) {
        FailureKind kind = situation.failures().iterator().next();
        ProviderFailure.Builder failure = ProviderFailure.builder(kind, "the backend says so");
        if (kind == FailureKind.THROTTLED) {
            failure.retryAfter(ExpectedAnswer.RETRY_AFTER);
        }
        if (situation.modes().contains(Mode.CALL)) {
            script.fail(failure.build());
        } else if (situation == Situation.NO_STOP_MESSAGE) {
            text(script).failAfter(3, failure.build());
        } else {
            text(script).failAfter(1, failure.build());
        }
    }

    private static Step text(Script script) {
        return known(script.reply(ExpectedAnswer.PIECES.toArray(String[]::new)));
    }

    private static Step known(Step step) {
        return step.tokens(ExpectedAnswer.INPUT_TOKENS, ExpectedAnswer.OUTPUT_TOKENS);
    }

    private static Content tool() {
        return new Content.ToolUse(
                ExpectedAnswer.TOOL_USE_ID, ExpectedAnswer.TOOL_NAME, Json.object(ExpectedAnswer.TOOL_INPUT));
    }

    @Override
    public int backendCalls() {
        return (int) backend.history().stream().filter(ScriptedCall::isSent).count();
    }

    @Override
    public int cancelledCalls() {
        return backend.cancelled();
    }

    @Override
    public int openCalls() {
        return (int) backend.history().stream()
                .filter(call -> call.isSent() && call.state() == ScriptedCall.State.RUNNING)
                .count();
    }

    @Override
    public void letTimePass() {
        clock.advance(Duration.ofMillis(5));
    }

    @Override
    public void close() {}
}
