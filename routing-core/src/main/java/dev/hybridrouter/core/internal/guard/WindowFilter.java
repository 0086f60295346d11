package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.internal.flow.Fragment;
import dev.hybridrouter.core.internal.flow.StreamFilter;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Guards over a streamed answer of which one at least is remote: they inspect text and reasoning in overlapping windows, tool
 * input once it is whole. While they are at it, nothing that came later goes on. More of a block that has ended denies.
 */
final class WindowFilter implements StreamFilter<ProviderEvent, ProviderEvent> {
    private final Guards guards;
    private final CallContext call;
    private final Duration timeLimit;
    private final Set<Integer> begun = new HashSet<>();
    private @Nullable ProviderEvent next; // comes after what is inspected now
    private boolean ending;
    private @Nullable Fragment block; // the last piece of the open one
    private Windows windows = Windows.whole();
    private boolean changed; // whether the last block went on changed, so that a signature is void
    private @Nullable Inspection<?> running;
    private Consumer<Consumer<ProviderEvent>> judgement = out -> {};
    private String toolInput = ""; // the last that was inspected,
    private String toolInputSeen = ""; // and what went on of it

    WindowFilter(Guards guards, CallContext call, Duration timeLimit) {
        this.guards = guards;
        this.call = call;
        this.timeLimit = timeLimit;
    }

    @Override
    public void take(ProviderEvent event, Consumer<ProviderEvent> out) {
        next = event;
        advance(out);
    }

    @Override
    public void end(Consumer<ProviderEvent> out) {
        ending = true;
        advance(out);
    }

    @Override
    public @Nullable CompletableFuture<?> awaited() {
        return running;
    }

    @Override
    public void resume(Consumer<ProviderEvent> out) {
        running = null;
        judgement.accept(out);
        advance(out);
    }

    private void advance(Consumer<ProviderEvent> out) {
        while (running == null) {
            Fragment open = block;
            ProviderEvent event = next;
            boolean over = open != null && isOver(open, event);
            if (over && windows.isEmpty()) {
                block = null;
            } else if (open != null && (over || windows.isFull())) {
                inspect(open, !windows.isFull());
            } else if (event != null) {
                next = null;
                accept(event, out);
            } else {
                return;
            }
        }
    }

    private boolean isOver(Fragment open, @Nullable ProviderEvent event) {
        return event == null
                ? ending
                : !(event instanceof ProviderEvent.Piece piece && open.isContinuedBy(piece.delta()));
    }

    private void accept(ProviderEvent event, Consumer<ProviderEvent> out) {
        Delta delta = event instanceof ProviderEvent.Piece piece ? piece.delta() : null;
        Fragment fragment = delta == null ? null : Fragment.of(delta);
        if (fragment != null) {
            add(fragment);
            out.accept(new ProviderEvent.Piece(fragment.with(""))); // what is held back is no silence of the target
        } else if (delta instanceof Delta.BlockCompleted completed) {
            inspect(completed, out);
        } else if (!(delta instanceof Delta.ReasoningSignature && changed)) { // it is bound to the text as it was
            out.accept(event);
        }
    }

    private void add(Fragment fragment) {
        if (block == null) {
            if (!begun.add(fragment.delta().block())) {
                throw GuardDenial.of(GuardDenial.INTERLEAVED, TokenUsage.unknown());
            }
            windows = fragment.kind() == Kind.TOOL_INPUT ? Windows.whole() : Windows.sliding();
            changed = false;
        }
        block = fragment;
        windows.add(fragment.text());
    }

    private void inspect(Fragment open, boolean last) {
        String window = windows.next();
        await(guards.inspect(call, new GuardPiece(open.kind(), window), limit()), (piece, out) -> {
            String seen = piece.text();
            changed |= !seen.equals(window);
            if (last) {
                block = null;
            }
            if (open.kind() == Kind.TOOL_INPUT) {
                toolInput = window;
                toolInputSeen = seen;
            }
            release(open, last ? seen : windows.release(window, seen), out);
        });
    }

    private void inspect(Delta.BlockCompleted completed, Consumer<ProviderEvent> out) {
        Content content = completed.content();
        if (content instanceof Content.ToolUse use && use.input().text().equals(toolInput)) {
            pass(completed, Texts.ofBlock(content, (kind, text) -> toolInputSeen), out);
            return;
        }
        ModelResponse one =
                ModelResponse.builder(List.of(content), StopReason.UNKNOWN).build();
        await(guards.inspect(call, one, limit()), (seen, later) -> seen.content()
                .forEach(whole -> pass(completed, whole, later)));
    }

    private static void pass(Delta.BlockCompleted completed, @Nullable Content seen, Consumer<ProviderEvent> out) {
        if (seen != null) {
            out.accept(new ProviderEvent.Piece(new Delta.BlockCompleted(completed.block(), seen)));
        }
    }

    private static void release(Fragment like, String text, Consumer<ProviderEvent> out) {
        if (!text.isEmpty()) {
            out.accept(new ProviderEvent.Piece(like.with(text)));
        }
    }

    private <T> void await(Inspection<T> inspection, BiConsumer<T, Consumer<ProviderEvent>> then) {
        running = inspection;
        judgement = out -> {
            Inspected<T> seen = inspection.join(); // done, and not cancelled, or nobody would ask
            Rejection denial = seen.denial();
            if (denial != null) {
                throw GuardDenial.of(denial, TokenUsage.unknown());
            }
            then.accept(seen.value(), out);
        };
    }

    @Override
    public @Nullable ProviderException late() {
        return GuardDenial.of(GuardDenial.LATE, TokenUsage.unknown());
    }

    private long limit() {
        return timeLimit.toNanos();
    }
}
