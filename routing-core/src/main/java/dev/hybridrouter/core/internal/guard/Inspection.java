package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.sidecall.SideEnd;
import dev.hybridrouter.core.internal.tools.Contexts;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardRecord;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.RemoteGuard;
import dev.hybridrouter.spi.guard.Restorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request, or one answer, on its way through all guards. Done at once where all of them are local. Never completes
 * exceptionally: a guard that breaks denies.
 */
public final class Inspection<T> extends CompletableFuture<Inspected<T>> {
    private final Guards guards;
    private final Inspectable<T> subject;
    private final CallContext call;
    private final long limitNanos;
    private volatile @Nullable Cancellable running;

    Inspection(Guards guards, Inspectable<T> subject, CallContext call, long limitNanos) {
        this.guards = guards;
        this.subject = subject;
        this.call = call;
        this.limitNanos = limitNanos;
    }

    void begin(T value) {
        Contexts.run(call.carried(), () -> proceed(0, Inspected.untouched(value)));
    }

    private void proceed(int first, Inspected<T> begun) {
        Inspected<T> state = begun;
        List<Guard> all = guards.guards();
        for (int i = first; i < all.size() && state.denial() == null && !isDone(); i++) {
            Guard guard = all.get(i);
            Texture texture = Texture.of(subject, state.value());
            if (texture.isEmpty()) {
                continue;
            }
            GuardInput input = texture.input(subject.direction(), call.context(), guards.limit(limitNanos));
            if (guard instanceof LocalGuard local) {
                state = local(local, input, texture, state);
            } else {
                ask((RemoteGuard) guard, input, texture, state, i + 1);
                return;
            }
        }
        complete(state);
    }

    private Inspected<T> local(LocalGuard guard, GuardInput input, Texture texture, Inspected<T> state) {
        GuardVerdict verdict;
        try {
            verdict = guard.inspect(input);
        } catch (Throwable e) {
            return broken(guard, state, e);
        }
        return judge(guard, verdict, Money.ZERO, texture, state);
    }

    private void ask(RemoteGuard guard, GuardInput input, Texture texture, Inspected<T> state, int next) {
        try {
            guards.remote().ask(guard, input, call, limitNanos, new Answer(guard, texture, state, next));
        } catch (Throwable e) {
            complete(broken(guard, state, e));
        }
        if (isDone()) {
            stop();
        }
    }

    /** What becomes of a remote guard that was asked. */
    private final class Answer implements SideEnd<GuardReport> {
        private final RemoteGuard guard;
        private final Texture texture;
        private final Inspected<T> state;
        private final int next;

        Answer(RemoteGuard guard, Texture texture, Inspected<T> state, int next) {
            this.guard = guard;
            this.texture = texture;
            this.state = state;
            this.next = next;
        }

        @Override
        public void begun(Cancellable call) {
            running = call;
        }

        @Override
        public void answered(GuardReport report, @Nullable Money cost) {
            try {
                proceed(next, judge(guard, report.verdict(), cost == null ? Money.ZERO : cost, texture, state));
            } catch (Throwable e) {
                complete(broken(guard, state, e));
            }
        }

        @Override
        public void refused(Rejection why) {
            tell(guard, GuardRecord.Outcome.FAILED, why.reason().name(), List.of(), Money.ZERO);
            complete(state.denied(why.reason() == RejectionReason.BREAKER_OPEN ? outOfService(guard, why) : why));
        }

        @Override
        public void failed(Throwable thrown, @Nullable Money cost) {
            complete(broken(guard, state, thrown));
        }

        @Override
        public void late() {
            complete(broken(guard, state, new TimeoutException()));
        }

        @Override
        public void cancelled() {
            cutShort();
        }
    }

    /** A guard that failed too often denies like one that fails, without being asked. */
    private static Rejection outOfService(Guard guard, Rejection why) {
        Rejection denial = Rejection.of(
                RejectionReason.GUARD_FAILED,
                "guard " + guard.id() + " failed too often of late and is not asked",
                "see the log for its failures, and try again later");
        return why.retryAfter().map(denial::withRetryAfter).orElse(denial);
    }

    private Inspected<T> judge(
            Guard guard, @Nullable GuardVerdict verdict, Money cost, Texture texture, Inspected<T> state) {
        if (verdict != null) {
            guards.log().worked(guard, call.number());
        }
        if (verdict instanceof GuardVerdict.Block block) {
            tell(guard, GuardRecord.Outcome.BLOCKED, block.category(), block.findings(), cost);
            return state.denied(Rejection.of(
                    RejectionReason.GUARD, "guard " + guard.id() + " denies it: " + block.category(), block.remedy()));
        } else if (verdict instanceof GuardVerdict.Replace replace) {
            return replaced(guard, replace, cost, texture, state);
        } else if (verdict instanceof GuardVerdict.Tag tag) {
            tell(guard, GuardRecord.Outcome.TAGGED, "", tag.findings(), cost);
            return state.with(state.value(), Restorer.NONE, adjustment(guard, "tagged", tag));
        } else if (verdict == null) {
            return broken(guard, state, new NullPointerException("the guard returned no verdict"));
        }
        tell(guard, GuardRecord.Outcome.PASSED, "", List.of(), cost);
        return state;
    }

    private Inspected<T> replaced(
            Guard guard, GuardVerdict.Replace replace, Money cost, Texture texture, Inspected<T> state) {
        if (replace.pieces().size() != texture.size()) {
            return broken(guard, state, new IllegalStateException("the guard returned another number of texts"));
        }
        T changed;
        try {
            Iterator<String> texts = replace.pieces().iterator();
            changed = subject.read(state.value(), (kind, text) -> texts.next());
        } catch (RuntimeException e) { // a replacement that is no JSON any more
            return broken(guard, state, e);
        }
        tell(guard, GuardRecord.Outcome.REPLACED, "", replace.findings(), cost);
        return state.with(changed, replace.restorer(), adjustment(guard, "replaced", replace));
    }

    private static Adjustment adjustment(Guard guard, String what, GuardVerdict verdict) {
        String found = verdict.findings().stream().map(Object::toString).collect(Collectors.joining(", "));
        return new Adjustment(Adjustment.Kind.GUARDED, "guard " + guard.id() + " " + what + " " + found);
    }

    private Inspected<T> broken(Guard guard, Inspected<T> state, Throwable thrown) {
        guards.log().failed(guard, subject.direction(), call.number(), thrown);
        tell(guard, GuardRecord.Outcome.FAILED, thrown.getClass().getSimpleName(), List.of(), Money.ZERO);
        return state.denied(Rejection.of(
                RejectionReason.GUARD_FAILED,
                "guard " + guard.id() + " failed or was late",
                "see the log for why, and try again later"));
    }

    private void tell(
            Guard guard, GuardRecord.Outcome outcome, String category, List<GuardFinding> findings, Money cost) {
        guards.tell(
                call.context(),
                GuardRecord.builder(guard.id(), subject.direction(), outcome)
                        .category(category)
                        .findings(findings)
                        .cost(cost)
                        .build());
    }

    private void stop() {
        Cancellable current = running;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        stop(); // first: what it cost is then on record before anybody acts on the cancellation
        return super.cancel(mayInterruptIfRunning);
    }

    /** The call of a guard was cancelled, by whoever. */
    private void cutShort() {
        super.cancel(false);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** The texts of a subject. */
    private record Texture(List<GuardPiece> pieces, int opaque) {
        static <T> Texture of(Inspectable<T> subject, T value) {
            List<GuardPiece> pieces = new ArrayList<>();
            int[] opaque = {0};
            var unused = subject.read(value, new Reader() {
                @Override
                public String text(GuardPiece.Kind kind, String text) {
                    return block(kind, text, false);
                }

                @Override
                public String block(GuardPiece.Kind kind, String text, boolean continues) {
                    pieces.add(new GuardPiece(kind, text, continues));
                    return text;
                }

                @Override
                public void opaque() {
                    opaque[0]++;
                }
            });
            return new Texture(pieces, opaque[0]);
        }

        int size() {
            return pieces.size();
        }

        boolean isEmpty() {
            return pieces.isEmpty() && opaque == 0;
        }

        GuardInput input(GuardInput.Direction direction, RequestContext context, Duration limit) {
            return new GuardInput(direction, pieces, opaque, context, limit);
        }
    }
}
