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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Local guards over a streamed answer. Text that may belong to something not yet complete is held back. Blocks have to come
 * one after the other: more of a block whose end was inspected denies.
 */
final class AnswerFilter implements StreamFilter<ProviderEvent, ProviderEvent> {
    private final Guards guards;
    private final CallContext call;
    private final Set<Integer> ended = new HashSet<>();
    private @Nullable BlockGuards current;
    private @Nullable Fragment last; // a piece of the current block, whose kind what is released later has
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
        Fragment before = last;
        if (before != null && !before.isContinuedBy(fragment.delta())) {
            finishBlock(out);
        }
        if (current == null) {
            if (!ended.add(fragment.delta().block())) {
                throw GuardDenial.of(GuardDenial.INTERLEAVED, TokenUsage.unknown());
            }
            current = guards.openBlock(call.context(), fragment.kind());
        }
        last = fragment;
        release(current.push(fragment.text()), fragment, out);
        deny(current);
    }

    private void finishBlock(Consumer<ProviderEvent> out) {
        BlockGuards open = current;
        Fragment like = last;
        if (open != null && like != null) {
            current = null;
            last = null;
            release(open.finish(), like, out);
            deny(open);
            changed = open.isChanged();
        }
    }

    private static void deny(BlockGuards open) {
        Rejection denial = open.denial();
        if (denial != null) {
            throw GuardDenial.of(denial, TokenUsage.unknown());
        }
    }

    private static void release(String text, Fragment like, Consumer<ProviderEvent> out) {
        if (!text.isEmpty()) {
            out.accept(new ProviderEvent.Piece(like.with(text)));
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
