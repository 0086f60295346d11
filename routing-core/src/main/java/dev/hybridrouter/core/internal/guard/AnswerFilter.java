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
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Local guards over a streamed answer. Text that may belong to something not yet complete is held back. Adjacent
 * blocks of text are read as one. Blocks have to come one after the other: more of a block whose end was inspected denies.
 */
final class AnswerFilter implements StreamFilter<ProviderEvent, ProviderEvent> {
    private final Guards guards;
    private final CallContext call;
    private final Set<Integer> ended = new HashSet<>();
    private @Nullable BlockGuards current;
    private final Deque<Fragment> open =
            new ArrayDeque<>(); // a piece of each block of which something may be held back
    private boolean changed; // whether the last block of reasoning went on changed, so that its signature is void

    AnswerFilter(Guards guards, CallContext call) {
        this.guards = guards;
        this.call = call;
    }

    @Override
    public void take(ProviderEvent event, Consumer<ProviderEvent> out) {
        if (!(event instanceof ProviderEvent.Piece piece)) {
            finishBlock(out);
            out.accept(event);
            return;
        }
        Fragment fragment = Fragment.of(piece.delta());
        if (fragment != null) {
            push(fragment, out);
        } else {
            finishBlock(out);
            other(piece.delta(), out);
        }
    }

    private void push(Fragment fragment, Consumer<ProviderEvent> out) {
        Fragment before = open.peekLast();
        if (before != null && !before.isContinuedBy(fragment.delta())) {
            goOn(before, fragment, out);
        }
        BlockGuards guarded = current;
        if (guarded == null) {
            begin(fragment);
            guarded = guards.openBlock(call, fragment.kind());
            current = guarded;
        }
        release(guarded.push(fragment.text()), out);
        deny(guarded);
    }

    /** Another block begins. Text that follows text is read as one with it, by guards that can. */
    private void goOn(Fragment before, Fragment next, Consumer<ProviderEvent> out) {
        BlockGuards guarded = current;
        boolean isText = before.kind() == Kind.ASSISTANT && next.kind() == Kind.ASSISTANT;
        if (guarded == null || !isText || !guarded.spansBlocks()) {
            finishBlock(out);
            return;
        }
        begin(next);
        release(guarded.nextBlock(), out);
        deny(guarded);
    }

    private void begin(Fragment first) {
        if (!ended.add(first.delta().block())) {
            throw GuardDenial.of(GuardDenial.INTERLEAVED, TokenUsage.unknown());
        }
        open.add(first);
    }

    private void finishBlock(Consumer<ProviderEvent> out) {
        BlockGuards guarded = current;
        if (guarded != null) {
            current = null;
            release(guarded.finish(), out);
            open.clear();
            deny(guarded);
            changed = guarded.isChanged();
        }
    }

    private static void deny(BlockGuards open) {
        Rejection denial = open.denial();
        if (denial != null) {
            throw GuardDenial.of(denial, TokenUsage.unknown());
        }
    }

    private void release(BlockTexts texts, Consumer<ProviderEvent> out) {
        boolean next = false;
        for (String text : texts.parts()) {
            if (next) {
                open.remove();
            }
            next = true;
            if (!text.isEmpty()) {
                out.accept(new ProviderEvent.Piece(open.element().with(text)));
            }
        }
    }

    private void other(Delta delta, Consumer<ProviderEvent> out) {
        if (delta instanceof Delta.ReasoningSignature && changed) {
            return; // it is bound to the text as it was
        }
        if (!(delta instanceof Delta.BlockCompleted completed)) {
            out.accept(new ProviderEvent.Piece(delta));
            return;
        }
        ModelResponse one = ModelResponse.builder(List.of(completed.content()), StopReason.UNKNOWN)
                .build();
        Inspected<ModelResponse> inspected =
                guards.inspect(call, one, Long.MAX_VALUE).join(); // done: all guards are local
        if (inspected.denial() != null) {
            throw GuardDenial.of(inspected.denial(), TokenUsage.unknown());
        }
        for (Content content : inspected.value().content()) {
            out.accept(new ProviderEvent.Piece(new Delta.BlockCompleted(delta.block(), content)));
        }
    }

    @Override
    public void end(Consumer<ProviderEvent> out) {
        finishBlock(out);
    }
}
