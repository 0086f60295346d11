package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link ScriptedProvider} does with the calls that one of its rules matches: the first step with the first call,
 * the second with the second, and the last with all that follow. Each method here adds a step; {@link Step} refines it.
 * Thread-safe.
 */
public final class Script {
    private final List<Entry> entries = new ArrayList<>(); // guarded by this
    private int served; // guarded by this

    Script() {}

    /** Answers with text: a stream delivers these pieces, a call all of them at once. */
    public Step reply(String... pieces) {
        List<String> texts = Check.copy(List.of(pieces), "script.pieces");
        return add(Plan.Timed.answer(Deltas.ofTexts(texts), List.of(new Content.Text(String.join("", texts)))));
    }

    /** Answers with these content blocks, none for an empty answer; a stream cuts them into pieces. */
    public Step content(Content... blocks) {
        List<Content> content = Check.copy(List.of(blocks), "script.content");
        return add(Plan.Timed.answer(Deltas.of(content), content));
    }

    /** Streams exactly these pieces, headers and empty ones too, and answers a call with the same text. */
    public Step deltas(Delta... deltas) {
        List<Delta> pieces = Check.copy(List.of(deltas), "script.deltas");
        return add(Plan.Timed.answer(pieces, Contents.of(pieces)));
    }

    /** Fails. */
    public Step fail(FailureKind kind) {
        return fail(ProviderFailure.of(kind, "scripted"));
    }

    /** Fails. */
    public Step fail(ProviderFailure failure) {
        return failWith(new ProviderException(failure));
    }

    /** Fails as throttled, with the wish to be left alone for a while. */
    public Step throttle(Duration retryAfter) {
        return fail(ProviderFailure.builder(FailureKind.THROTTLED, "scripted")
                .retryAfter(retryAfter)
                .build());
    }

    /** Fails with any exception: an adapter's bug unless it is a {@link ProviderException}. */
    public Step failWith(Throwable failure) {
        return add(Plan.Timed.nothing(Plan.Ending.FAIL, Check.notNull(failure, "script.failure")));
    }

    /**
     * Does nothing until the caller cancels, or the test calls {@link ScriptedProvider#completeNext} or
     * {@link ScriptedProvider#failNext}.
     */
    public Step hang() {
        return add(Plan.Timed.nothing(Plan.Ending.HANG, null));
    }

    /** Throws from the adapter's method itself: an adapter's bug unless it is a {@link ProviderException}. */
    public Step raise(RuntimeException exception) {
        return add(new Plan.Thrown(Check.notNull(exception, "script.exception")));
    }

    /** Returns null in place of a future or publisher: an adapter's bug. */
    public Step returnNull() {
        return add(new Plan.ReturnsNull());
    }

    /**
     * Sends these signals to a stream's subscriber after {@code onSubscribe}, whatever its demand and even after it has
     * cancelled: for playing adapters that break the rules. For streams only.
     */
    public Step signals(Signal... signals) {
        return add(new Plan.Raw(Check.copy(List.of(signals), "script.signals")));
    }

    /** The next call's plan; empty if the script has no step. */
    synchronized Optional<Plan> next() {
        int number = served++;
        for (Entry entry : entries) {
            number -= entry.times;
            if (number < 0) {
                return Optional.of(entry.plan);
            }
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1).plan);
    }

    synchronized Entry entry(int index) {
        return entries.get(index);
    }

    synchronized void replace(int index, Entry entry) {
        entries.set(index, entry);
    }

    private synchronized Step add(Plan plan) {
        entries.add(new Entry(plan, 1));
        return new Step(this, entries.size() - 1);
    }

    /** A plan and the number of calls it is for. */
    record Entry(Plan plan, int times) {}
}
