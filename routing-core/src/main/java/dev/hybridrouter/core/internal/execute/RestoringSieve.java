package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.core.internal.guard.Restoration;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.TextFilter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings back in a stream what guards took out of its request. */
final class RestoringSieve implements Sieve<StreamEvent, StreamEvent> {
    private @Nullable Restoration restoration; // set before the first event
    private @Nullable TextFilter current;
    private @Nullable Delta last;

    void by(Restoration value) {
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
        Delta before = last;
        if (before != null && (before.block() != delta.block() || before.getClass() != delta.getClass())) {
            finishBlock(out);
        }
        if (delta instanceof Delta.TextDelta text) {
            push(delta, Kind.ASSISTANT, text.text(), by, out);
        } else if (delta instanceof Delta.ToolInputDelta input) {
            push(delta, Kind.TOOL_INPUT, input.fragment(), by, out);
        } else if (delta instanceof Delta.BlockCompleted completed) {
            Content content = by.of(completed.content());
            if (content != null) {
                out.accept(new StreamEvent.Content(new Delta.BlockCompleted(delta.block(), content)));
            }
        } else {
            out.accept(new StreamEvent.Content(delta));
        }
    }

    private void push(Delta delta, Kind kind, String text, Restoration by, Consumer<StreamEvent> out) {
        if (current == null) {
            current = by.open(kind);
        }
        last = delta;
        release(current.push(text), delta, out);
    }

    private void finishBlock(Consumer<StreamEvent> out) {
        TextFilter open = current;
        Delta delta = last;
        if (open != null && delta != null) {
            current = null;
            last = null;
            release(open.finish(), delta, out);
        }
    }

    private static void release(String text, Delta like, Consumer<StreamEvent> out) {
        if (!text.isEmpty()) {
            Delta released = like instanceof Delta.TextDelta
                    ? new Delta.TextDelta(like.block(), text)
                    : new Delta.ToolInputDelta(like.block(), text);
            out.accept(new StreamEvent.Content(released));
        }
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
        finishBlock(out);
    }
}
