package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.flow.Fragment;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.TextFilter;
import org.jspecify.annotations.Nullable;

/** Brings back in an answer what guards took out of its request; text that may be part of that is held until it is known. */
final class RestoringSink implements Sink {
    private final Sink sink;
    private final Restoration restoration;
    private @Nullable TextFilter current;
    private @Nullable Fragment last;

    RestoringSink(Sink sink, Restoration restoration) {
        this.sink = sink;
        this.restoration = restoration;
    }

    @Override
    public void opened(TargetId by) {
        sink.opened(by);
    }

    @Override
    public void piece(Delta delta) {
        Fragment before = last;
        if (before != null && !before.isContinuedBy(delta)) {
            finishBlock();
        }
        Fragment fragment = Fragment.of(delta);
        if (fragment != null && fragment.kind() != Kind.REASONING) {
            push(fragment);
        } else if (delta instanceof Delta.BlockCompleted completed) {
            Content content = restoration.of(completed.content());
            if (content != null) {
                sink.piece(new Delta.BlockCompleted(delta.block(), content));
            }
        } else {
            sink.piece(delta);
        }
    }

    private void push(Fragment fragment) {
        if (current == null) {
            current = restoration.open(fragment.kind());
        }
        last = fragment;
        release(current.push(fragment.text()), fragment);
    }

    private void finishBlock() {
        TextFilter open = current;
        Fragment like = last;
        if (open != null && like != null) {
            current = null;
            last = null;
            release(open.finish(), like);
        }
    }

    private void release(String text, Fragment like) {
        if (!text.isEmpty()) {
            sink.piece(like.with(text));
        }
    }

    @Override
    public void closed(RouteResult result) {
        finishBlock();
        sink.closed(restoration.of(result));
    }

    @Override
    public void brokeOff(IllegalStateException why) {
        sink.brokeOff(why);
    }

    @Override
    public long demand() {
        return sink.demand();
    }

    @Override
    public boolean leave() {
        return sink.leave();
    }
}
