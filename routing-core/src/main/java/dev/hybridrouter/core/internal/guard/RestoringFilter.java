package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.core.internal.flow.Fragment;
import dev.hybridrouter.core.internal.flow.StreamFilter;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.TextFilter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings back in a stream what guards took out of its request. */
public final class RestoringFilter implements StreamFilter<StreamEvent, StreamEvent> {
    private @Nullable Restoration restoration; // set before the first event
    private @Nullable TextFilter current;
    private @Nullable Fragment last;

    public void by(Restoration value) {
        restoration = value;
    }

    @Override
    public void take(StreamEvent event, Consumer<StreamEvent> out) {
        Restoration by = restoration;
        if (by == null) {
            out.accept(event);
        } else if (event instanceof StreamEvent.Content content) {
            take(content.delta(), by, out);
        } else {
            finishBlock(out);
            out.accept(
                    event instanceof StreamEvent.Closed closed
                            ? new StreamEvent.Closed(by.of(closed.result()))
                            : event);
        }
    }

    private void take(Delta delta, Restoration by, Consumer<StreamEvent> out) {
        Fragment before = last;
        if (before != null && !before.isContinuedBy(delta)) {
            finishBlock(out);
        }
        Fragment fragment = Fragment.of(delta);
        if (fragment != null && fragment.kind() != Kind.REASONING) {
            push(fragment, by, out);
        } else if (delta instanceof Delta.BlockCompleted completed) {
            Content content = by.of(completed.content());
            if (content != null) {
                out.accept(new StreamEvent.Content(new Delta.BlockCompleted(delta.block(), content)));
            }
        } else {
            out.accept(new StreamEvent.Content(delta));
        }
    }

    private void push(Fragment fragment, Restoration by, Consumer<StreamEvent> out) {
        if (current == null) {
            current = by.open(fragment.kind());
        }
        last = fragment;
        release(current.push(fragment.text()), fragment, out);
    }

    private void finishBlock(Consumer<StreamEvent> out) {
        TextFilter open = current;
        Fragment like = last;
        if (open != null && like != null) {
            current = null;
            last = null;
            release(open.finish(), like, out);
        }
    }

    private static void release(String text, Fragment like, Consumer<StreamEvent> out) {
        if (!text.isEmpty()) {
            out.accept(new StreamEvent.Content(like.with(text)));
        }
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
        finishBlock(out);
    }
}
