package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a model answers from now on; every method replaces what was said before.
 *
 * <p>Safe for use from any thread, also while requests are served.
 */
public final class ModelScript {
    private final Consumer<Function<RecordedRequest, EmulatedAnswer>> setter;

    ModelScript(Consumer<Function<RecordedRequest, EmulatedAnswer>> setter) {
        this.setter = setter;
    }

    /** Gives the same answer to every request. */
    public void reply(EmulatedAnswer answer) {
        requireNonNull(answer, "answer");
        setter.accept(request -> answer);
    }

    /** Gives the answers in turn, then the last one again and again. CountTokens takes no turn. */
    public void sequence(EmulatedAnswer first, EmulatedAnswer... next) {
        requireNonNull(first, "first");
        List<EmulatedAnswer> others = List.of(next);
        AtomicInteger turn = new AtomicInteger();
        setter.accept(request -> {
            int step = request.operation() == Operation.COUNT_TOKENS ? 0 : 1;
            int index = turn.getAndUpdate(current -> Math.min(current + step, others.size()));
            return index == 0 ? first : others.get(index - 1);
        });
    }

    /**
     * Computes each answer. The function runs on a server thread: it must not block, and must not call a method of the
     * emulator that does. If it throws, the answer is a 500.
     */
    public void answer(Function<RecordedRequest, ? extends EmulatedAnswer> function) {
        requireNonNull(function, "function");
        setter.accept(function::apply);
    }
}
