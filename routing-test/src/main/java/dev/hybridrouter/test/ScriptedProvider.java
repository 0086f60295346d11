package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

/**
 * A provider that does what a test tells it and remembers what it was asked. It passes the compatibility kit unless told
 * to misbehave. All its time is that of a {@link ManualClock}: an answer without latency is there at once, anything else
 * comes when the clock is advanced. Thread-safe.
 *
 * <pre>{@code
 * provider.on("eu").throttle(Duration.ofSeconds(2)).then().reply("ok").tokens(12, 3);
 * provider.on("us").reply("he", "llo").after(Duration.ofMillis(200)).every(Duration.ofMillis(50));
 * }</pre>
 *
 * <p>A call that no rule matches fails as {@link FailureKind#OTHER}, with a message that names the target and the script that is
 * missing, and an {@link AssertionError} as cause. It is kept in {@link #unmatched()}.
 */
public final class ScriptedProvider implements ProviderAdapter {
    private final String id;
    private final ManualClock clock;
    private final List<Rule> rules = new CopyOnWriteArrayList<>(); // newest first
    private final CallBook book = new CallBook();
    private volatile boolean closed;

    private ScriptedProvider(String id, ManualClock clock) {
        this.id = Check.name(id, "provider.id");
        this.clock = Check.notNull(clock, "provider.clock");
    }

    /** Returns a provider with the id {@code scripted}. */
    public static ScriptedProvider create(ManualClock clock) {
        return new ScriptedProvider("scripted", clock);
    }

    /** Returns a provider with this id. */
    public static ScriptedProvider create(String id, ManualClock clock) {
        return new ScriptedProvider(id, clock);
    }

    /** Begins the script of calls to this target. Of several rules that match a call, the newest counts. */
    public Script on(String target) {
        TargetId wanted = new TargetId(target);
        return when(call -> call.target().id().equals(wanted));
    }

    /** Begins the script of all calls. */
    public Script onAny() {
        return when(call -> true);
    }

    /** Begins the script of calls that the matcher accepts. */
    public Script when(Predicate<? super ProviderCall> matcher) {
        Rule rule = new Rule(Check.notNull(matcher, "provider.matcher"), new Script());
        rules.add(0, rule);
        return rule.script;
    }

    /** Returns a target of this provider with every capability, to build upon. */
    public Target.Builder target(String name) {
        return Target.builder(name, id, "scripted-model").capabilities(capabilities());
    }

    /** Answers with text the call that has hung longest. */
    public void completeNext(String text) {
        completeNext(ModelResponse.builder(List.of(new Content.Text(text)), StopReason.END_TURN)
                .build());
    }

    /** Answers the call that has hung longest. */
    public void completeNext(ModelResponse response) {
        Check.notNull(response, "provider.response");
        book.endNext(call -> call.answer(response));
    }

    /** Fails the call that has hung longest. */
    public void failNext(FailureKind kind) {
        failNext(ProviderFailure.of(kind, "scripted"));
    }

    /** Fails the call that has hung longest. */
    public void failNext(ProviderFailure failure) {
        ProviderException exception = new ProviderException(failure);
        book.endNext(call -> call.fail(exception));
    }

    /** All calls in the order in which they began. */
    public List<ScriptedCall> history() {
        return book.history();
    }

    /** The calls to one target in the order in which they began. */
    public List<ScriptedCall> calls(String target) {
        return calls(new TargetId(target));
    }

    /** The calls to one target in the order in which they began. */
    public List<ScriptedCall> calls(TargetId target) {
        return book.history().stream()
                .filter(call -> call.target().equals(target))
                .toList();
    }

    /** Number of calls that have not ended. */
    public int inFlight() {
        return book.count(ScriptedCall.State.RUNNING);
    }

    /** Number of calls that their callers cancelled. */
    public int cancelled() {
        return book.count(ScriptedCall.State.CANCELLED);
    }

    /** The calls that no rule matched. */
    public List<ProviderCall> unmatched() {
        return book.unmatched();
    }

    /** Forgets all rules and calls. Calls in flight go on, but count no more. */
    public void reset() {
        rules.clear();
        book.clear();
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String id() {
        return id;
    }

    /** {@inheritDoc} This one does. */
    @Override
    public boolean reportsSending() {
        return true;
    }

    /** {@inheritDoc} This one carries everything. */
    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {
        if (!target.provider().equals(id)) {
            throw Check.invalid("target.provider", target.provider(), id);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // returning null is one of the bugs it can play
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        Plan plan = plan(call);
        ScriptedCall begun = book.begin(clock, call, Mode.CALL);
        if (plan instanceof Plan.Timed timed) {
            return new CallRun(clock, book, begun, timed).start();
        }
        begun.end(ScriptedCall.State.FAILED);
        if (plan instanceof Plan.Thrown thrown) {
            throw thrown.exception();
        }
        if (plan instanceof Plan.Raw) {
            throw new IllegalStateException("script: signals for a call (expected: for a stream)");
        }
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // returning null is one of the bugs it can play
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        Plan plan = plan(call);
        if (plan instanceof Plan.Timed timed) {
            return new ScriptedPublisher(subscriber ->
                    new StreamRun(clock, book, book.begin(clock, call, Mode.STREAM), timed, subscriber).start());
        }
        if (plan instanceof Plan.Raw raw) {
            return new ScriptedPublisher(subscriber ->
                    new RawRun(clock, book.begin(clock, call, Mode.STREAM), raw.signals(), subscriber).start());
        }
        book.begin(clock, call, Mode.STREAM).end(ScriptedCall.State.FAILED);
        if (plan instanceof Plan.Thrown thrown) {
            throw thrown.exception();
        }
        return null;
    }

    @Override
    public void close() {
        closed = true;
    }

    private Plan plan(ProviderCall call) {
        if (closed) {
            return failed(new ProviderException(FailureKind.UNAVAILABLE, "the scripted provider is closed"));
        }
        Optional<Plan> plan = rules.stream()
                .filter(rule -> rule.matcher.test(call))
                .findFirst()
                .flatMap(rule -> rule.script.next());
        return plan.orElseGet(() -> {
            book.addUnmatched(call);
            return failed(unscripted(call));
        });
    }

    private static ProviderException unscripted(ProviderCall call) {
        String target = call.target().id().toString();
        String text = "no script for this " + call.kind() + " call of target \"" + target
                + "\" (expected: provider.on(\"" + target + "\").reply(\"..\") or another step, before the call)";
        return new ProviderException(ProviderFailure.builder(FailureKind.OTHER, text)
                .cause(new AssertionError(text))
                .build());
    }

    private static Plan failed(Throwable failure) {
        return Plan.Timed.nothing(Plan.Ending.FAIL, failure);
    }

    /** Which calls a script is for. */
    private record Rule(Predicate<? super ProviderCall> matcher, Script script) {}
}
